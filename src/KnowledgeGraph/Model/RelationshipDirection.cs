namespace KnowledgeGraph.Model;

/// <summary>The direction of a relationship as seen from a node.</summary>
public static class RelationshipDirection
{
    public const int Out = 0;
    public const int In = 1;
    public const int Both = 2;

    /// <summary>The values, at these positions.</summary>
    public static readonly EnumType Type = new("RelationshipDirection", "Direction of a relationship, seen from a node.",
    [
        new EnumValue("OUT", "The relationship starts at the node."),
        new EnumValue("IN", "The relationship ends at the node."),
        new EnumValue("BOTH", "Either direction."),
    ]);
}
