using System.Buffers.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>A node that matches a search.</summary>
internal readonly record struct SearchHit(NodeRef Node, HitClass Class);

/// <summary>
/// Finds the hits of a page in their order, no more of them than the page needs: class by class, and within a class type by type. Names that begin with
/// the text (the first two classes) are neighbours in the default order of a type: a page of them costs the same in any graph. The other classes are sets
/// from the word index. The next hits of a type are picked by looking at each, or, if they are many, by walking the default order. If a word is rare, all
/// classes with all words are taken from the few nodes that have it.
/// </summary>
internal sealed class HitPage(ReadContext context, Visibility visibility, ItemOrder itemOrder, SearchHits hits, SearchWords words)
{
    private readonly List<SearchHit> _hits = [];
    private NodeRef[] _best = new NodeRef[128];

    /// <summary>A place in the order of hits at which a page ends; the hit at the place is within the page only if it is inclusive.</summary>
    private readonly record struct Bound(HitClass Class, int Type, CursorPlace Place, bool IsInclusive)
    {
        public static Bound? Of(Cursor? cursor) => cursor is null ? null
            : new Bound((HitClass)NumberOf(cursor.Values[0]), NumberOf(cursor.Values[1]), new CursorPlace(cursor, name: 2), false);

        private static int NumberOf(byte[] value) => Utf8Parser.TryParse(value, out int number, out _) ? number : 0;

        /// <summary>Compares the hits of a class and type with the hit at the place.</summary>
        public int CompareHitsOf(HitClass @class, int type) => @class != Class ? @class.CompareTo(Class) : type.CompareTo(Type);
    }

    /// <summary>What limits a walk: from the first node that is within to the first that is beyond. Along the default order each changes only once.</summary>
    private readonly record struct Limits(Func<NodeRef, bool> IsWithin, Func<NodeRef, bool> IsBeyond, bool FromEnd);

    public IReadOnlyList<SearchHit> Hits => _hits;

    public PageEnds Take(Page page, ConnectionSelection selection)
    {
        _hits.Clear();
        if (hits.Text.Words.IsEmpty)
            return default;
        var (after, before) = (Bound.Of(page.After), Bound.Of(page.Before));
        var needsMore = page.FromEnd ? selection.NeedsPrevious : selection.NeedsNextOf(page);
        Take(page.Size + (needsMore ? 1 : 0), page.FromEnd, after, before);
        var hasMore = _hits.Count > page.Size;
        if (hasMore)
            _hits.RemoveAt(page.Size);
        if (page.FromEnd)
            _hits.Reverse();
        var hasNext = selection.NeedsNextOf(page)
            && ((hasMore && !page.FromEnd) || (before is { } end && HasAny(Later(after, end with { IsInclusive = true }), null)));
        var hasPrevious = selection.NeedsPrevious
            && ((hasMore && page.FromEnd) || (after is { } start && HasAny(null, start with { IsInclusive = true })));
        return new PageEnds(hasNext, hasPrevious);
    }

    private bool HasAny(Bound? after, Bound? before)
    {
        var count = _hits.Count;
        Take(1, false, after, before);
        var found = _hits.Count > count;
        _hits.RemoveRange(count, _hits.Count - count);
        return found;
    }

    private static Bound Later(Bound? maybe, Bound other)
    {
        if (maybe is not { } bound)
            return other;
        var order = -bound.CompareHitsOf(other.Class, other.Type);
        if (order == 0)
            order = bound.Place.FoldedName.AsSpan().SequenceCompareTo(other.Place.FoldedName);
        if (order == 0)
            order = JsonText.CompareUnquoted(bound.Place.Name, other.Place.Name);
        if (order == 0)
            order = bound.Place.Id.AsSpan().SequenceCompareTo(other.Place.Id);
        return order >= 0 ? bound : other;
    }

    /// <summary>Adds up to so many hits between the bounds: the first in order, or the last with the last one first.</summary>
    private void Take(int wanted, bool fromEnd, Bound? after, Bound? before)
    {
        var max = _hits.Count + wanted;
        var (first, last) = (after?.Class ?? HitClass.EqualName, before?.Class ?? hits.LastClass);
        if (last > hits.LastClass)
            last = hits.LastClass;
        for (var i = 0; i <= last - first && _hits.Count < max; i++)
            TakeClass(fromEnd ? last - i : first + i, max, fromEnd, after, before);
    }

