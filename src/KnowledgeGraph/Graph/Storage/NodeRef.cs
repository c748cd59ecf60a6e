namespace KnowledgeGraph.Graph.Storage;

/// <summary>A node of a snapshot in 32 bits: its type above, its row in that type's table below. Rows are never used again.</summary>
internal readonly record struct NodeRef(int Value)
{
    private const int RowBits = 26;
    public const int MaxRows = 1 << RowBits;

    public NodeRef(int type, int row) : this((type << RowBits) | row) { }

    public int Type => Value >>> RowBits;
    public int Row => Value & (MaxRows - 1);
}

/// <summary>An entry of a node's adjacency: the node at the other end, and the relationship's row in its type's table.</summary>
internal readonly record struct Link(NodeRef Node, int Relationship);
