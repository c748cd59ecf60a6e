using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// Finds the hits of a search in their order, no more of them than a page needs. Names that begin with the text (the first two classes) are
/// one stretch of each collection's default order: a page of them costs the same in any graph. The other classes are sets, taken from
/// the word index; the next of a set in order are picked by looking at each, or where it is large by walking the default order. Where
/// a word is rare all classes are taken from the few nodes that have it.
/// </summary>
internal sealed partial class Execution
{
    private const int EqualNameClass = PlanField.Search.FirstClass;
    private const int NameClass = 2;
    private const int EqualAliasClass = 3;
    private const int AliasClass = 4;
    private const int NameWordsClass = 5;
    private const int OtherWordsClass = PlanField.Search.LastClass;

    /// <summary>To read and split a node's text takes as long as to look up this many pairs of the index.</summary>
    private const int PairsPerText = 256;

    /// <summary>A word in no more pairs of the index than this is looked up before the names are sought in all collections.</summary>
    private const int FewPairs = 128;

    private readonly SearchScratch _search = new();

    /// <summary>What the search that is being answered needs; kept for the next one.</summary>
    private sealed class SearchScratch
    {
        public GraphModel? Model;
        public ImmutableArray<ImmutableArray<Property>> Properties = [];
        public SearchText Text = null!;
        /// <summary>A bit for each type that is wanted.</summary>
        public ulong Types;
        /// <summary>As few collections as hold all nodes of these types and no others.</summary>
        public readonly List<FieldedType> Collections = [];
        public bool IsGathered;
        /// <summary>Whether one of the words is in few nodes.</summary>
        public bool IsRare;
        public readonly NodeSet Hits = new();
        /// <summary>The hits by class, but for those of the first two classes, which may be among them.</summary>
        public readonly NodeSet EqualAlias = new();
        public readonly NodeSet Alias = new();
        public readonly NodeSet NameWords = new();
        public readonly NodeSet OtherWords = new();
        public readonly NodeSet Pairs = new();
        public readonly List<string> Words = [];
        public readonly List<(TextIndex.Match Names, TextIndex.Match Others, string Word)> Lookups = [];
        public NodeRef[] Best = new NodeRef[128];
        public readonly List<Head> Heads = [];

        public void Clear()
        {
            IsGathered = false;
            foreach (var set in (ReadOnlySpan<NodeSet>)[Hits, EqualAlias, Alias, NameWords, OtherWords, Pairs])
                set.Clear();
        }
    }

    /// <summary>A collection that is walked, and the node on which the walk stands.</summary>
    private record struct Head(OrderedNodes Nodes, OrderedNodes.Position Position, NodeRef Node);

    /// <summary>A place in the order of hits. A bound after which, or before which, a page begins; or at it, where it is inclusive.</summary>
    private readonly record struct Bound(int Class, CursorPlace Place, bool IsInclusive)
    {
        public static Bound? Of(Cursor? cursor) => cursor is null ? null
            : new Bound(cursor.Values[0][0] - '0', new CursorPlace(cursor, name: 1), false);

        /// <summary>The classes of names that begin with the text are one stretch.</summary>
        public int Stretch => Math.Max(Class, NameClass);
    }

    private void StartSearch(SearchText text, NodeType[]? types)
    {
        var search = _search;
        if (search.Model != _snapshot.Model)
            (search.Model, search.Properties) = (_snapshot.Model, SearchIndex.SearchedProperties(_snapshot.Model));
        search.Clear();
        (search.Text, search.Types) = (text, 0);
        LookUpWords();
        search.Collections.Clear();
        foreach (var type in types is null ? _snapshot.Model.NodeTypes.AsSpan() : types)
            search.Types |= 1UL << type.Index;
        var left = search.Types;
        // Interfaces first: they stand last among the collections
        for (var i = _snapshot.Model.Collections.Length - 1; i >= 0; i--)
        {
            var members = 0UL;
            foreach (var member in _snapshot.Model.Collections[i].Members)
                members |= 1UL << member.Index;
            if (members == 0 || (members & left) != members)
                continue;
            left &= ~members;
            search.Collections.Add(_snapshot.Model.Collections[i]);
        }
    }

