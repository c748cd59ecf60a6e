using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph;

/// <summary>Pages of connections and their edges.</summary>
internal sealed partial class Execution
{
    private readonly ArrayBufferWriter<byte> _cursor = new();
    /// <summary>A stack: the links of the pages that are being written, the inmost last.</summary>
    private Link[] _links = new Link[1024];
    private int _linkCount;

    private void ClearScratch() => (_linkCount, _stepCount) = (0, 0);

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

    private int Compare(Link link, RelationshipTable table, CursorPlace place)
    {
        static int NoneLast(ReadOnlySpan<byte> json, ReadOnlySpan<byte> value) => json.IsEmpty || value.IsEmpty
            ? (json.IsEmpty ? 1 : 0) - (value.IsEmpty ? 1 : 0) : JsonText.CompareUnquoted(JsonText.Unquote(json), value);

        var order = Compare(link.Node, place);
        if (order == 0)
            order = NoneLast(table.Since[link.Relationship], place.Values[2]);
        if (order == 0)
            order = NoneLast(table.Until[link.Relationship], place.Values[3]);
        if (order == 0)
            order = NoneLast(FirstClaim(table, link.Relationship), place.Values[4]);
        var value = 5;
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

    private void BuildCursor(Link link, RelationshipField? field, Ordering ordering)
    {
        Cursor.Start(_cursor, ordering.Tag);
        Cursor.Append(_cursor, JsonText.Unquote(NameOf(link.Node)));
        Cursor.Append(_cursor, JsonText.Unquote(_snapshot.Nodes[link.Node.Type].Ids[link.Node.Row]));
        if (field is null)
            return;
        var table = _snapshot.Relationships[field.Type.Index];
        Cursor.Append(_cursor, JsonText.Unquote(table.Since[link.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(table.Until[link.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(FirstClaim(table, link.Relationship)));
        foreach (var property in table.Keys)
            Cursor.Append(_cursor, JsonText.Unquote(table.Properties[property.Ordinal, link.Relationship]));
    }

    private void WriteConnection<T>(PlanField.Connection connection, T sequence, bool isFiltered) where T : ISequence, allows ref struct
    {
        var selection = connection.Selection;
        var below = _linkCount;
        var (hasNext, hasPrevious) = selection.NeedsItems
            ? TakePage(sequence, (Page)_values[connection.Page]!, isFiltered, selection) : default;
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges edges:
                    Start(field);
                    WriteEdges(edges.Fields, below, sequence.Field, connection.Ordering);
                    break;
                case PlanField.Nodes nodes:
                    Start(field);
                    WriteNodes(nodes.Selection, below);
                    break;
                case PlanField.TotalCount: Number(field, isFiltered ? CountVisible(sequence) : sequence.Count); break;
                case PlanField.PageInfo info:
                    Start(field);
                    WritePageInfo(info.Fields, below, sequence.Field, connection.Ordering, hasNext, hasPrevious);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(selection.Fields);
        _linkCount = below;
    }

    /// <summary>Puts the page's items on the stack, and looks only as far beyond it as is asked.</summary>
    private (bool HasNext, bool HasPrevious) TakePage<T>(T sequence, Page page, bool isFiltered, ConnectionSelection selection)
        where T : ISequence, allows ref struct
    {
        var below = _linkCount;
        var from = page.After is null ? sequence.Start : sequence.Seek(page.After, pastEqual: true);
        var to = page.Before is null ? sequence.End : Math.Max(from, sequence.Seek(page.Before, pastEqual: false));
        if (page.FromEnd)
        {
            var position = to;
            while (_linkCount - below < page.Size && position > from && sequence.Previous(ref position, out var item))
                if (!isFiltered || sequence.IsVisible(item))
                    Push(item);
            _links.AsSpan(below, _linkCount - below).Reverse();
            from = position;
        }
        else
        {
            var position = from;
            while (_linkCount - below < page.Size && position < to && sequence.Next(ref position, out var item))
                if (!isFiltered || sequence.IsVisible(item))
                    Push(item);
            to = position;
        }
        return (selection.NeedsNext && HasVisible(sequence, to, isFiltered), selection.NeedsPrevious && HasVisibleBefore(sequence, from, isFiltered));
    }

    private static bool HasVisible<T>(T sequence, long position, bool isFiltered) where T : ISequence, allows ref struct
    {
        while (sequence.Next(ref position, out var item))
            if (!isFiltered || sequence.IsVisible(item))
                return true;
        return false;
    }

    private static bool HasVisibleBefore<T>(T sequence, long position, bool isFiltered) where T : ISequence, allows ref struct
    {
        while (sequence.Previous(ref position, out var item))
            if (!isFiltered || sequence.IsVisible(item))
                return true;
        return false;
    }

    private static int CountVisible<T>(T sequence) where T : ISequence, allows ref struct
    {
        var (count, position) = (0, sequence.Start);
        while (sequence.Next(ref position, out var item))
            if (sequence.IsVisible(item))
                count++;
        return count;
    }

    private void Push(Link link)
    {
        if (_linkCount == _links.Length)
            Array.Resize(ref _links, _links.Length * 2);
        _links[_linkCount++] = link;
    }

    private void WriteNodes(NodeSelection selection, int below)
    {
        var end = _linkCount;
        Byte((byte)'[');
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteNode(selection, _links[i].Node);
        }
        Byte((byte)']');
    }

    private void WriteEdges(ImmutableArray<PlanField> fields, int below, RelationshipField? relationship, Ordering ordering)
    {
        var end = _linkCount;
        var table = relationship is null ? null : _snapshot.Relationships[relationship.Type.Index];
        Byte((byte)'[');
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteEdge(fields.AsSpan(), _links[i], relationship, table, ordering);
        }
        Byte((byte)']');
    }

    private void WriteEdge(
        ReadOnlySpan<PlanField> fields, Link link, RelationshipField? relationship, RelationshipTable? table, Ordering ordering)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.Stored stored: Stored(field, table!.Properties[stored.Ordinal, link.Relationship]); break;
                case PlanField.EdgeNode node:
                    Start(field);
                    WriteNode(node.Selection, link.Node);
                    break;
                case PlanField.Cursor:
                    Start(field);
                    BuildCursor(link, relationship, ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: WriteRelationshipField(field, table!, link.Relationship); break;
            }
        }
        End(fields);
    }

    private void WriteRelationshipField(PlanField field, RelationshipTable table, int row)
    {
        switch (field)
        {
            case PlanField.Since: Stored(field, table.Since[row]); break;
            case PlanField.Until: Stored(field, table.Until[row]); break;
            case PlanField.RecordedAt:
                Start(field);
                WriteTime(table.RecordedAt[row]);
                break;
            case PlanField.InEffect inEffect: Value(field, Boolean(IsInEffect(table, row, DateFor(inEffect)))); break;
            case PlanField.Evidence evidence:
                Start(field);
                WriteEvidence(evidence.Selection, table.Claims[row]);
                break;
            case PlanField.Contested: Value(field, Boolean(IsContested(table.Claims[row]))); break;
            case PlanField.Corroboration corroboration:
                Start(field);
                WriteCorroboration(corroboration.Fields, table.Claims[row]);
                break;
            default: throw new UnreachableException();
        }
    }

    private void WritePageInfo(
        ImmutableArray<PlanField> fields, int below, RelationshipField? relationship, Ordering ordering, bool hasNext, bool hasPrevious)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(hasNext)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(hasPrevious)); break;
                case PlanField.StartCursor or PlanField.EndCursor when _linkCount > below:
                    Start(field);
                    BuildCursor(field is PlanField.StartCursor ? _links[below] : _links[_linkCount - 1], relationship, ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.StartCursor or PlanField.EndCursor: Value(field, default); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }
}
