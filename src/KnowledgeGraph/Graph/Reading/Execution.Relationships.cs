using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// All relationships of a node as one connection. Each of the node's lists is sorted already: a page is merged from them, and reads no
/// further than it must.
/// </summary>
internal sealed partial class Execution
{
    /// <summary>A stack: the relationships of the pages that are being written, the inmost last.</summary>
    private Step[] _steps = new Step[64];
    private int _stepCount;

    /// <summary>The lists of the merge that runs, and a heap of places among them by the step that each gives next.</summary>
    private readonly List<Stretch> _stretches = [];
    private readonly List<int> _heap = [];

    /// <summary>A relationship taken from one of its ends: the node that it leads to, the list in which it stands, its row.</summary>
    private readonly record struct Step(NodeRef Node, int Adjacency, int Relationship)
    {
        public int Type => Adjacency / 2;
        public bool IsForward => Adjacency % 2 == 0;
    }

    /// <summary>The part of one of the node's lists between the cursors, and how far it is taken: from its start, or from its end down.</summary>
    private record struct Stretch(int Adjacency, int From, int At, int To);

    private void WriteRelationships(PlanField.Relationships relationships, NodeTable table, NodeRef node)
    {
        var selection = relationships.Selection;
        var below = _stepCount;
        var lists = new ListsOf(this, table, node, (RelationshipType[]?)_values[relationships.Types], (int)_values[relationships.Direction]!);
        var (hasNext, hasPrevious) = selection.NeedsItems ? TakePage(lists, (Page)_values[relationships.Page]!, selection) : default;
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case PlanField.Edges edges:
                    Start(field);
                    WriteEdges(edges.Fields, below, relationships.Ordering);
                    break;
                case PlanField.Nodes nodes:
                    Start(field);
                    WriteStepNodes(nodes.Selection, below);
                    break;
                case PlanField.TotalCount: Number(field, lists.Count()); break;
                case PlanField.PageInfo info:
                    Start(field);
                    WritePageInfo(info.Fields, below, relationships.Ordering, hasNext, hasPrevious);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(selection.Fields);
        _stepCount = below;
    }

    /// <summary>Under @asOf whether the relationship and the node at its other end are in effect.</summary>
    private bool IsShown(int adjacency, Link link) => _asOf is not { } date
        || (IsInEffect(_snapshot.Relationships[adjacency / 2], link.Relationship, date) && IsVisible(link.Node));

