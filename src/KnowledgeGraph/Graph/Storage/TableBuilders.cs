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
    public ListColumn<Link>.Builder[] Links { get; } = [.. start.Links.Select(a => new ListColumn<Link>.Builder(a))];
    public ListColumn<(int Type, int Row)>.Builder Carried { get; } = new(start.Carried);

    public NodeTable Build() => start with
    {
        Rows = Rows,
        Count = Count,
        FoldedNames = FoldedNames.Build(),
        Properties = Properties.Build(),
        RecordedAt = RecordedAt.Build(),
        Revisions = Revisions.Build(),
        Links = [.. Links.Select(a => a.Build())],
        Carried = Carried.Build(),
    };
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
