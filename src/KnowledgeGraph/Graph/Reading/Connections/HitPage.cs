using System.Runtime.InteropServices;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>A node that matches a search.</summary>
internal readonly record struct SearchHit(NodeRef Node, HitClass Class);

/// <summary>
/// Finds the hits of a page in their order, no more of them than the page needs. Names that begin with the text (the first two classes) are neighbours
/// in each collection's default order: a page of them costs the same in any graph. The other classes are sets from the word index. Their next hits
/// are picked by looking at each, or, if the set is large, by walking the default order. If a word is rare, all classes are taken from the few nodes
/// that have it.
/// </summary>
internal sealed class HitPage(ReadContext context, Visibility visibility, ItemOrder itemOrder, SearchHits hits, SearchWords words)
{
    private readonly List<SearchHit> _hits = [];
    private readonly List<FieldedType> _collections = [];
    private readonly List<Head> _heads = [];
    private NodeRef[] _best = new NodeRef[128];

    /// <summary>A collection that is walked, and the node at which the walk is.</summary>
    private record struct Head(OrderedNodes Nodes, OrderedNodes.Position Position, NodeRef Node);

    /// <summary>A place in the order of hits at which a page ends; the hit at the place is within the page only if it is inclusive.</summary>
    private readonly record struct Bound(HitClass Class, CursorPlace Place, bool IsInclusive)
    {
        public static Bound? Of(Cursor? cursor) => cursor is null ? null
            : new Bound((HitClass)(cursor.Values[0][0] - '0'), new CursorPlace(cursor, name: 1), false);

        public HitClass Group => GroupOf(Class);
    }

    /// <summary>What limits a walk: from the first node that is within to the first that is beyond. Along the default order each changes only once.</summary>
    private readonly record struct Limits(Func<NodeRef, bool> IsWithin, Func<NodeRef, bool> IsBeyond, bool FromEnd);

    /// <summary>The classes of names that begin with the text are taken together.</summary>
    private static HitClass GroupOf(HitClass @class) => @class == HitClass.EqualName ? HitClass.NamePrefix : @class;

    public IReadOnlyList<SearchHit> Hits => _hits;

    public PageEnds Take(Page page, ConnectionSelection selection)
    {
        _hits.Clear();
        if (hits.Text.Words.IsEmpty)
            return default;
        ChooseCollections();
        var (after, before) = (Bound.Of(page.After), Bound.Of(page.Before));
        var needsMore = page.FromEnd ? selection.NeedsPrevious : selection.NeedsNext;
        Take(page.Size + (needsMore ? 1 : 0), page.FromEnd, after, before);
        var hasMore = _hits.Count > page.Size;
        if (hasMore)
            _hits.RemoveAt(page.Size);
        if (page.FromEnd)
            _hits.Reverse();
        var hasNext = selection.NeedsNext
            && ((hasMore && !page.FromEnd) || (before is { } end && HasAny(Later(after, end with { IsInclusive = true }), null)));
        var hasPrevious = selection.NeedsPrevious
            && ((hasMore && page.FromEnd) || (after is { } start && HasAny(null, start with { IsInclusive = true })));
        return new PageEnds(hasNext, hasPrevious);
    }

    /// <summary>Chooses as few collections as have all nodes of the selected types and no others. Interfaces are last, so they are tried first.</summary>
    private void ChooseCollections()
    {
        _collections.Clear();
        var left = hits.Types;
        foreach (var collection in context.Snapshot.Model.Collections.Reverse())
        {
            var members = 0UL;
            foreach (var member in collection.Members)
                members |= 1UL << member.Index;
            if (members == 0 || (members & left) != members)
                continue;
            left &= ~members;
            _collections.Add(collection);
        }
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
        var order = bound.Class.CompareTo(other.Class);
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
        var (first, last) = (after?.Group ?? HitClass.NamePrefix, before?.Group ?? HitClass.OtherWords);
        for (var i = 0; i <= last - first && _hits.Count < max; i++)
        {
            var group = fromEnd ? last - i : first + i;
            TakeGroup(group, max, fromEnd, after?.Group == group ? after : null, before?.Group == group ? before : null);
        }
    }

