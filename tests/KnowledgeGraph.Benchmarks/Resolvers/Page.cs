namespace KnowledgeGraph.Benchmarks.Resolvers;

/// <summary>A part of a sorted list, as a connection: what is not asked for is not made.</summary>
internal sealed class Page<TEdge>(List<TEdge> all, int start, int? first)
{
    private readonly int _count = Math.Min(first ?? 50, all.Count - start);

    public int TotalCount => all.Count;
    /// <summary>A <see cref="List{T}"/>, since GraphQL.NET walks an IList by index and anything else by an enumerator.</summary>
    public List<TEdge> Edges => _count == all.Count ? all : all.GetRange(start, _count);
    public PageInfo PageInfo => new(start + _count < all.Count, start > 0);
}

internal sealed record PageInfo(bool HasNextPage, bool HasPreviousPage);
