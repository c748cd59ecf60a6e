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
        /// <summary>Puts the first items on the stack, at most so many, and gives the position behind them.</summary>
        long TakeFirst(int count);
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

        public long TakeFirst(int count)
        {
            var first = _links[..Math.Min(count, _links.Length)];
            execution.Push(first);
            return first.Length;
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

        public long TakeFirst(int count)
        {
            var position = OrderedNodes.Start;
            while (count-- > 0 && nodes.Next(ref position, out var node))
                execution.Push(new Link(node, -1));
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

    private void BuildCursor(Link link, RelationshipTable? table, PlanField.Connection connection)
    {
        Cursor.Start(_cursor, connection.Ordering.Tag);
        if (connection.Choice.Order.IsEmpty)
            Cursor.Append(_cursor, JsonText.Unquote(NameOf(link.Node)));
        else
            AppendTerms(link, table, connection.Choice.Order);
        Cursor.Append(_cursor, JsonText.Unquote(_snapshot.Nodes[link.Node.Type].Ids[link.Node.Row]));
        if (table is null)
            return;
        Cursor.Append(_cursor, JsonText.Unquote(table.Since[link.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(table.Until[link.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(FirstClaim(table, link.Relationship)));
        foreach (var property in table.Keys)
            Cursor.Append(_cursor, JsonText.Unquote(table.Properties[property.Ordinal, link.Relationship]));
    }

    private void WriteConnection<T>(PlanField.Connection connection, T sequence, bool isFiltered) where T : ISequence, allows ref struct
    {
        var (selection, choice) = (connection.Selection, connection.Choice);
        var below = _linkCount;
        var table = sequence.Field is { } relationship ? _snapshot.Relationships[relationship.Type.Index] : null;
        isFiltered |= !choice.Filter.IsEverything;
        var (total, hasNext, hasPrevious) = (-1, false, false);
        if (choice.Seek is not null || !choice.Order.IsEmpty)
        {
            Gather(connection.Source, choice, sequence, table, isFiltered);
            total = _linkCount - below;
            (hasNext, hasPrevious) = TakeBest(below, choice, (Page)_values[connection.Page]!, table);
        }
        else if (selection.NeedsItems)
            (hasNext, hasPrevious) = TakePage(sequence, (Page)_values[connection.Page]!, new Sieve(isFiltered, choice.Filter, table), selection);
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges edges:
                    Start(field);
                    WriteEdges(edges.Fields, below, table, connection);
                    break;
                case PlanField.Nodes nodes:
                    Start(field);
                    WriteNodes(nodes.Selection, below);
                    break;
                case PlanField.TotalCount:
                    Number(field, total >= 0 ? total : isFiltered ? CountVisible(connection.Source, sequence, new Sieve(true, choice.Filter, table)) : sequence.Count);
                    break;
                case PlanField.PageInfo info:
                    Start(field);
                    WritePageInfo(info.Fields, below, table, connection, hasNext, hasPrevious);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(selection.Fields);
        _linkCount = below;
    }

    /// <summary>What decides whether an item of a sequence counts.</summary>
    private readonly record struct Sieve(bool IsNeeded, Filter Filter, RelationshipTable? Edges);

    private bool Passes<T>(T sequence, Link item, Sieve sieve) where T : ISequence, allows ref struct => !sieve.IsNeeded
        || (sequence.IsVisible(item) && (sieve.Filter.IsEverything || Holds(sieve.Filter, new Subject(item.Node, sieve.Edges, item.Relationship))));

    /// <summary>
    /// The same for the row of a table, which may be that of a removed node: where no order is asked, rows are read as they lie in
    /// memory, and only what matches is asked whether it is still there.
    /// </summary>
    private bool Passes(NodeRef node, Sieve sieve) => (sieve.Filter.IsEverything || Holds(sieve.Filter, new Subject(node, null, -1)))
        && !_snapshot.Nodes[node.Type].Ids[node.Row].IsEmpty && IsVisible(node);

    /// <summary>Puts all that is meant on the stack, from the seek's end or else from the whole sequence.</summary>
    private void Gather<T>(ConnectionSource source, Choice choice, T sequence, RelationshipTable? table, bool isFiltered)
        where T : ISequence, allows ref struct
    {
        var below = _linkCount;
        if (choice.Seek is { } seek && source is ConnectionSource.Collection collection)
        {
            _found.Clear();
            Find(seek, collection.Type);
            Keep(below, choice.Filter, table);
            return;
        }
        var sieve = new Sieve(isFiltered, choice.Filter, table);
        if (source is ConnectionSource.Collection all)
        {
            foreach (var type in all.Type.Members)
                for (var row = 0; row < _snapshot.Nodes[type.Index].Rows; row++)
                    if (new NodeRef(type.Index, row) is var node && Passes(node, sieve))
                        Push(new Link(node, -1));
            return;
        }
        var position = sequence.Start;
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, sieve))
                Push(item);
    }

    /// <summary>Puts the page's items on the stack, and looks only as far beyond it as is asked.</summary>
    private (bool HasNext, bool HasPrevious) TakePage<T>(T sequence, Page page, Sieve sieve, ConnectionSelection selection)
        where T : ISequence, allows ref struct
    {
        var below = _linkCount;
        var from = page.After is null ? sequence.Start : sequence.Seek(page.After, pastEqual: true);
        var to = page.Before is null ? sequence.End : Math.Max(from, sequence.Seek(page.Before, pastEqual: false));
        if (page.FromEnd)
        {
            var position = to;
            while (_linkCount - below < page.Size && position > from && sequence.Previous(ref position, out var item))
                if (Passes(sequence, item, sieve))
                    Push(item);
            _links.AsSpan(below, _linkCount - below).Reverse();
            from = position;
        }
        else if (!sieve.IsNeeded && page is { After: null, Before: null })
            to = sequence.TakeFirst(page.Size);
        else
        {
            var position = from;
            while (_linkCount - below < page.Size && position < to && sequence.Next(ref position, out var item))
                if (Passes(sequence, item, sieve))
                    Push(item);
            to = position;
        }
        return (selection.NeedsNext && HasVisible(sequence, to, sieve), selection.NeedsPrevious && HasVisibleBefore(sequence, from, sieve));
    }

    private bool HasVisible<T>(T sequence, long position, Sieve sieve) where T : ISequence, allows ref struct
    {
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, sieve))
                return true;
        return false;
    }

    private bool HasVisibleBefore<T>(T sequence, long position, Sieve sieve) where T : ISequence, allows ref struct
    {
        while (sequence.Previous(ref position, out var item))
            if (Passes(sequence, item, sieve))
                return true;
        return false;
    }

    private int CountVisible<T>(ConnectionSource source, T sequence, Sieve sieve) where T : ISequence, allows ref struct
    {
        var (count, position) = (0, sequence.Start);
        if (source is ConnectionSource.Collection all)
        {
            foreach (var type in all.Type.Members)
                for (var row = 0; row < _snapshot.Nodes[type.Index].Rows; row++)
                    if (Passes(new NodeRef(type.Index, row), sieve))
                        count++;
            return count;
        }
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, sieve))
                count++;
        return count;
    }

    private void Push(ReadOnlySpan<Link> links)
    {
        if (_links.Length - _linkCount < links.Length)
            Array.Resize(ref _links, Math.Max(_links.Length * 2, _linkCount + links.Length));
        links.CopyTo(_links.AsSpan(_linkCount));
        _linkCount += links.Length;
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

    private void WriteEdges(ImmutableArray<PlanField> fields, int below, RelationshipTable? table, PlanField.Connection connection)
    {
        var end = _linkCount;
        Byte((byte)'[');
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteEdge(fields.AsSpan(), _links[i], table, connection);
        }
        Byte((byte)']');
    }

    private void WriteEdge(ReadOnlySpan<PlanField> fields, Link link, RelationshipTable? table, PlanField.Connection connection)
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
                    BuildCursor(link, table, connection);
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
        ImmutableArray<PlanField> fields, int below, RelationshipTable? table, PlanField.Connection connection, bool hasNext, bool hasPrevious)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(hasNext)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(hasPrevious)); break;
                case PlanField.StartCursor or PlanField.EndCursor when _linkCount > below:
                    Start(field);
                    BuildCursor(field is PlanField.StartCursor ? _links[below] : _links[_linkCount - 1], table, connection);
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
