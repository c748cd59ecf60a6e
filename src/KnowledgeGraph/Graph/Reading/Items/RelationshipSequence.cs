using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>The relationships of a node in the default order.</summary>
internal readonly ref struct RelationshipSequence(NodeRef node, RelationshipField relationships, ItemTools tools) : ISequence
{
    private readonly ReadOnlySpan<Link> _links = tools.Context.Links(node, relationships.Adjacency);

    public int Count => _links.Length;
    public long Start => 0;
    public long End => _links.Length;
    public RelationshipField? Field => relationships;
    public CompositeType? Collection => null;

    public long Seek(Cursor cursor, bool pastEqual)
    {
        var place = new CursorPlace(cursor);
        var table = tools.Context.Snapshot.Relationships[relationships.Type.Index];
        var (low, high) = (0, _links.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (tools.Order.Compare(_links[middle], table, [], place) is var side && (side > 0 || (side == 0 && !pastEqual)))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    public bool Next(ref long position, out Link item)
    {
        var more = position < _links.Length;
        item = more ? _links[(int)position++] : default;
        return more;
    }

    public bool Previous(ref long position, out Link item)
    {
        var more = position > 0;
        item = more ? _links[(int)--position] : default;
        return more;
    }

    public long TakeFirst(int count, out ReadOnlySpan<Link> items)
    {
        items = _links[..Math.Min(count, _links.Length)];
        return items.Length;
    }

    public bool IsVisible(Link item) => tools.Visibility.IsVisible(relationships, item);
}
