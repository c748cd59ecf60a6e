using System.Collections.Immutable;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>The lists of a node's relationships that are selected, and which of their links are shown.</summary>
/// <param name="types">The selected types; null for all.</param>
/// <param name="direction">One of <see cref="RelationshipDirection"/>.</param>
internal readonly ref struct NodeLists(ReadContext context, Visibility visibility, NodeRef node, RelationshipType[]? types, int direction)
{
    private readonly NodeTable _table = context.TableOf(node);

    public ReadOnlySpan<Link> this[Adjacency adjacency] => _table.Links[adjacency.Index][node.Row];
    public ImmutableArray<Adjacency> Candidates => _table.Type.Adjacencies;

    public bool Includes(Adjacency adjacency) => (direction == RelationshipDirection.Both || (int)adjacency.Direction == direction)
        && (types is null || Array.Exists(types, t => t.Index == adjacency.Type));

    public bool Shows(Adjacency adjacency, Link link) => !IsDuplicate(adjacency, link.Node) && visibility.IsVisible(adjacency, link);

    /// <summary>A relationship from the node to itself is in two lists. It is shown in the first.</summary>
    private bool IsDuplicate(Adjacency adjacency, NodeRef other) => direction == RelationshipDirection.Both && !adjacency.IsOut && other == node;

    /// <summary>The number of relationships that are shown.</summary>
    public int Count()
    {
        var count = 0;
        foreach (var adjacency in Candidates)
        {
            if (!Includes(adjacency))
                continue;
            var links = this[adjacency];
            if (context.ShowsAll)
                count += links.Length - CountDuplicates(adjacency, links);
            else
                foreach (var link in links)
                    count += Shows(adjacency, link) ? 1 : 0;
        }
        return count;
    }

    /// <summary>Duplicates are neighbours, because the list is sorted by the other node.</summary>
    private int CountDuplicates(Adjacency adjacency, ReadOnlySpan<Link> links)
    {
        if (links.IsEmpty || !IsDuplicate(adjacency, node))
            return 0;
        var (low, high) = (0, links.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (context.Snapshot.Order.Compare(links[middle].Node, node) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        var count = 0;
        while (low + count < links.Length && links[low + count].Node == node)
            count++;
        return count;
    }
}
