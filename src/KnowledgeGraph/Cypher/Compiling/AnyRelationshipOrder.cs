using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>The order of relationships of any type between the same nodes.</summary>
internal static class AnyRelationshipOrder
{
    /// <param name="forward">An expression: '0' for a relationship that starts at the node, '1' for one that ends there.</param>
    public static SortKey[] Keys(Variable relationship, CypherText forward, int cursorValue) =>
    [
        SortKey.Ascending($"type({relationship})", cursorValue, CursorValueKind.Text),
        SortKey.Ascending(forward, cursorValue + 1, CursorValueKind.Text),
        SortKey.OfTie(relationship, cursorValue + 2),
    ];

    /// <summary>The values of a cursor: type, direction, since, until, first claim, and the properties with @key that the type has.</summary>
    public static CypherText CursorValues(Variable relationship, CypherText forward, IEnumerable<RelationshipType> types)
    {
        // [type(r1), '0', r1.since, r1.until, r1._claim] + CASE type(r1) WHEN 'RELATES_TO' THEN [r1.kind] ELSE [] END
        CypherText values = $"[type({relationship}), {forward}, {relationship}.{GraphLayout.Since}, {relationship}.{GraphLayout.Until}, {relationship}.{GraphLayout.FirstClaim}]";
        return KeyValues(relationship, types) is { } keyValues ? (CypherText)$"{values} + {keyValues}" : values;
    }

    /// <summary>The list of the properties with @key that the type of a relationship has; null if no type has any.</summary>
    public static CypherText? KeyValues(Variable relationship, IEnumerable<RelationshipType> types)
    {
        var withKeys = from type in types
                       let keys = type.Properties.Where(p => p.IsKey).Select(p => (CypherText)$"{relationship}.{Name.Of(p)}").ToList()
                       where keys.Count > 0
                       select (CypherText)$"WHEN '{Name.Of(type)}' THEN {CypherText.List(keys)}";
        return withKeys.ToList() is { Count: > 0 } cases ? (CypherText)$"CASE type({relationship}) {CypherText.Join(" ", cases)} ELSE [] END" : null;
    }
}
