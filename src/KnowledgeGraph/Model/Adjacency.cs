namespace KnowledgeGraph.Model;

/// <summary>The relationships of one type in one direction, seen from a node. Every node has a list of links for each adjacency of its type.</summary>
/// <param name="Index">The position of the list among all lists of a node: each relationship type has two, OUT before IN.</param>
public readonly record struct Adjacency(int Index)
{
    public Adjacency(RelationshipType type, Direction direction) : this(type.Index * 2 + (int)direction) { }

    /// <summary>The number of adjacencies of so many relationship types.</summary>
    public static int CountFor(int relationshipTypes) => relationshipTypes * 2;

    /// <summary>The position of the type in <see cref="GraphModel.RelationshipTypes"/>.</summary>
    public int Type => Index >> 1;
    public Direction Direction => (Direction)(Index & 1);
    public bool IsOut => Direction == Direction.Out;
    /// <summary>The adjacency in which the node at the other end has the same relationships.</summary>
    public Adjacency Opposite => new(Index ^ 1);
}
