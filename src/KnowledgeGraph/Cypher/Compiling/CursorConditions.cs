using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Conditions for items, by their sort keys.</summary>
internal delegate IEnumerable<CypherText> KeyConditions(IReadOnlyList<SortKey> keys);

/// <summary>Compiles the cursors of a page to conditions.</summary>
internal sealed class CursorConditions(CompileContext context)
{
    /// <summary>Which items: by their position relative to the item at the cursor.</summary>
    private enum Side
    {
        Before,
        BeforeOrAt,
        AtOrAfter,
        After,
    }

    /// <summary>Items between the page's cursors.</summary>
    public IEnumerable<CypherText> Within(IReadOnlyList<SortKey> keys, Slot<Page> page)
    {
        if (context.Shape.After(page) is not null)
            yield return Beyond(keys, page, isAfter: true, Side.After);
        if (context.Shape.Before(page) is not null)
            yield return Beyond(keys, page, isAfter: false, Side.Before);
    }

    /// <summary>Items from the cursor before which the page ends; null if there is no such cursor.</summary>
    public KeyConditions? AtOrAfterEnd(Slot<Page> page) => context.Shape.Before(page) is null ? null : keys =>
    [
        .. context.Shape.After(page) is null ? [] : (CypherText[])[Beyond(keys, page, isAfter: true, Side.After)],
        Beyond(keys, page, isAfter: false, Side.AtOrAfter),
    ];

    /// <summary>Items up to the cursor after which the page begins; null if there is no such cursor.</summary>
    public KeyConditions? UpToStart(Slot<Page> page) => context.Shape.After(page) is null ? null : keys =>
        [Beyond(keys, page, isAfter: true, Side.BeforeOrAt)];

    /// <param name="isAfter">Whether the cursor is the one after which the page begins, or the one before which it ends.</param>
    private CypherText Beyond(IReadOnlyList<SortKey> keys, Slot<Page> page, bool isAfter, Side side)
    {
        var cursor = (isAfter ? context.Shape.After(page) : context.Shape.Before(page))!;
        ParameterName? ValueOf(SortKey key) =>
            cursor.Has(key.CursorValue) || !key.IsNullable ? context.Parameters.CursorValue(page, isAfter, key.CursorValue, key.Kind) : null;
        return Beyond([.. keys.Where(k => k.CursorValue < cursor.Count)], 0, ValueOf, side);
    }

    /// <param name="valueOf">The cursor's value of a key; null if it has none.</param>
    private static CypherText Beyond(List<SortKey> keys, int at, Func<SortKey, ParameterName?> valueOf, Side side)
    {
        var key = keys[at];
        var isGreater = key.IsDescending != side is Side.AtOrAfter or Side.After;
        // If all keys are equal: the items at the cursor
        var rest = at + 1 < keys.Count ? Beyond(keys, at + 1, valueOf, side) : side is Side.BeforeOrAt or Side.AtOrAfter ? $"true" : (CypherText?)null;
        if (valueOf(key) is not { } parameter)
        {
            // A missing value is the largest: n0.signed IS NULL AND …
            var equal = rest is null ? $"false" : CypherText.All([$"{key.Value} IS NULL", rest]);
            return isGreater ? equal : CypherText.Any([$"{key.Value} IS NOT NULL", equal]);
        }
        var value = key.Prefix is { } prefix ? (CypherText)$"{prefix}{parameter}" : $"{parameter}";
        var beyond = isGreater ? (CypherText)$"{key.Value} > {value}" : $"{key.Value} < {value}";
        if (key.IsNullable)
        {
            // n0.signed > $p0a0 OR n0.signed IS NULL OR n0.signed = $p0a0 AND …
            List<CypherText> alternatives = isGreater ? [beyond, $"{key.Value} IS NULL"] : [beyond];
            if (rest is not null)
                alternatives.Add(CypherText.All([$"{key.Value} = {value}", rest]));
            return CypherText.Any(alternatives);
        }
        var beyondOrEqual = isGreater ? (CypherText)$"{key.Value} >= {value}" : $"{key.Value} <= {value}";
        if (at + 1 == keys.Count)
            return rest is null ? beyond : beyondOrEqual;
        // n0.signed >= $p0a0 AND CASE WHEN n0.signed > $p0a0 THEN true ELSE … END: a range of an index in its order. With OR, Neo4j reads two ranges and sorts both
        return CypherText.All([beyondOrEqual, $"CASE WHEN {beyond} THEN true ELSE {rest!} END"]);
    }
}
