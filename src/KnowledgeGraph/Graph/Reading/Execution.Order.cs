using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Orders other than the stored one, and pages of what a seek found: the page's items are kept in a heap, never all sorted.</summary>
internal sealed partial class Execution
{
    private readonly HashSet<NodeRef> _found = [];

    /// <summary>What a page goes by: the terms, then id, then what tells relationships to the same node apart.</summary>
    private int Compare(Link left, Link right, ImmutableArray<OrderTerm> terms, RelationshipTable? edges)
    {
        foreach (var term in terms)
            if (Compare(term, left, right, edges) is not 0 and var order)
                return order;
        if (terms.IsEmpty && _snapshot.Order.Compare(left.Node, right.Node) is not 0 and var byName)
            return byName;
        return CompareTies(left, right, edges);
    }

    private int CompareTies(Link left, Link right, RelationshipTable? edges)
    {
        var order = _snapshot.Nodes[left.Node.Type].Ids[left.Node.Row].SequenceCompareTo(_snapshot.Nodes[right.Node.Type].Ids[right.Node.Row]);
        if (order != 0 || edges is null)
            return order;
        order = LinkOrder.CompareNoneLast(edges.Since[left.Relationship], edges.Since[right.Relationship]);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(edges.Until[left.Relationship], edges.Until[right.Relationship]);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(FirstClaim(edges, left.Relationship), FirstClaim(edges, right.Relationship));
        foreach (var property in edges.Keys)
            if (order == 0)
                order = LinkOrder.CompareNoneLast(edges.Properties[property.Ordinal, left.Relationship], edges.Properties[property.Ordinal, right.Relationship]);
        return order;
    }

    private int Compare(OrderTerm term, Link left, Link right, RelationshipTable? edges)
    {
        var leftSubject = new Subject(left.Node, edges, left.Relationship);
        var rightSubject = new Subject(right.Node, edges, right.Relationship);
        int order;
        if (term.Value.IsComputed)
        {
            var hasLeft = TryNumber(term.Value, leftSubject, out var leftNumber);
            var hasRight = TryNumber(term.Value, rightSubject, out var rightNumber);
            order = hasLeft && hasRight ? leftNumber.CompareTo(rightNumber) : hasRight.CompareTo(hasLeft);
        }
        else
            order = CompareValues(term.Value.Kind, JsonText.Unquoted(JsonOf(term.Value, leftSubject)), JsonText.Unquoted(JsonOf(term.Value, rightSubject)));
        return term.IsDescending ? -order : order;
    }

    /// <summary>Compares two values as they stand in an answer, without quotes; no value is the largest.</summary>
    private static int CompareValues(ScalarKind kind, ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return left.IsEmpty.CompareTo(right.IsEmpty);
        switch (kind)
        {
            case ScalarKind.Int or ScalarKind.Float:
                return JsonText.Number(left).CompareTo(JsonText.Number(right));
            case ScalarKind.String or ScalarKind.Url:
                return CompareFolded(left, right) is not 0 and var order ? order : JsonText.CompareUnquoted(left, right);
            case ScalarKind.Id:
                return JsonText.CompareUnquoted(left, right);
            default:
                return left.SequenceCompareTo(right);
        }
    }

    private static int CompareFolded(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (!Ascii.IsValid(left) || !Ascii.IsValid(right) || left.Contains((byte)'\\') || right.Contains((byte)'\\'))
            return FoldedText([(byte)'"', .. left, (byte)'"']).AsSpan().SequenceCompareTo(FoldedText([(byte)'"', .. right, (byte)'"']));
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
            if (Lower(left[i]) != Lower(right[i]))
                return Lower(left[i]).CompareTo(Lower(right[i]));
        return left.Length.CompareTo(right.Length);
    }