    /// <summary>Puts the page's hits on the stack, and looks only as far beyond it as is asked.</summary>
    private (bool HasNext, bool HasPrevious) TakeHitPage(Page page, ConnectionSelection selection)
    {
        if (_search.Text.Words.IsEmpty)
            return default;
        var below = _linkCount;
        var (after, before) = (Bound.Of(page.After), Bound.Of(page.Before));
        var needsMore = page.FromEnd ? selection.NeedsPrevious : selection.NeedsNext;
        TakeHits(page.Size + (needsMore ? 1 : 0), page.FromEnd, after, before);
        var hasMore = _linkCount - below > page.Size;
        if (hasMore)
            _linkCount--;
        if (page.FromEnd)
            _links.AsSpan(below, _linkCount - below).Reverse();
        return (
            selection.NeedsNext && ((hasMore && !page.FromEnd) || (before is { } end && HasHit(Later(after, end with { IsInclusive = true }), null))),
            selection.NeedsPrevious && ((hasMore && page.FromEnd) || (after is { } start && HasHit(null, start with { IsInclusive = true }))));
    }

    private bool HasHit(Bound? after, Bound? before)
    {
        var below = _linkCount;
        TakeHits(1, false, after, before);
        var found = _linkCount > below;
        _linkCount = below;
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

    /// <summary>Pushes so many hits between the bounds: the first in order, or the last with the last one first.</summary>
    private void TakeHits(int wanted, bool fromEnd, Bound? after, Bound? before)
    {
        var most = _linkCount + wanted;
        var (first, last) = (after?.Stretch ?? NameClass, before?.Stretch ?? OtherWordsClass);
        for (var i = 0; i <= last - first && _linkCount < most; i++)
        {
            var stretch = fromEnd ? last - i : first + i;
            TakeStretch(stretch, most, fromEnd, after?.Stretch == stretch ? after : null, before?.Stretch == stretch ? before : null);
        }
    }

    private void TakeStretch(int stretch, int most, bool fromEnd, Bound? after, Bound? before)
    {
        var text = _search.Text.FoldedUtf8;
        var self = this;
        // A cursor may be one of another text: its class decides first, and its name only among the hits of that class.
        int ComparePlace(NodeRef node, Bound bound)
        {
            var order = (stretch == NameClass && self.FoldedNameOf(node).SequenceEqual(text) ? EqualNameClass : stretch).CompareTo(bound.Class);
            return order != 0 ? order : self.Compare(node, bound.Place);
        }
        // From the first of the two to the second lies what is meant; along the default order each changes only once
        bool IsWithin(NodeRef node) => (stretch != NameClass || self.FoldedNameOf(node).SequenceCompareTo(text) >= 0)
            && (after is not { } bound || ComparePlace(node, bound) is var order && (order > 0 || (order == 0 && bound.IsInclusive)));
        bool IsBeyond(NodeRef node)
        {
            if (stretch == NameClass)
            {
                var name = self.FoldedNameOf(node);
                if (name.SequenceCompareTo(text) is var side && (side < 0 || (side > 0 && !name.StartsWith(text))))
                    return side > 0;
            }
            return before is { } bound && ComparePlace(node, bound) is var order && (order > 0 || (order == 0 && !bound.IsInclusive));
        }

        if (stretch == NameClass && !_search.IsRare)
        {
            Walk(IsWithin, IsBeyond, fromEnd, most, node => self.IsVisible(node) && (!self._search.Text.IsUnsettled || self.IsHit(node)), stretch);
            return;
        }
        GatherHits();
        var set = stretch switch
        {
            NameClass => _search.Hits,
            EqualAliasClass => _search.EqualAlias,
            AliasClass => _search.Alias,
            NameWordsClass => _search.NameWords,
            _ => _search.OtherWords,
        };
        if (set.Count == 0)
            return;
        bool Counts(NodeRef node) => self.FoldedNameOf(node).StartsWith(text) == (stretch == NameClass) && self.IsVisible(node);
        // A walk meets a node of the set at every so-manieth step; looking at each costs as many steps as there are
        if ((long)set.Count * set.Count > (long)(most - _linkCount) * _snapshot.NodeCount)
            Walk(IsWithin, IsBeyond, fromEnd, most, node => set.Contains(node) && Counts(node), stretch);
        else
            TakeBest(set, fromEnd, most, node => IsWithin(node) && !IsBeyond(node) && Counts(node), stretch);
    }

    private ReadOnlySpan<byte> FoldedNameOf(NodeRef node) => _snapshot.Nodes[node.Type].FoldedNames[node.Row];

    /// <summary>Walks the wanted collections together in the default order, and pushes what counts.</summary>
    private void Walk(Func<NodeRef, bool> isWithin, Func<NodeRef, bool> isBeyond, bool fromEnd, int most, Func<NodeRef, bool> counts, int stretch)
    {
        var heads = _search.Heads;
        heads.Clear();
        foreach (var collection in _search.Collections)
        {
            var nodes = _snapshot.Collections[collection.CollectionIndex];
            var head = new Head(nodes, nodes.Seek(fromEnd ? isBeyond : isWithin), default);
            if (Advance(ref head, isWithin, isBeyond, fromEnd))
                heads.Add(head);
        }
        while (heads.Count > 0 && _linkCount < most)
        {
            var next = 0;
            for (var i = 1; i < heads.Count; i++)
                if (_snapshot.Order.Compare(heads[i].Node, heads[next].Node) < 0 != fromEnd)
                    next = i;
            ref var head = ref CollectionsMarshal.AsSpan(heads)[next];
            if (counts(head.Node))
                Push(new Link(head.Node, ClassIn(stretch, head.Node)));
            if (!Advance(ref head, isWithin, isBeyond, fromEnd))
                heads.RemoveAt(next);
        }
    }

    private static bool Advance(ref Head head, Func<NodeRef, bool> isWithin, Func<NodeRef, bool> isBeyond, bool fromEnd)
    {
        var position = head.Position;
        var more = fromEnd ? head.Nodes.Previous(ref position, out var node) && isWithin(node) : head.Nodes.Next(ref position, out node) && !isBeyond(node);
        head = head with { Position = position, Node = node };
        return more;
    }

    private int ClassIn(int stretch, NodeRef node) =>
        stretch == NameClass && FoldedNameOf(node).Length == _search.Text.FoldedUtf8.Length ? EqualNameClass : stretch;

    /// <summary>Looks at each node of a set and pushes the first in order, or the last; no more are kept than twice as many.</summary>
    private void TakeBest(NodeSet set, bool fromEnd, int most, Func<NodeRef, bool> counts, int stretch)
    {
        var wanted = most - _linkCount;
        if (_search.Best.Length < wanted * 2)
            _search.Best = new NodeRef[wanted * 2];
        var (best, count, isFull) = (_search.Best, 0, false);
        var order = fromEnd ? Comparer<NodeRef>.Create((left, right) => _snapshot.Order.Compare(right, left)) : (IComparer<NodeRef>)_snapshot.Order;
        foreach (var node in set)
        {
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
            Push(new Link(best[i], ClassIn(stretch, best[i])));
    }

    private int CountHits()
    {
        if (_search.Text.Words.IsEmpty)
            return 0;
        GatherHits();
        if (_asOf is null)
            return _search.Hits.Count;
        var count = 0;
        foreach (var node in _search.Hits)
            if (IsVisible(node))
                count++;
        return count;
    }

    /// <summary>Finds all hits, and sorts them by class; once a search.</summary>
    private void GatherHits()
    {
        var search = _search;
        if (search.IsGathered)
            return;
        search.IsGathered = true;
        var index = _snapshot.Search;
        foreach (var (names, others, word) in search.Lookups)
        {
            if (search.Hits.Count == 0 && word != search.Lookups[0].Word)
                break;
            if (word == search.Lookups[0].Word)
            {
                names.AddTo(search.NameWords, search.Types);
                others.AddTo(search.Hits, search.Types);
                search.Hits.UnionWith(search.NameWords);
            }
            else if ((names.Estimate + others.Estimate) / PairsPerText > search.Hits.Count)
                KeepThoseWith(word);
            else
            {
                search.Pairs.Clear();
                names.AddTo(search.Pairs, search.Types);
                search.NameWords.IntersectWith(search.Pairs);
                others.AddTo(search.Pairs, search.Types);
                search.Hits.IntersectWith(search.Pairs);
            }
        }
        if (search.Hits.Count == 0)
            return;
        index.Aliases.FindWhole(search.Text.FoldedUtf8).AddTo(search.EqualAlias, search.Types);
        index.Aliases.FindPrefix(search.Text.FoldedUtf8).AddTo(search.Alias, search.Types);
        search.EqualAlias.IntersectWith(search.Hits);
        search.Alias.IntersectWith(search.Hits);
        search.OtherWords.UnionWith(search.Hits);
        search.OtherWords.ExceptWith(search.NameWords);
        search.OtherWords.ExceptWith(search.Alias);
        search.NameWords.ExceptWith(search.Alias);
        search.Alias.ExceptWith(search.EqualAlias);
    }

    /// <summary>Looks up each word, the rarest first.</summary>
    private void LookUpWords()
    {
        var (index, lookups) = (_snapshot.Search, _search.Lookups);
        lookups.Clear();
        foreach (var word in _search.Text.Telling)
        {
            var utf8 = Encoding.UTF8.GetBytes(word);
            lookups.Add((index.NameWords.FindPrefix(utf8), index.OtherWords.FindPrefix(utf8), word));
        }
        lookups.Sort((left, right) => (left.Names.Estimate + left.Others.Estimate).CompareTo(right.Names.Estimate + right.Others.Estimate));
        _search.IsRare = lookups is [var rarest, ..] && rarest.Names.Estimate + rarest.Others.Estimate <= FewPairs;
    }

    /// <summary>Reads the few hits that there are, where the word stands in very many nodes.</summary>
    private void KeepThoseWith(string word)
    {
        foreach (var node in _search.Hits)
        {
            var (isInName, isInOther) = FindWord(node, word);
            if (!isInName)
                _search.NameWords.Remove(node);
            if (!isInName && !isInOther)
                _search.Hits.Remove(node);
        }
    }

    private bool IsHit(NodeRef node)
    {
        foreach (var word in _search.Text.Telling)
            if (FindWord(node, word) is (false, false))
                return false;
        return true;
    }

    private (bool IsInName, bool IsInOther) FindWord(NodeRef node, string word)
    {
        var (isInName, isInOther) = (false, false);
        foreach (var property in _search.Properties[node.Type])
        {
            var json = _snapshot.Nodes[node.Type].Properties[property.Ordinal, node.Row];
            while (!isInOther && SearchIndex.NextText(ref json, out var text))
            {
                Split(text);
                if (!HasWord(word))
                    continue;
                if (property.Ordinal == _search.Properties[node.Type][0].Ordinal)
                    isInName = true;
                else
                    isInOther = true;
            }
        }
        return (isInName, isInOther);
    }

    /// <summary>Whether one of the search's words is in a text.</summary>
    private bool HasAnyWord(ReadOnlySpan<byte> json)
    {
        Split(json);
        foreach (var word in _search.Text.Words)
            if (HasWord(word))
                return true;
        return false;
    }

    private void Split(ReadOnlySpan<byte> json)
    {
        _search.Words.Clear();
        Words.AddTo(_search.Words, Folding.Fold(JsonText.Decode(json)!));
    }

    /// <summary>Whether one of the words that were split begins with it.</summary>
    private bool HasWord(string word)
    {
        foreach (var found in _search.Words)
            if (found.StartsWith(word, StringComparison.Ordinal))
                return true;
        return false;
    }
}
