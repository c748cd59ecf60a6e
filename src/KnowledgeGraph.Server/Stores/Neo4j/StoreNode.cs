using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// The one node with the label <c>_Store</c>: the format of the layout, the version, which counts the commits, the id of the last
/// commit, and the schema of constraints and indexes. Each commit first writes to this node, so that commits of all servers wait for each other.
/// </summary>
internal static class StoreNode
{
    private const string TheOne = "graph";

    public static Statement Constrain { get; } = Written("constraint store",
        $"CREATE CONSTRAINT Store_id IF NOT EXISTS FOR (s:{GraphLayout.Store}) REQUIRE s.{GraphLayout.Id} IS UNIQUE");

    /// <summary>Creates the node if it does not exist, and stores the current format and schema.</summary>
    public static Statement Ensure { get; } = Written("make store",
        $$"""
        MERGE (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        ON CREATE SET s.version = 0
        SET s.schema = $schema, s.format = $format
        """);

    /// <summary>Takes the lock, which the transaction keeps until its end.</summary>
    public static Statement Lock { get; } = Written("lock store",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.lock = $commit
        """);

    /// <summary>Gives [version, commit, format, schema].</summary>
    public static Statement Read { get; } = Written("read store",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        RETURN [s.version, s.commit, s.format, s.schema] AS data
        """);

    /// <summary>Counts a commit.</summary>
    public static Statement Count { get; } = Written("count commit",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.version = s.version + 1, s.commit = $commit, s.committedAt = datetime({epochMillis: $at})
        REMOVE s.lock
        """);

    /// <summary>Gives [version, nodes, relationships]; the counts are Neo4j's own, which cost nothing.</summary>
    public static Statement Describe(GraphModel model)
    {
        var counts = CypherText.Join("\n    UNION ALL\n", model.RelationshipTypes.Select(t => (CypherText)$"    MATCH ()-[r:{Name.Of(t)}]->() RETURN count(r) AS some"));
        return Written("describe store",
            $$"""
            MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
            CALL () {
              MATCH (n:{{GraphLayout.Entity}})
              RETURN count(n) AS nodes
            }
            CALL () {
              CALL () {
            {{counts}}
              }
              RETURN sum(some) AS relationships
            }
            RETURN [s.version, nodes, relationships] AS data
            """);
    }

    /// <param name="commit">The id of the commit that is to be.</param>
    /// <param name="at">Unix time in milliseconds.</param>
    public static Action<Utf8JsonWriter> Parameters(string commit = "", string schema = "", long at = 0) => json =>
    {
        json.WriteStartObject();
        json.WriteString("id"u8, TheOne);
        json.WriteString("commit"u8, commit);
        json.WriteString("schema"u8, schema);
        json.WriteNumber("at"u8, at);
        json.WriteNumber("format"u8, GraphLayout.Format);
        json.WriteEndObject();
    };

    /// <summary>The list that one of these statements gives.</summary>
    public static JsonElement[] ReadList(ref Utf8JsonReader value)
    {
        using var list = JsonDocument.ParseValue(ref value);
        return [.. list.RootElement.EnumerateArray().Select(i => i.Clone())];
    }

    private static Statement Written(string name, CypherText text) => new(name, text.ToString());
}