    private void TakeClass(HitClass @class, int max, bool fromEnd, Bound? after, Bound? before)
    {
        var set = @class <= HitClass.NamePrefix && !hits.IsRare ? null : hits.Of(@class);
        if (set is { Count: 0 })
            return;
        var types = context.Snapshot.Model.NodeTypes.Length;
        for (var i = 0; i < types && _hits.Count < max; i++)
        {
            var type = fromEnd ? types - 1 - i : i;
            var fromAfter = after?.CompareHitsOf(@class, type) ?? 1;
            var toBefore = before?.CompareHitsOf(@class, type) ?? -1;
            if ((hits.Types >> type & 1) == 0 || fromAfter < 0 || toBefore > 0)
                continue;
            var limits = LimitsOf(@class, fromEnd, fromAfter == 0 ? after : null, toBefore == 0 ? before : null);
            if (set is null)
                Walk(limits, type, max, @class, node => visibility.IsVisible(node) && (!hits.Text.IsUnsettled || words.HasAll(node, hits.Text.Words)));
            else
                TakeFrom(set, limits, type, max, @class);
        }
    }

    /// <summary>Adds hits of a type from the set of a class.</summary>
    private void TakeFrom(NodeSet set, Limits limits, int type, int max, HitClass @class)
    {
        long count = set.CountOf(type);
        var isBesideNames = @class is > HitClass.NamePrefix and <= HitClass.OtherWords;
        bool Counts(NodeRef node) =>
            !(isBesideNames && context.FoldedNameOf(node).StartsWith(hits.Text.FoldedUtf8)) && visibility.IsVisible(node);
        // A walk meets the nodes of the set at regular distances on average; looking at each takes as many steps as the set has nodes.
        if (count * count > (long)(max - _hits.Count) * context.Snapshot.Collections[type].Count)
            Walk(limits, type, max, @class, node => set.Contains(node) && Counts(node));
        else if (count > 0)
            TakeBest(set, type, max, @class, limits.FromEnd, node => limits.IsWithin(node) && !limits.IsBeyond(node) && Counts(node));
    }

    /// <param name="after">The place after which the page begins, if it is a place among the hits of the class and type.</param>
    /// <param name="before">The place before which the page ends, likewise.</param>
    private Limits LimitsOf(HitClass @class, bool fromEnd, Bound? after, Bound? before)
    {
        // 0 for the names that the class has, less or more for those before or after them
        int SideOf(NodeRef node)
        {
            if (@class > HitClass.NamePrefix)
                return 0;
            var name = context.FoldedNameOf(node);
            var side = name.SequenceCompareTo(hits.Text.FoldedUtf8);
            return @class == HitClass.EqualName ? side : side <= 0 ? -1 : name.StartsWith(hits.Text.FoldedUtf8) ? 0 : 1;
        }
        bool IsWithin(NodeRef node) => SideOf(node) >= 0
            && (after is not { } bound || itemOrder.Compare(node, bound.Place) is var order && (order > 0 || (order == 0 && bound.IsInclusive)));
        bool IsBeyond(NodeRef node) => SideOf(node) > 0
            || (before is { } bound && itemOrder.Compare(node, bound.Place) is var order && (order > 0 || (order == 0 && !bound.IsInclusive)));
        return new Limits(IsWithin, IsBeyond, fromEnd);
    }

    /// <summary>Walks the nodes of a type in the default order, and adds those that count.</summary>
    private void Walk(Limits limits, int type, int max, HitClass @class, Func<NodeRef, bool> counts)
    {
        var nodes = context.Snapshot.Collections[type];
        var position = nodes.Seek(limits.FromEnd ? limits.IsBeyond : limits.IsWithin);
        while (_hits.Count < max && (limits.FromEnd
            ? nodes.Previous(ref position, out var node) && limits.IsWithin(node)
            : nodes.Next(ref position, out node) && !limits.IsBeyond(node)))
        {
            context.ThrowIfCancelled();
            if (counts(node))
                _hits.Add(new SearchHit(node, @class));
        }
    }

    /// <summary>Looks at each node of a type in a set and adds the first in order, or the last. At most twice as many are kept.</summary>
    private void TakeBest(NodeSet set, int type, int max, HitClass @class, bool fromEnd, Func<NodeRef, bool> counts)
    {
        var wanted = max - _hits.Count;
        if (_best.Length < wanted * 2)
            _best = new NodeRef[wanted * 2];
        var (best, count, isFull) = (_best, 0, false);
        var order = fromEnd
            ? Comparer<NodeRef>.Create((left, right) => context.Snapshot.Order.Compare(right, left)) : (IComparer<NodeRef>)context.Snapshot.Order;
        foreach (var node in set.OfType(type))
        {
            context.ThrowIfCancelled();
            if ((isFull && order.Compare(node, best[wanted - 1]) > 0) || !counts(node))
                continue;
            best[count++] = node;
            if (count < wanted * 2)
                continue;
            best.AsSpan(0, count).Sort(order);
            (count, isFull) = (wanted, true);
        }
        best.AsSpan(0, count).Sort(order);
        for (var i = 0; i < Math.Min(count, wanted); i++)
            _hits.Add(new SearchHit(best[i], @class));
    }
}
