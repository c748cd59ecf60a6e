using System.Collections.Immutable;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Takes a page of items that are on the stack in any order. The items of the page are kept in a heap, so that not all of them are sorted.</summary>
internal readonly ref struct SortedPage(
    ItemOrder order, ItemStack<Link> stack, int mark, ImmutableArray<OrderTerm> terms, RelationshipTable? relationships, bool fromEnd)
{
    /// <summary>Replaces the items above the mark by those of the page, in order.</summary>
    public PageEnds Take(Page page)
    {
        var (after, before) = (CursorPlace.Of(page.After), CursorPlace.Of(page.Before));
        var (size, within, preceding, following) = (0, 0, 0, 0);
        for (var i = mark; i < stack.Count; i++)
        {
            var item = stack[i];
            if (after is not null && order.Compare(item, relationships, terms, after) <= 0)
                preceding++;
            else if (before is not null && order.Compare(item, relationships, terms, before) >= 0)
                following++;
            else
            {
                within++;
                if (size < page.Size)
                {
                    stack[mark + size] = item;
                    SiftUp(size++);
                }
                else if (page.Size > 0 && IsWorse(stack[mark], item))
                {
                    stack[mark] = item;
                    SiftDown(0, size);
                }
            }
        }
        for (var last = size - 1; last > 0; last--)
        {
            (stack[mark], stack[mark + last]) = (stack[mark + last], stack[mark]);
            SiftDown(0, last);
        }
        stack.Truncate(mark + size);
        if (fromEnd)
            stack.From(mark).Reverse();
        var hasMore = within > size;
        return fromEnd ? new PageEnds(following > 0, hasMore || preceding > 0) : new PageEnds(hasMore || following > 0, preceding > 0);
    }

    /// <summary>Whether the item is further from the end at which the page begins. The worst item is at the top of the heap.</summary>
    private bool IsWorse(Link item, Link other) => order.Compare(item, other, terms, relationships) is var side && (fromEnd ? side < 0 : side > 0);

    private void SiftUp(int at)
    {
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (!IsWorse(stack[mark + at], stack[mark + parent]))
                return;
            (stack[mark + at], stack[mark + parent]) = (stack[mark + parent], stack[mark + at]);
            at = parent;
        }
    }

    private void SiftDown(int at, int size)
    {
        for (var child = 2 * at + 1; child < size; child = 2 * at + 1)
        {
            if (child + 1 < size && IsWorse(stack[mark + child + 1], stack[mark + child]))
                child++;
            if (!IsWorse(stack[mark + child], stack[mark + at]))
                return;
            (stack[mark + child], stack[mark + at]) = (stack[mark + at], stack[mark + child]);
            at = child;
        }
    }
}
