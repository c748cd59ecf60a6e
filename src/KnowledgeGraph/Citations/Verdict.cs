namespace KnowledgeGraph.Citations;

/// <summary>What the claims that a sentence cites say of it.</summary>
internal enum Verdict
{
    /// <summary>A cited claim states it verbatim.</summary>
    Stated,

    /// <summary>All that it quotes is quoted exactly from the cited claims. The words around the quotations are its own.</summary>
    Quoted,

    /// <summary>Something that it quotes is in none of the cited claims.</summary>
    Misquoted,

    /// <summary>No cited claim states it verbatim, and it quotes nothing.</summary>
    NotStated,

    /// <summary>One of its marks has no claim.</summary>
    UnknownMark,

    /// <summary>It has no mark.</summary>
    Uncited,
}
