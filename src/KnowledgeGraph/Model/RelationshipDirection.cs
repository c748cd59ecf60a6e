namespace KnowledgeGraph.Model;

/// <summary>On which side of its relationships a node stands.</summary>
public static class RelationshipDirection
{
    public const int Out = 0;
    public const int In = 1;
    public const int Both = 2;

    /// <summary>The values, at these positions.</summary>
    public static readonly EnumType Type = new("RelationshipDirection", "On which side of its relationships a node stands.",
    [
        new EnumValue("OUT", "Those that start at it.", false, false),
        new EnumValue("IN", "Those that end at it.", false, false),
        new EnumValue("BOTH", "All.", false, false),
    ]);
}