    private static byte Lower(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

    /// <summary>Where an item stands to a cursor's place.</summary>
    private int Compare(Link link, RelationshipTable? edges, ImmutableArray<OrderTerm> terms, CursorPlace place)
    {
        if (terms.IsEmpty)
            return edges is null ? Compare(link.Node, place) : Compare(link, edges, place);
        for (var i = 0; i < terms.Length; i++)
        {
            var subject = new Subject(link.Node, edges, link.Relationship);
            int order;
            if (terms[i].Value.IsComputed)
            {
                var has = TryNumber(terms[i].Value, subject, out var number);
                var hasPlace = Utf8Parser.TryParse(place.Values[i], out long placeNumber, out _);
                order = has && hasPlace ? number.CompareTo(placeNumber) : hasPlace.CompareTo(has);
            }
            else
                order = CompareValues(terms[i].Value.Kind, JsonText.Unquoted(JsonOf(terms[i].Value, subject)), place.Values[i]);
            if (order != 0)
                return terms[i].IsDescending ? -order : order;
        }
        var byId = JsonText.Unquote(_snapshot.Nodes[link.Node.Type].Ids[link.Node.Row]).SequenceCompareTo(place.Values[terms.Length]);
        return byId != 0 || edges is null ? byId : CompareTies(link, edges, place, terms.Length + 1);
    }

    private void AppendTerms(Link link, RelationshipTable? edges, ImmutableArray<OrderTerm> terms)
    {
        Span<byte> digits = stackalloc byte[20];
        foreach (var term in terms)
        {
            var subject = new Subject(link.Node, edges, link.Relationship);
            if (!term.Value.IsComputed)
                Cursor.Append(_cursor, JsonText.Unquoted(JsonOf(term.Value, subject)));
            else if (TryNumber(term.Value, subject, out var number) && Utf8Formatter.TryFormat(number, digits, out var length))
                Cursor.Append(_cursor, digits[..length]);
            else
                Cursor.Append(_cursor, default);
        }
    }

    /// <summary>Puts the page's items on the stack, smallest first, out of candidates in any order.</summary>
    /// <param name="below">Where the candidates begin on the stack; the page takes their place.</param>
    private (bool HasNext, bool HasPrevious) TakeBest(int below, Choice choice, Page page, RelationshipTable? edges)
    {
        var after = page.After is null ? null : new CursorPlace(page.After);
        var before = page.Before is null ? null : new CursorPlace(page.Before);
        var (end, heap, within, preceding, following) = (_linkCount, below, 0, 0, 0);
        // The heap has the worst of the best on top: the last item of a page from the start, the first of one from the end.
        var sign = page.FromEnd ? -1 : 1;
        for (var i = below; i < end; i++)
        {
            var item = _links[i];
            if (after is not null && Compare(item, edges, choice.Order, after) <= 0)
                preceding++;
            else if (before is not null && Compare(item, edges, choice.Order, before) >= 0)
                following++;
            else
            {
                within++;
                if (heap - below < page.Size)
                {
                    _links[heap++] = item;
                    SiftUp(below, heap - below - 1, choice, edges, sign);
                }
                else if (page.Size > 0 && sign * Compare(item, _links[below], choice.Order, edges) < 0)
                {
                    _links[below] = item;
                    SiftDown(below, 0, heap - below, choice, edges, sign);
                }
            }
        }
        for (var size = heap - below - 1; size > 0; size--)
        {
            (_links[below], _links[below + size]) = (_links[below + size], _links[below]);
            SiftDown(below, 0, size, choice, edges, sign);
        }
        _linkCount = heap;
        if (page.FromEnd)
            _links.AsSpan(below, heap - below).Reverse();
        var more = within > heap - below;
        return page.FromEnd ? (following > 0, more || preceding > 0) : (more || following > 0, preceding > 0);
    }

    private void SiftUp(int below, int at, Choice choice, RelationshipTable? edges, int sign)
    {
        while (at > 0)
        {
            var parent = (at - 1) / 2;
            if (sign * Compare(_links[below + at], _links[below + parent], choice.Order, edges) <= 0)
                return;
            (_links[below + at], _links[below + parent]) = (_links[below + parent], _links[below + at]);
            at = parent;
        }
    }

    private void SiftDown(int below, int at, int size, Choice choice, RelationshipTable? edges, int sign)
    {
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= size)
                return;
            if (child + 1 < size && sign * Compare(_links[below + child + 1], _links[below + child], choice.Order, edges) > 0)
                child++;
            if (sign * Compare(_links[below + child], _links[below + at], choice.Order, edges) <= 0)
                return;
            (_links[below + child], _links[below + at]) = (_links[below + at], _links[below + child]);
            at = child;
        }
    }

    /// <summary>Puts all nodes that a seek leads to on the stack, each once.</summary>
    private void Find(Seek seek, CompositeType type)
    {
        switch (seek)
        {
            case Seek.ById byId:
                foreach (var id in SeveralOf(byId.Ids))
                    if (_snapshot.TryFind(Encoding.UTF8.GetString(id), out var node) && type.Members.Contains(_snapshot.Nodes[node.Type].Type) && _found.Add(node))
                        Push(new Link(node, -1));
                break;
            case Seek.ByUnique byUnique:
                foreach (var value in SeveralOf(byUnique.Values))
                    if (_snapshot.TryFindUnique(byUnique.Type, byUnique.Property, Encoding.UTF8.GetString(value), out var node) && _found.Add(node))
                        Push(new Link(node, -1));
                break;
            case Seek.Through through:
                var below = _linkCount;
                Find(through.Inner, through.Field.Target);
                var end = _linkCount;
                _found.Clear();
                for (var i = below; i < end; i++)
                    foreach (var link in _snapshot.Nodes[_links[i].Node.Type].Adjacency[through.Field.AdjacencyIndex ^ 1][_links[i].Node.Row])
                        if (type.Members.Contains(_snapshot.Nodes[link.Node.Type].Type) && _found.Add(link.Node))
                            Push(new Link(link.Node, -1));
                _links.AsSpan(end, _linkCount - end).CopyTo(_links.AsSpan(below));
                _linkCount -= end - below;
                break;
        }
    }

    private IEnumerable<byte[]> SeveralOf(int parameter) => _values[parameter] is object[] several ? several.Cast<byte[]>() : [(byte[])_values[parameter]!];

    /// <summary>Keeps only what is visible and meant, of the items on the stack from a place.</summary>
    private void Keep(int below, Filter filter, RelationshipTable? edges)
    {
        var kept = below;
        for (var i = below; i < _linkCount; i++)
            if (IsVisible(_links[i].Node) && Holds(filter, new Subject(_links[i].Node, edges, _links[i].Relationship)))
                _links[kept++] = _links[i];
        _linkCount = kept;
    }
}
