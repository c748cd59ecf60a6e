namespace KnowledgeGraph.History;

/// <summary>The limit on what people write about a change: its note, the title of a proposal, and the reason of a rejection.</summary>
public static class NoteLimit
{
    /// <summary>The maximum length in characters.</summary>
    public const int MaxLength = 2_000;
}