    private void TakeGroup(HitClass group, int max, bool fromEnd, Bound? after, Bound? before)
    {
        var limits = LimitsOf(group, fromEnd, after, before);
        if (group == HitClass.NamePrefix && !hits.IsRare)
        {
            Walk(limits, max, group, node => visibility.IsVisible(node) && (!hits.Text.IsUnsettled || words.HasAll(node, hits.Text.Telling)));
            return;
        }
        var set = hits.Of(group);
        if (set.Count == 0)
            return;
        var text = hits.Text.FoldedUtf8;
        bool Counts(NodeRef node) => context.FoldedNameOf(node).StartsWith(text) == (group == HitClass.NamePrefix) && visibility.IsVisible(node);
        // A walk meets the nodes of the set at regular distances on average; looking at each takes as many steps as the set has nodes.
        if ((long)set.Count * set.Count > (long)(max - _hits.Count) * context.Snapshot.NodeCount)
            Walk(limits, max, group, node => set.Contains(node) && Counts(node));
        else
            TakeBest(set, max, group, fromEnd, node => limits.IsWithin(node) && !limits.IsBeyond(node) && Counts(node));
    }

    private Limits LimitsOf(HitClass group, bool fromEnd, Bound? after, Bound? before)
    {
        var text = hits.Text.FoldedUtf8;
        // A cursor may come from a search for another text: its class decides first, and its name only among the hits of that class.
        int Compare(NodeRef node, Bound bound)
        {
            var order = (group == HitClass.NamePrefix && context.FoldedNameOf(node).SequenceEqual(text) ? HitClass.EqualName : group).CompareTo(bound.Class);
            return order != 0 ? order : itemOrder.Compare(node, bound.Place);
        }
        bool IsWithin(NodeRef node) => (group != HitClass.NamePrefix || context.FoldedNameOf(node).SequenceCompareTo(text) >= 0)
            && (after is not { } bound || Compare(node, bound) is var order && (order > 0 || (order == 0 && bound.IsInclusive)));
        bool IsBeyond(NodeRef node)
        {
            if (group == HitClass.NamePrefix)
            {
                var name = context.FoldedNameOf(node);
                if (name.SequenceCompareTo(text) is var side && (side < 0 || (side > 0 && !name.StartsWith(text))))
                    return side > 0;
            }
            return before is { } bound && Compare(node, bound) is var order && (order > 0 || (order == 0 && !bound.IsInclusive));
        }
        return new Limits(IsWithin, IsBeyond, fromEnd);
    }

    /// <summary>Walks the chosen collections together in the default order, and adds the nodes that count.</summary>
    private void Walk(Limits limits, int max, HitClass group, Func<NodeRef, bool> counts)
    {
        _heads.Clear();
        foreach (var collection in _collections)
        {
            var nodes = context.Snapshot.Collections[collection.CollectionIndex];
            var head = new Head(nodes, nodes.Seek(limits.FromEnd ? limits.IsBeyond : limits.IsWithin), default);
            if (Advance(ref head, limits))
                _heads.Add(head);
        }
        while (_heads.Count > 0 && _hits.Count < max)
        {
            context.ThrowIfCancelled();
            var next = 0;
            for (var i = 1; i < _heads.Count; i++)
                if (context.Snapshot.Order.Compare(_heads[i].Node, _heads[next].Node) < 0 != limits.FromEnd)
                    next = i;
            ref var head = ref CollectionsMarshal.AsSpan(_heads)[next];
            if (counts(head.Node))
                Add(head.Node, group);
            if (!Advance(ref head, limits))
                _heads.RemoveAt(next);
        }
    }

    private static bool Advance(ref Head head, Limits limits)
    {
        var position = head.Position;
        var more = limits.FromEnd
            ? head.Nodes.Previous(ref position, out var node) && limits.IsWithin(node)
            : head.Nodes.Next(ref position, out node) && !limits.IsBeyond(node);
        head = head with { Position = position, Node = node };
        return more;
    }

    private void Add(NodeRef node, HitClass group)
    {
        var isEqual = group == HitClass.NamePrefix && context.FoldedNameOf(node).Length == hits.Text.FoldedUtf8.Length;
        _hits.Add(new SearchHit(node, isEqual ? HitClass.EqualName : group));
    }

    /// <summary>Looks at each node of a set and adds the first in order, or the last. At most twice as many are kept.</summary>
    private void TakeBest(NodeSet set, int max, HitClass group, bool fromEnd, Func<NodeRef, bool> counts)
    {
        var wanted = max - _hits.Count;
        if (_best.Length < wanted * 2)
            _best = new NodeRef[wanted * 2];
        var (best, count, isFull) = (_best, 0, false);
        var order = fromEnd
            ? Comparer<NodeRef>.Create((left, right) => context.Snapshot.Order.Compare(right, left)) : (IComparer<NodeRef>)context.Snapshot.Order;
        foreach (var node in set)
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
            Add(best[i], group);
    }
}
