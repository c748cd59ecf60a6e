namespace KnowledgeGraph.Graph.Storage;

/// <summary>A node of a snapshot in 32 bits: its type, and its row in the table of that type. Rows are never used again.</summary>
internal readonly record struct NodeRef(int Value)
{
    private const int RowBits = 26;
    public const int MaxRows = 1 << RowBits;

    public NodeRef(int type, int row) : this((type << RowBits) | row) { }

    public int Type => Value >>> RowBits;
    public int Row => Value & (MaxRows - 1);
}

/// <summary>An entry in one of a node's lists: the node at the other end, and the row of the relationship in the table of its type.</summary>
internal readonly record struct Link(NodeRef Node, int Relationship);
