using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>Statements that read the sizes of the graph.</summary>
internal static class SizeStatements
{
    /// <summary>Returns [version, [nodes of each type…, relationships of each type…]]. Neo4j keeps these counts, so reading them is free.</summary>
    public static Statement Count(GraphModel model)
    {
        // MATCH (n:Country) WITH count(n) AS some RETURN 0 AS place, some: with a place beside it, a count of nothing has no row
        var nodes = model.NodeTypes.Select((t, i) => (CypherText)$"    MATCH (n:{Name.Of(t)}) WITH count(n) AS some RETURN {i} AS place, some");
        // MATCH ()-[r:PARTY_TO]->() WITH count(r) AS some RETURN 24 AS place, some
        var relationships = model.RelationshipTypes.Select((t, i) => (CypherText)$"    MATCH ()-[r:{Name.Of(t)}]->() WITH count(r) AS some RETURN {model.NodeTypes.Length + i} AS place, some");
        return new Statement("count by type", $$"""
            MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
            CALL () {
            {{CypherText.Join("\n    UNION ALL\n", nodes.Concat(relationships))}}
            }
            WITH s, place, some ORDER BY place
            WITH s, collect(some) AS counts
            RETURN [s.version, counts] AS data
            """);
    }

    /// <summary>Returns the largest degrees for each of these types, in the order of <see cref="NodeType.Adjacencies"/>. It looks at each node.</summary>
    public static Statement Degrees(GraphModel model, IEnumerable<NodeType> types)
    {
        // MATCH (n:Country) WITH [coalesce(max(COUNT { (n)-[:PARTY_TO]->() }), 0), …] AS largest RETURN 0 AS place, largest
        var each = types.Select((type, i) => (CypherText)$"    MATCH (n:{Name.Of(type)}) WITH [{CypherText.Join(", ", type.Adjacencies.Select(a => Degree(model, a)))}] AS largest RETURN {i} AS place, largest");
        return new Statement("largest degrees", $$"""
            CALL () {
            {{CypherText.Join("\n    UNION ALL\n", each)}}
            }
            WITH place, largest ORDER BY place
            RETURN collect(largest) AS data
            """);
    }

    private static CypherText Degree(GraphModel model, Adjacency adjacency)
    {
        var type = Name.Of(model.RelationshipTypes[adjacency.Type]);
        return adjacency.IsOut ? (CypherText)$"coalesce(max(COUNT {{ (n)-[:{type}]->() }}), 0)" : $"coalesce(max(COUNT {{ (n)<-[:{type}]-() }}), 0)";
    }
}
