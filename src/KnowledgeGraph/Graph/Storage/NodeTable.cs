using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>The nodes of one type. A removed node leaves a row without an id.</summary>
internal sealed record NodeTable(NodeType Type)
{
    /// <summary>The number of values before the properties of a row: the id.</summary>
    public const int OwnValues = 1;

    /// <summary>The ordinal of the name.</summary>
    public int NameProperty { get; } = Type.NameProperty.Ordinal;
    /// <summary>The number of rows that were ever used.</summary>
    public int Rows { get; init; }
    /// <summary>The number of nodes.</summary>
    public int Count { get; init; }
    /// <summary>Ids as JSON, with their quotes.</summary>
    public PropertyRows.OwnValues Ids => Properties.Own(0);
    /// <summary>The folded name, UTF-8: the first sort key of the default order.</summary>
    public ListColumn<byte> FoldedNames { get; init; } = ListColumn<byte>.Empty;
    public PropertyRows Properties { get; init; } = new(Type.Properties, OwnValues);
    /// <summary>Unix time in milliseconds.</summary>
    public ChunkedArray<long> RecordedAt { get; init; } = ChunkedArray<long>.Empty;
    /// <summary>The version that last changed each row.</summary>
    public ChunkedArray<int> Revisions { get; init; } = ChunkedArray<int>.Empty;
    /// <summary>The links of each node in the default order, by <see cref="Adjacency.Index"/>.</summary>
    public ImmutableArray<ListColumn<Link>> Links { get; init; } = [];
    /// <summary>For claims: the relationships that rest on each, as type and row.</summary>
    public ListColumn<(int Type, int Row)> Carried { get; init; } = ListColumn<(int Type, int Row)>.Empty;
}

/// <summary>The relationships of one type. A removed one leaves a row to which no adjacency leads.</summary>
internal sealed record RelationshipTable(RelationshipType Type)
{
    /// <summary>The number of values before the properties of a row: since and until.</summary>
    public const int OwnValues = 2;

    public Property? SeenOn { get; } = Type.SeenOn;
    /// <summary>The properties that tell two relationships between the same nodes apart.</summary>
    public ImmutableArray<Property> Keys { get; } = [.. Type.Properties.Where(p => p.IsKey)];
    public int Rows { get; init; }
    public int Count { get; init; }
    public ChunkedArray<NodeRef> From { get; init; } = ChunkedArray<NodeRef>.Empty;
    public ChunkedArray<NodeRef> To { get; init; } = ChunkedArray<NodeRef>.Empty;
    /// <summary>Dates as JSON, with their quotes; empty for none.</summary>
    public PropertyRows.OwnValues Since => Properties.Own(0);
    public PropertyRows.OwnValues Until => Properties.Own(1);
    public PropertyRows Properties { get; init; } = new(Type.Properties, OwnValues);
    public ChunkedArray<long> RecordedAt { get; init; } = ChunkedArray<long>.Empty;
    /// <summary>The version that last changed each row.</summary>
    public ChunkedArray<int> Revisions { get; init; } = ChunkedArray<int>.Empty;
    /// <summary>Rows of the claims' table.</summary>
    public ListColumn<int> Claims { get; init; } = ListColumn<int>.Empty;
}
