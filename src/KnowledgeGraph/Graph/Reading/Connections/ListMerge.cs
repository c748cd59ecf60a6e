using System.Runtime.InteropServices;
using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Takes a page from several sorted lists: a heap holds the lists by the item that each gives next.</summary>
internal sealed class ListMerge(TraversalOrder order)
{
    private readonly List<ListRange> _ranges = [];
    private readonly List<int> _heap = [];

    /// <summary>The part of a list between the cursors, and the position up to which it is taken: from its start up, or from its end down.</summary>
    private record struct ListRange(Adjacency Adjacency, int From, int At, int To);

    /// <summary>Pushes the items of the page.</summary>
    public PageEnds Take(NodeLists lists, Page page, ConnectionSelection selection, ItemStack<Traversal> items)
    {
        var mark = items.Count;
        var (after, before) = (CursorPlace.Of(page.After), CursorPlace.Of(page.Before));
        _ranges.Clear();
        foreach (var adjacency in lists.Candidates)
        {
            if (!lists.Includes(adjacency) || lists[adjacency] is not { IsEmpty: false } links)
                continue;
            var from = after is null ? 0 : Seek(adjacency, links, after, pastEqual: true);
            var to = before is null ? links.Length : Math.Max(from, Seek(adjacency, links, before, pastEqual: false));
            _ranges.Add(new ListRange(adjacency, from, page.FromEnd ? to : from, to));
        }
        Merge(lists, page, items);
        if (page.FromEnd)
            items.From(mark).Reverse();
        var (hasNext, hasPrevious) = (false, false);
        foreach (var range in _ranges)
        {
            var links = lists[range.Adjacency];
            hasNext |= selection.NeedsNextOf(page) && ShowsAny(lists, range.Adjacency, links[(page.FromEnd ? range.To : range.At)..]);
            hasPrevious |= selection.NeedsPrevious && ShowsAny(lists, range.Adjacency, links[..(page.FromEnd ? range.At : range.From)]);
        }
        return new PageEnds(hasNext, hasPrevious);
    }

    private static bool ShowsAny(NodeLists lists, Adjacency adjacency, ReadOnlySpan<Link> links)
    {
        foreach (var link in links)
            if (lists.Shows(adjacency, link))
                return true;
        return false;
    }

    /// <summary>The number of links before the cursor, including a link at it if <paramref name="pastEqual"/>.</summary>
    private int Seek(Adjacency adjacency, ReadOnlySpan<Link> links, CursorPlace place, bool pastEqual)
    {
        var (low, high) = (0, links.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var side = order.Compare(new Traversal(links[middle].Node, adjacency, links[middle].Relationship), place);
            if (side > 0 || (side == 0 && !pastEqual))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>Takes the least of the next items, or from the end the greatest, until the page is full.</summary>
    private void Merge(NodeLists lists, Page page, ItemStack<Traversal> items)
    {
        var ranges = CollectionsMarshal.AsSpan(_ranges);
        _heap.Clear();
        for (var i = 0; i < ranges.Length; i++)
            if (SkipHidden(lists, ref ranges[i], page.FromEnd))
                _heap.Add(i);
        var heap = CollectionsMarshal.AsSpan(_heap);
        for (var i = heap.Length / 2 - 1; i >= 0; i--)
            SiftDown(lists, ranges, heap, i, page.FromEnd);
        for (var taken = 0; taken < page.Size && !heap.IsEmpty; taken++)
        {
            ref var range = ref ranges[heap[0]];
            items.Push(NextOf(lists, range, page.FromEnd));
            range.At += page.FromEnd ? -1 : 1;
            if (!SkipHidden(lists, ref range, page.FromEnd))
            {
                heap[0] = heap[^1];
                heap = heap[..^1];
            }
            SiftDown(lists, ranges, heap, 0, page.FromEnd);
        }
    }

    /// <summary>Moves the range to its next item that is shown; false if there is none.</summary>
    private static bool SkipHidden(NodeLists lists, ref ListRange range, bool fromEnd)
    {
        var links = lists[range.Adjacency];
        if (fromEnd)
            while (range.At > range.From && !lists.Shows(range.Adjacency, links[range.At - 1]))
                range.At--;
        else
            while (range.At < range.To && !lists.Shows(range.Adjacency, links[range.At]))
                range.At++;
        return fromEnd ? range.At > range.From : range.At < range.To;
    }

    private static Traversal NextOf(NodeLists lists, ListRange range, bool fromEnd)
    {
        var link = lists[range.Adjacency][fromEnd ? range.At - 1 : range.At];
        return new Traversal(link.Node, range.Adjacency, link.Relationship);
    }

    private void SiftDown(NodeLists lists, ReadOnlySpan<ListRange> ranges, Span<int> heap, int at, bool fromEnd)
    {
        for (var child = at * 2 + 1; child < heap.Length; child = at * 2 + 1)
        {
            if (child + 1 < heap.Length && Precedes(lists, ranges[heap[child + 1]], ranges[heap[child]], fromEnd))
                child++;
            if (!Precedes(lists, ranges[heap[child]], ranges[heap[at]], fromEnd))
                return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }

    private bool Precedes(NodeLists lists, ListRange left, ListRange right, bool fromEnd) =>
        order.CompareAdjacencies(NextOf(lists, left, fromEnd), NextOf(lists, right, fromEnd)) is var side && (fromEnd ? side > 0 : side < 0);
}
