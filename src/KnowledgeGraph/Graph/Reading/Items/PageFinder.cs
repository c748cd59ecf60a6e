using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Takes a page of a sequence in its own order, and looks no further beyond it than the selection needs.</summary>
internal sealed class PageFinder(ItemFinder finder, ItemStack<Link> stack)
{
    public PageEnds Take<T>(T sequence, Page page, RowFilter filter, ConnectionSelection selection, out ReadOnlySpan<Link> items)
        where T : ISequence, allows ref struct
    {
        var mark = stack.Count;
        var from = page.After is null ? sequence.Start : sequence.Seek(page.After, pastEqual: true);
        var to = page.Before is null ? sequence.End : Math.Max(from, sequence.Seek(page.Before, pastEqual: false));
        if (page.FromEnd)
        {
            var position = to;
            while (stack.Count - mark < page.Size && position > from && sequence.Previous(ref position, out var item))
                if (finder.Passes(sequence, item, filter))
                    stack.Push(item);
            stack.From(mark).Reverse();
            from = position;
            items = stack.From(mark);
        }
        else if (!filter.IsNeeded && page is { After: null, Before: null })
            to = sequence.TakeFirst(page.Size, out items);
        else
        {
            var position = from;
            while (stack.Count - mark < page.Size && position < to && sequence.Next(ref position, out var item))
                if (finder.Passes(sequence, item, filter))
                    stack.Push(item);
            to = position;
            items = stack.From(mark);
        }
        return new PageEnds(selection.NeedsNextOf(page) && HasAnyFrom(sequence, to, filter), selection.NeedsPrevious && HasAnyBefore(sequence, from, filter));
    }

    private bool HasAnyFrom<T>(T sequence, long position, RowFilter filter) where T : ISequence, allows ref struct
    {
        while (sequence.Next(ref position, out var item))
            if (finder.Passes(sequence, item, filter))
                return true;
        return false;
    }

    private bool HasAnyBefore<T>(T sequence, long position, RowFilter filter) where T : ISequence, allows ref struct
    {
        while (sequence.Previous(ref position, out var item))
            if (finder.Passes(sequence, item, filter))
                return true;
        return false;
    }
}
