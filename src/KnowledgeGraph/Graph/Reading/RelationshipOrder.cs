using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// The order of relationships of one type between the same two nodes: by since, until, the first of the ids of their claims, then key properties.
/// Missing values are last.
/// </summary>
internal sealed class RelationshipOrder(ReadContext context)
{
    /// <summary>The number of values in a cursor before those of the key properties.</summary>
    private const int FixedValues = 3;

    public int Compare(RelationshipTable table, int left, int right)
    {
        var order = LinkOrder.CompareNoneLast(table.Since[left], table.Since[right]);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(table.Until[left], table.Until[right]);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(FirstClaim(table, left), FirstClaim(table, right));
        foreach (var property in table.Keys)
            if (order == 0)
                order = LinkOrder.CompareNoneLast(table.Properties[property.Ordinal, left], table.Properties[property.Ordinal, right]);
        return order;
    }

    /// <param name="first">The position of the relationship's first value among those of the cursor.</param>
    public int Compare(RelationshipTable table, int row, CursorPlace place, int first) => Compare(table, row, place.Values, first);

    /// <inheritdoc cref="Compare(RelationshipTable, int, CursorPlace, int)"/>
    public int Compare(RelationshipTable table, int row, IReadOnlyList<byte[]> place, int first)
    {
        var order = CompareNoneLast(table.Since[row], place[first]);
        if (order == 0)
            order = CompareNoneLast(table.Until[row], place[first + 1]);
        if (order == 0)
            order = CompareNoneLast(FirstClaim(table, row), place[first + 2]);
        for (var i = 0; i < table.Keys.Length && order == 0 && first + FixedValues + i < place.Count; i++)
            order = CompareNoneLast(table.Properties[table.Keys[i].Ordinal, row], place[first + FixedValues + i]);
        return order;
    }

    public void AppendTo(CursorBuilder cursor, RelationshipTable table, int row)
    {
        cursor.Append(JsonText.Unquote(table.Since[row]));
        cursor.Append(JsonText.Unquote(table.Until[row]));
        cursor.Append(JsonText.Unquote(FirstClaim(table, row)));
        foreach (var property in table.Keys)
            cursor.Append(JsonText.Unquote(table.Properties[property.Ordinal, row]));
    }

    private static int CompareNoneLast(ReadOnlySpan<byte> json, ReadOnlySpan<byte> value) => json.IsEmpty || value.IsEmpty
        ? (json.IsEmpty ? 1 : 0) - (value.IsEmpty ? 1 : 0)
        : JsonText.CompareUnquoted(JsonText.Unquote(json), value);

    /// <summary>The first, by code point, of the ids of the relationship's claims; empty if it has none.</summary>
    private ReadOnlySpan<byte> FirstClaim(RelationshipTable table, int row)
    {
        ReadOnlySpan<byte> first = default;
        var claims = context.Snapshot.Nodes[context.Snapshot.Model.Evidence.Claim.Index];
        foreach (var claim in table.Claims[row])
            if (claims.Ids[claim] is var id && (first.IsEmpty || id.SequenceCompareTo(first) < 0))
                first = id;
        return first;
    }
}
