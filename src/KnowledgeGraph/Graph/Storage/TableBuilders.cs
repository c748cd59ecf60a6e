using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>The next version of a <see cref="NodeTable"/> in the making.</summary>
internal sealed class NodeTableBuilder(NodeTable start)
{
    public int Rows { get; set; } = start.Rows;
    public int Count { get; set; } = start.Count;
    public ListColumn<byte>.Builder FoldedNames { get; } = new(start.FoldedNames);
    public PropertyRows.Builder Properties { get; } = new(start.Properties, start.Type.Properties);
    public ReadOnlySpan<byte> Id(int row) => Properties.Own(0, row);
    public ChunkedArray<long>.Builder RecordedAt { get; } = new(start.RecordedAt);
    public ChunkedArray<int>.Builder Revisions { get; } = new(start.Revisions);
    public LinkBuilders Links { get; } = new(start.Links);
    public ListColumn<(int Type, int Row)>.Builder Carried { get; } = new(start.Carried);

    public NodeTable Build() => start with
    {
        Rows = Rows,
        Count = Count,
        FoldedNames = FoldedNames.Build(),
        Properties = Properties.Build(),
        RecordedAt = RecordedAt.Build(),
        Revisions = Revisions.Build(),
        Links = Links.Build(),
        Carried = Carried.Build(),
    };
}

/// <summary>The links of a table in the making, by <see cref="Model.Adjacency.Index"/>. A change touches few of them.</summary>
internal sealed class LinkBuilders(ImmutableArray<ListColumn<Link>> start)
{
    private readonly ListColumn<Link>.Builder?[] _builders = new ListColumn<Link>.Builder?[start.Length];

    public ListColumn<Link>.Builder this[int adjacency] => _builders[adjacency] ??= new(start[adjacency]);

    public ImmutableArray<ListColumn<Link>> Build() => Array.TrueForAll(_builders, b => b is null) ? start : [.. start.Select((column, i) => _builders[i]?.Build() ?? column)];
}

/// <summary>The next version of a <see cref="RelationshipTable"/> in the making.</summary>
internal sealed class RelationshipTableBuilder(RelationshipTable start)
{
    public RelationshipType Type => start.Type;
    public int Rows { get; set; } = start.Rows;
    public int Count { get; set; } = start.Count;
    public ChunkedArray<NodeRef>.Builder From { get; } = new(start.From);
    public ChunkedArray<NodeRef>.Builder To { get; } = new(start.To);
    public PropertyRows.Builder Properties { get; } = new(start.Properties, start.Type.Properties);
    public ReadOnlySpan<byte> Since(int row) => Properties.Own(0, row);
    public ReadOnlySpan<byte> Until(int row) => Properties.Own(1, row);
    public ChunkedArray<long>.Builder RecordedAt { get; } = new(start.RecordedAt);
    public ChunkedArray<int>.Builder Revisions { get; } = new(start.Revisions);
    public ListColumn<int>.Builder Claims { get; } = new(start.Claims);

    public RelationshipTable Build() => start with
    {
        Rows = Rows,
        Count = Count,
        From = From.Build(),
        To = To.Build(),
        Properties = Properties.Build(),
        RecordedAt = RecordedAt.Build(),
        Revisions = Revisions.Build(),
        Claims = Claims.Build(),
    };
}
