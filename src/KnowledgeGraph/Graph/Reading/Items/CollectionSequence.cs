using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>The nodes of a collection in the default order.</summary>
internal readonly struct CollectionSequence(FieldedType type, ItemTools tools) : ISequence
{
    private readonly OrderedNodes _nodes = tools.Context.Snapshot.Collections[type.CollectionIndex];

    public int Count => _nodes.Count;
    public long Start => 0;
    public long End => Pack(_nodes.End);
    public RelationshipField? Field => null;
    public CompositeType? Collection => type;

    public long Seek(Cursor cursor, bool pastEqual)
    {
        var place = new CursorPlace(cursor);
        var order = tools.Order;
        return Pack(_nodes.Seek(node => order.Compare(node, place) is var side && (side > 0 || (side == 0 && !pastEqual))));
    }

    public bool Next(ref long position, out Link item)
    {
        var at = Unpack(position);
        var more = _nodes.Next(ref at, out var node);
        (position, item) = (Pack(at), new Link(node, -1));
        return more;
    }

    public bool Previous(ref long position, out Link item)
    {
        var at = Unpack(position);
        var more = _nodes.Previous(ref at, out var node);
        (position, item) = (Pack(at), new Link(node, -1));
        return more;
    }

    public long TakeFirst(int count, out ReadOnlySpan<Link> items)
    {
        var mark = tools.Items.Count;
        var position = OrderedNodes.Start;
        while (count-- > 0 && _nodes.Next(ref position, out var node))
            tools.Items.Push(new Link(node, -1));
        items = tools.Items.From(mark);
        return Pack(position);
    }

    public bool IsVisible(Link item) => tools.Visibility.IsVisible(item.Node);

    private static long Pack(OrderedNodes.Position position) => ((long)position.Run << 32) | (uint)position.Offset;
    private static OrderedNodes.Position Unpack(long position) => new((int)(position >> 32), (int)position);
}
