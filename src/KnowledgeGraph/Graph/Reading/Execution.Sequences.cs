using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>What is sorted already: a node's links, a collection's nodes; and where a cursor stands in it.</summary>
internal sealed partial class Execution
{
    /// <summary>A sorted sequence over which a page is laid. Positions lie between its items and grow along it.</summary>
    private interface ISequence
    {
        int Count { get; }
        long Start { get; }
        long End { get; }
        /// <summary>The position before the first item that stands after the cursor, or at it.</summary>
        long Seek(Cursor cursor, bool pastEqual);
        bool Next(ref long position, out Link item);
        bool Previous(ref long position, out Link item);
        /// <summary>Gives the first items, at most so many, and the position behind them.</summary>
        long TakeFirst(int count, out ReadOnlySpan<Link> items);
        bool IsVisible(Link item);
        RelationshipField? Field { get; }
    }

    private readonly ref struct LinkSequence(ReadOnlySpan<Link> links, RelationshipField relationship, Execution execution) : ISequence
    {
        private readonly ReadOnlySpan<Link> _links = links;

        public int Count => _links.Length;
        public long Start => 0;
        public long End => _links.Length;
        public RelationshipField? Field => relationship;

        public long Seek(Cursor cursor, bool pastEqual)
        {
            var place = new CursorPlace(cursor);
            var table = execution._snapshot.Relationships[relationship.Type.Index];
            var (low, high) = (0, _links.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (execution.Compare(_links[middle], table, place) is var order && (order > 0 || (order == 0 && !pastEqual)))
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

        public bool IsVisible(Link item) => execution.IsVisible(relationship, item);
    }

    private readonly struct NodeSequence(OrderedNodes nodes, Execution execution) : ISequence
    {
        public int Count => nodes.Count;
        public long Start => 0;
        public long End => Pack(nodes.End);
        public RelationshipField? Field => null;

        public long Seek(Cursor cursor, bool pastEqual)
        {
            var place = new CursorPlace(cursor);
            var self = execution;
            return Pack(nodes.Seek(node => self.Compare(node, place) is var order && (order > 0 || (order == 0 && !pastEqual))));
        }

        public bool Next(ref long position, out Link item)
        {
            var at = Unpack(position);
            var more = nodes.Next(ref at, out var node);
            (position, item) = (Pack(at), new Link(node, -1));
            return more;
        }

        public bool Previous(ref long position, out Link item)
        {
            var at = Unpack(position);
            var more = nodes.Previous(ref at, out var node);
            (position, item) = (Pack(at), new Link(node, -1));
            return more;
        }

        public long TakeFirst(int count, out ReadOnlySpan<Link> items)
        {
            var below = execution._linkCount;
            var position = OrderedNodes.Start;
            while (count-- > 0 && nodes.Next(ref position, out var node))
                execution.Push(new Link(node, -1));
            items = execution.LinksFrom(below);
            return Pack(position);
        }

        public bool IsVisible(Link item) => execution.IsVisible(item.Node);

        private static long Pack(OrderedNodes.Position position) => ((long)position.Run << 32) | (uint)position.Offset;
        private static OrderedNodes.Position Unpack(long position) => new((int)(position >> 32), (int)position);
    }

    /// <summary>A cursor's values, with the folded name by which the default order goes first.</summary>
    /// <param name="name">Which value is the name; the id follows it.</param>
    private sealed class CursorPlace(Cursor cursor, int name = 0)
    {
        public byte[] FoldedName { get; } = Encoding.UTF8.GetBytes(
            Folding.Fold(Encoding.UTF8.GetString(JsonText.DecodeUnquoted(cursor.Values[name]))));
        public byte[] Name => cursor.Values[name];
        public byte[] Id => cursor.Values[name + 1];
        public IReadOnlyList<byte[]> Values => cursor.Values;
    }

    private int Compare(NodeRef node, CursorPlace place)
    {
        var table = _snapshot.Nodes[node.Type];
        var order = table.FoldedNames[node.Row].SequenceCompareTo(place.FoldedName);
        if (order == 0)
            order = JsonText.CompareUnquoted(JsonText.Unquote(NameOf(node)), place.Name);
        return order != 0 ? order : JsonText.Unquote(table.Ids[node.Row]).SequenceCompareTo(place.Id);
    }

    private int Compare(Link link, RelationshipTable table, CursorPlace place) =>
        Compare(link.Node, place) is not 0 and var order ? order : CompareTies(link, table, place, 2);

    /// <summary>Two relationships to the same node: by since, until, first claim and what tells them apart.</summary>
    /// <param name="value">Which of the cursor's values is the first of these.</param>
    private int CompareTies(Link link, RelationshipTable table, CursorPlace place, int value)
    {
        static int NoneLast(ReadOnlySpan<byte> json, ReadOnlySpan<byte> value) => json.IsEmpty || value.IsEmpty
            ? (json.IsEmpty ? 1 : 0) - (value.IsEmpty ? 1 : 0) : JsonText.CompareUnquoted(JsonText.Unquote(json), value);

        var order = NoneLast(table.Since[link.Relationship], place.Values[value++]);
        if (order == 0)
            order = NoneLast(table.Until[link.Relationship], place.Values[value]);
        value++;
        if (order == 0)
            order = NoneLast(FirstClaim(table, link.Relationship), place.Values[value]);
        value++;
        foreach (var property in table.Keys)
        {
            if (order == 0 && value < place.Values.Count)
                order = NoneLast(table.Properties[property.Ordinal, link.Relationship], place.Values[value]);
            value++;
        }
        return order;
    }

    private ReadOnlySpan<byte> NameOf(NodeRef node)
    {
        var table = _snapshot.Nodes[node.Type];
        return table.Properties[table.NameProperty, node.Row];
    }

    /// <summary>The first, by code point, of the ids of the relationship's claims.</summary>
    private ReadOnlySpan<byte> FirstClaim(RelationshipTable table, int row)
    {
        ReadOnlySpan<byte> first = default;
        foreach (var claim in table.Claims[row])
            if (ClaimTable.Ids[claim] is var id && (first.IsEmpty || id.SequenceCompareTo(first) < 0))
                first = id;
        return first;
    }
}