    /// <summary>The lists of a node that are asked for, and which of their links count.</summary>
    private readonly ref struct ListsOf(Execution execution, NodeTable table, NodeRef node, RelationshipType[]? types, int direction)
    {
        private readonly NodeTable _table = table;
        private readonly Execution _execution = execution;

        public NodeRef Node => node;
        public ReadOnlySpan<Link> this[int adjacency] => _table.Adjacency[adjacency][node.Row];
        public ImmutableArray<int> Candidates => _table.Type.Adjacency;

        public bool Includes(int adjacency) => (direction == RelationshipDirection.Both || adjacency % 2 == direction)
            && (types is null || Array.Exists(types, t => t.Index == adjacency / 2));

        /// <summary>A relationship from the node to itself stands in two lists; of both it is shown in the first.</summary>
        public bool IsTwin(int adjacency, Link link) => direction == RelationshipDirection.Both && adjacency % 2 == 1 && link.Node == node;

        public bool Shows(int adjacency, Link link) => !IsTwin(adjacency, link) && _execution.IsShown(adjacency, link);

        public int Count()
        {
            var count = 0;
            foreach (var adjacency in Candidates)
            {
                if (!Includes(adjacency))
                    continue;
                var links = this[adjacency];
                if (_execution._asOf is null)
                    count += links.Length - Twins(adjacency, links);
                else
                    foreach (var link in links)
                        count += Shows(adjacency, link) ? 1 : 0;
            }
            return count;
        }

        /// <summary>They stand side by side: the list goes by the other node.</summary>
        private int Twins(int adjacency, ReadOnlySpan<Link> links)
        {
            if (links.IsEmpty || !IsTwin(adjacency, new Link(node, -1)))
                return 0;
            var (low, high) = (0, links.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (_execution._snapshot.Order.Compare(links[middle].Node, node) < 0)
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

    /// <summary>Puts the page's relationships on the stack.</summary>
    private (bool HasNext, bool HasPrevious) TakePage(ListsOf lists, Page page, ConnectionSelection selection)
    {
        var below = _stepCount;
        var after = page.After is null ? null : new CursorPlace(page.After);
        var before = page.Before is null ? null : new CursorPlace(page.Before);
        _stretches.Clear();
        foreach (var adjacency in lists.Candidates)
        {
            if (!lists.Includes(adjacency) || lists[adjacency] is not { IsEmpty: false } links)
                continue;
            var from = after is null ? 0 : Seek(adjacency, links, after, pastEqual: true);
            var to = before is null ? links.Length : Math.Max(from, Seek(adjacency, links, before, pastEqual: false));
            _stretches.Add(new Stretch(adjacency, from, page.FromEnd ? to : from, to));
        }
        Merge(lists, page);
        if (page.FromEnd)
            _steps.AsSpan(below, _stepCount - below).Reverse();
        var (hasNext, hasPrevious) = (false, false);
        foreach (var stretch in _stretches)
        {
            hasNext |= selection.NeedsNext && ShowsAny(lists, stretch.Adjacency, lists[stretch.Adjacency][(page.FromEnd ? stretch.To : stretch.At)..]);
            hasPrevious |= selection.NeedsPrevious && ShowsAny(lists, stretch.Adjacency, lists[stretch.Adjacency][..(page.FromEnd ? stretch.At : stretch.From)]);
        }
        return (hasNext, hasPrevious);
    }

    private static bool ShowsAny(ListsOf lists, int adjacency, ReadOnlySpan<Link> links)
    {
        foreach (var link in links)
            if (lists.Shows(adjacency, link))
                return true;
        return false;
    }

    /// <summary>Takes the least of the stretches' next steps, or from the end the greatest, until the page is full.</summary>
    private void Merge(ListsOf lists, Page page)
    {
        var stretches = CollectionsMarshal.AsSpan(_stretches);
        _heap.Clear();
        for (var i = 0; i < stretches.Length; i++)
            if (Settle(lists, ref stretches[i], page.FromEnd))
                _heap.Add(i);
        var heap = CollectionsMarshal.AsSpan(_heap);
        for (var i = heap.Length / 2 - 1; i >= 0; i--)
            SiftDown(lists, stretches, heap, i, page.FromEnd);
        for (var taken = 0; taken < page.Size && !heap.IsEmpty; taken++)
        {
            ref var stretch = ref stretches[heap[0]];
            Push(NextOf(lists, stretch, page.FromEnd));
            stretch.At += page.FromEnd ? -1 : 1;
            if (!Settle(lists, ref stretch, page.FromEnd))
            {
                heap[0] = heap[^1];
                heap = heap[..^1];
            }
            SiftDown(lists, stretches, heap, 0, page.FromEnd);
        }
    }

    /// <summary>Moves the stretch to its next step that shows; false where there is none.</summary>
    private static bool Settle(ListsOf lists, ref Stretch stretch, bool fromEnd)
    {
        var links = lists[stretch.Adjacency];
        if (fromEnd)
            while (stretch.At > stretch.From && !lists.Shows(stretch.Adjacency, links[stretch.At - 1]))
                stretch.At--;
        else
            while (stretch.At < stretch.To && !lists.Shows(stretch.Adjacency, links[stretch.At]))
                stretch.At++;
        return fromEnd ? stretch.At > stretch.From : stretch.At < stretch.To;
    }

    private static Step NextOf(ListsOf lists, Stretch stretch, bool fromEnd)
    {
        var link = lists[stretch.Adjacency][fromEnd ? stretch.At - 1 : stretch.At];
        return new Step(link.Node, stretch.Adjacency, link.Relationship);
    }

    private void SiftDown(ListsOf lists, ReadOnlySpan<Stretch> stretches, Span<int> heap, int at, bool fromEnd)
    {
        for (var child = at * 2 + 1; child < heap.Length; child = at * 2 + 1)
        {
            if (child + 1 < heap.Length && Precedes(lists, stretches[heap[child + 1]], stretches[heap[child]], fromEnd))
                child++;
            if (!Precedes(lists, stretches[heap[child]], stretches[heap[at]], fromEnd))
                return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }

    private bool Precedes(ListsOf lists, Stretch left, Stretch right, bool fromEnd) =>
        CompareLists(NextOf(lists, left, fromEnd), NextOf(lists, right, fromEnd)) is var order && (fromEnd ? order > 0 : order < 0);

    /// <summary>Of steps from different lists: their node, their type, forward first.</summary>
    private int CompareLists(Step left, Step right)
    {
        var order = _snapshot.Order.Compare(left.Node, right.Node);
        if (order == 0)
            order = TypeOf(left).Rank.CompareTo(TypeOf(right).Rank);
        return order != 0 ? order : right.IsForward.CompareTo(left.IsForward);
    }

    private RelationshipType TypeOf(Step step) => _snapshot.Relationships[step.Type].Type;

    /// <summary>How many links of the list stand before the cursor, or at it.</summary>
    private int Seek(int adjacency, ReadOnlySpan<Link> links, CursorPlace place, bool pastEqual)
    {
        var (low, high) = (0, links.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(new Step(links[middle].Node, adjacency, links[middle].Relationship), place) is var order && (order > 0 || (order == 0 && !pastEqual)))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    private static ReadOnlySpan<byte> DirectionOf(Step step) => step.IsForward ? "0"u8 : "1"u8;

    /// <param name="first">Where the step's values begin among those of the cursor.</param>
    private int Compare(Step step, CursorPlace place, int first = 0)
    {
        static int NoneLast(ReadOnlySpan<byte> json, ReadOnlySpan<byte> value) => json.IsEmpty || value.IsEmpty
            ? (json.IsEmpty ? 1 : 0) - (value.IsEmpty ? 1 : 0) : JsonText.CompareUnquoted(JsonText.Unquote(json), value);

        var table = _snapshot.Relationships[step.Type];
        var order = Compare(step.Node, place);
        if (order == 0)
            order = JsonText.Unquote(table.Type.Json.Span).SequenceCompareTo(place.Values[first + 2]);
        if (order == 0)
            order = DirectionOf(step).SequenceCompareTo(place.Values[first + 3]);
        if (order == 0)
            order = NoneLast(table.Since[step.Relationship], place.Values[first + 4]);
        if (order == 0)
            order = NoneLast(table.Until[step.Relationship], place.Values[first + 5]);
        if (order == 0)
            order = NoneLast(FirstClaim(table, step.Relationship), place.Values[first + 6]);
        for (var i = 0; i < table.Keys.Length && order == 0 && first + i + 7 < place.Values.Count; i++)
            order = NoneLast(table.Properties[table.Keys[i].Ordinal, step.Relationship], place.Values[first + i + 7]);
        return order;
    }

    private void BuildCursor(Step step, Ordering ordering)
    {
        Cursor.Start(_cursor, ordering.Tag);
        AppendToCursor(step);
    }

    private void AppendToCursor(Step step)
    {
        var table = _snapshot.Relationships[step.Type];
        Cursor.Append(_cursor, JsonText.Unquote(NameOf(step.Node)));
        Cursor.Append(_cursor, JsonText.Unquote(_snapshot.Nodes[step.Node.Type].Ids[step.Node.Row]));
        Cursor.Append(_cursor, JsonText.Unquote(table.Type.Json.Span));
        Cursor.Append(_cursor, DirectionOf(step));
        Cursor.Append(_cursor, JsonText.Unquote(table.Since[step.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(table.Until[step.Relationship]));
        Cursor.Append(_cursor, JsonText.Unquote(FirstClaim(table, step.Relationship)));
        foreach (var property in table.Keys)
            Cursor.Append(_cursor, JsonText.Unquote(table.Properties[property.Ordinal, step.Relationship]));
    }

    private void Push(Step step)
    {
        if (_stepCount == _steps.Length)
            Array.Resize(ref _steps, _steps.Length * 2);
        _steps[_stepCount++] = step;
    }

    private void WriteStepNodes(NodeSelection selection, int below)
    {
        var end = _stepCount;
        Byte((byte)'[');
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteNode(selection, _steps[i].Node);
        }
        Byte((byte)']');
    }

    private void WriteEdges(ImmutableArray<PlanField> fields, int below, Ordering ordering)
    {
        var end = _stepCount;
        Byte((byte)'[');
        for (var i = below; i < end; i++)
        {
            if (i > below)
                Byte((byte)',');
            WriteEdge(fields.AsSpan(), _steps[i], ordering);
        }
        Byte((byte)']');
    }

    private void WriteEdge(ReadOnlySpan<PlanField> fields, Step step, Ordering ordering)
    {
        var table = _snapshot.Relationships[step.Type];
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.TypeName: Value(field, table.Type.Json.Span); break;
                case PlanField.Forward: Value(field, Boolean(step.IsForward)); break;
                case PlanField.EdgeNode node:
                    Start(field);
                    WriteNode(node.Selection, step.Node);
                    break;
                case PlanField.Cursor:
                    Start(field);
                    BuildCursor(step, ordering);
                    WriteCursor(_cursor);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: WriteRelationshipField(field, table, step.Relationship); break;
            }
        }
        End(fields);
    }

    private void WritePageInfo(ImmutableArray<PlanField> fields, int below, Ordering ordering, bool hasNext, bool hasPrevious)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.HasNextPage: Value(field, Boolean(hasNext)); break;
                case PlanField.HasPreviousPage: Value(field, Boolean(hasPrevious)); break;
                case PlanField.StartCursor or PlanField.EndCursor when _stepCount > below:
                    Start(field);
                    BuildCursor(field is PlanField.StartCursor ? _steps[below] : _steps[_stepCount - 1], ordering);
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
