using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The statements that read a graph of any form, in pages of Neo4j's own ids (<see cref="CheckStatements.Page"/>). Nodes of this layout are left out.</summary>
internal static class SourceStatements
{
    /// <summary>Returns {element, labels, values} of each node.</summary>
    public static Statement Nodes { get; } = new("nodes of a source",
        $$"""
        MATCH (n)
        WHERE id(n) IN range($from, $to) AND {{IsForeign($"n")}}
        RETURN collect({{NodeOf($"n")}}) AS data
        """);

    /// <summary>Returns {element, type, values, from, to} of each relationship. The ends are as <see cref="Nodes"/> returns them.</summary>
    public static Statement Relationships { get; } = new("relationships of a source",
        $$"""
        MATCH (a)-[r]->(b)
        WHERE id(r) IN range($from, $to) AND {{IsForeign($"a")}} AND {{IsForeign($"b")}}
        RETURN collect({element: elementId(r), type: type(r), values: {{CheckStatements.ValuesOf($"r")}}, from: {{NodeOf($"a")}}, to: {{NodeOf($"b")}} }) AS data
        """);

    private static CypherText IsForeign(CypherText node) => $"none(label IN labels({node}) WHERE label = '{GraphLayout.Entity}' OR label STARTS WITH '_')";

    private static CypherText NodeOf(CypherText node) => $"{{element: elementId({node}), labels: labels({node}), values: {CheckStatements.ValuesOf(node)}}}";
}
