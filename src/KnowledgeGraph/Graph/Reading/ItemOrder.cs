using System.Buffers.Text;
using System.Collections.Immutable;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// The order of a connection's items: its sort keys, or the default order if there are none; then the id; then what tells relationships to the same
/// node apart. Cursors hold the same values.
/// </summary>
internal sealed class ItemOrder(ReadContext context, ValueReader values, RelationshipOrder relationshipOrder)
{
    public int Compare(Link left, Link right, ImmutableArray<OrderTerm> terms, RelationshipTable? relationships)
    {
        foreach (var term in terms)
            if (Compare(term, left, right, relationships) is not 0 and var byTerm)
                return byTerm;
        if (terms.IsEmpty && context.Snapshot.Order.Compare(left.Node, right.Node) is not 0 and var byName)
            return byName;
        var order = context.IdOf(left.Node).SequenceCompareTo(context.IdOf(right.Node));
        return order != 0 || relationships is null ? order : relationshipOrder.Compare(relationships, left.Relationship, right.Relationship);
    }

    private int Compare(OrderTerm term, Link left, Link right, RelationshipTable? relationships) =>
        Compare(term, new Subject(left.Node, relationships, left.Relationship), new Subject(right.Node, relationships, right.Relationship));

    /// <summary>Compares two items by one sort key.</summary>
    public int Compare(OrderTerm term, scoped in Subject leftSubject, scoped in Subject rightSubject)
    {
        int order;
        if (term.Value.IsComputed)
        {
            var hasLeft = values.TryNumber(term.Value, leftSubject, out var leftNumber);
            var hasRight = values.TryNumber(term.Value, rightSubject, out var rightNumber);
            order = hasLeft && hasRight ? leftNumber.CompareTo(rightNumber) : hasRight.CompareTo(hasLeft);
        }
        else
            order = ValueComparison.Compare(
                term.Value.Kind, JsonText.Unquoted(values.Json(term.Value, leftSubject)), JsonText.Unquoted(values.Json(term.Value, rightSubject)));
        return term.IsDescending ? -order : order;
    }

    /// <summary>Compares an item with a cursor of the same order.</summary>
    public int Compare(Link link, RelationshipTable? relationships, ImmutableArray<OrderTerm> terms, CursorPlace place)
    {
        if (terms.IsEmpty)
        {
            var byName = Compare(link.Node, place);
            return byName != 0 || relationships is null ? byName : relationshipOrder.Compare(relationships, link.Relationship, place, first: 2);
        }
        for (var i = 0; i < terms.Length; i++)
            if (Compare(terms[i], link, relationships, place.Values[i]) is not 0 and var byTerm)
                return byTerm;
        var order = JsonText.Unquote(context.IdOf(link.Node)).SequenceCompareTo(place.Values[terms.Length]);
        return order != 0 || relationships is null ? order : relationshipOrder.Compare(relationships, link.Relationship, place, terms.Length + 1);
    }

    private int Compare(OrderTerm term, Link link, RelationshipTable? relationships, ReadOnlySpan<byte> place) =>
        Compare(term, new Subject(link.Node, relationships, link.Relationship), place);

    /// <summary>Compares an item with the value of a cursor by one sort key.</summary>
    public int Compare(OrderTerm term, scoped in Subject subject, ReadOnlySpan<byte> place)
    {
        int order;
        if (term.Value.IsComputed)
        {
            var has = values.TryNumber(term.Value, subject, out var number);
            var hasPlace = Utf8Parser.TryParse(place, out long placeNumber, out _);
            order = has && hasPlace ? number.CompareTo(placeNumber) : hasPlace.CompareTo(has);
        }
        else
            order = ValueComparison.Compare(term.Value.Kind, JsonText.Unquoted(values.Json(term.Value, subject)), place);
        return term.IsDescending ? -order : order;
    }

    /// <summary>Compares a node with a cursor in the default order.</summary>
    public int Compare(NodeRef node, CursorPlace place)
    {
        var order = context.FoldedNameOf(node).SequenceCompareTo(place.FoldedName);
        if (order == 0)
            order = JsonText.CompareUnquoted(JsonText.Unquote(context.NameOf(node)), place.Name);
        return order != 0 ? order : JsonText.Unquote(context.IdOf(node)).SequenceCompareTo(place.Id);
    }

    public void AppendTo(CursorBuilder cursor, Link link, RelationshipTable? relationships, ImmutableArray<OrderTerm> terms)
    {
        if (terms.IsEmpty)
            cursor.Append(JsonText.Unquote(context.NameOf(link.Node)));
        foreach (var term in terms)
            AppendTo(cursor, new Subject(link.Node, relationships, link.Relationship), term);
        cursor.Append(JsonText.Unquote(context.IdOf(link.Node)));
        if (relationships is not null)
            relationshipOrder.AppendTo(cursor, relationships, link.Relationship);
    }

    /// <summary>Appends the value of one sort key.</summary>
    public void AppendTo(CursorBuilder cursor, scoped in Subject subject, OrderTerm term)
    {
        if (!term.Value.IsComputed)
            cursor.Append(JsonText.Unquoted(values.Json(term.Value, subject)));
        else if (values.TryNumber(term.Value, subject, out var number))
            cursor.Append(number);
        else
            cursor.AppendNone();
    }

    /// <summary>Appends the values of a node in the default order.</summary>
    public void AppendTo(CursorBuilder cursor, NodeRef node)
    {
        cursor.Append(JsonText.Unquote(context.NameOf(node)));
        cursor.Append(JsonText.Unquote(context.IdOf(node)));
    }
}
