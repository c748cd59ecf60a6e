using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// The statements of a script that makes a graph in an empty database. Their only parameter is <c>$rows</c>, for which the writer of the script puts a list.
/// </summary>
public static class ScriptStatements
{
    /// <summary>Creates all constraints and indexes, and waits for them.</summary>
    public static IEnumerable<Statement> Prepare(GraphModel model) => [.. SchemaStatements.All(model), SchemaStatements.AwaitIndexes];

    /// <summary>The rows are nodes as <see cref="RecordWriter"/> writes them.</summary>
    public static Statement Create(NodeType type) => new($"create {type.Name}",
        $$"""
        UNWIND $rows AS row
        CREATE (n:{{CypherText.Join(":", GraphLayout.LabelsOf(type).Select(l => (CypherText)$"{l}"))}})
        SET n = row, n.{{GraphLayout.RecordedAt}} = datetime({epochMillis: row.{{GraphLayout.RecordedAt}}})
        """);

    /// <summary>The rows are relationships as <see cref="RecordWriter"/> writes them.</summary>
    public static Statement Create(RelationshipType type) => new($"create {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (a:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: row.from})
        MATCH (b:{{GraphLayout.Entity}} {{{GraphLayout.Id}}: row.to})
        CREATE (a)-[r:{{Name.Of(type)}}]->(b)
        SET r = row.properties, r.{{GraphLayout.RecordedAt}} = datetime({epochMillis: row.{{GraphLayout.RecordedAt}}})
        {{GraphLayout.SetEdgeOrders}}
        """);

    /// <summary>The rows are [id, into].</summary>
    public static Statement CreateRedirects { get; } = new("create redirects",
        $$"""
        UNWIND $rows AS row
        CREATE (r:{{GraphLayout.Redirect}} {{{GraphLayout.Id}}: row[0], into: row[1]})
        """);

    /// <summary>The row is [id, version, format, committedAt]. It comes last: a database without this node has no graph.</summary>
    public static Statement CreateStore { get; } = new("create store",
        $$"""
        UNWIND $rows AS row
        CREATE (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: row[0], version: row[1], format: row[2], committedAt: datetime({epochMillis: row[3]})})
        """);
}
