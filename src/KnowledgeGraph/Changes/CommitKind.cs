namespace KnowledgeGraph.Changes;

/// <summary>What made a commit. The names are stored.</summary>
public enum CommitKind
{
    /// <summary>A seed was loaded.</summary>
    Seed,
    /// <summary>Records were imported.</summary>
    Import,
    /// <summary>A mutation.</summary>
    Mutation,
    /// <summary>An earlier change was reversed.</summary>
    Undo,
    /// <summary>Two nodes became one.</summary>
    Merge,
    /// <summary>A proposal was accepted.</summary>
    Proposal,
    /// <summary>A repair by an operator.</summary>
    Repair,
}
