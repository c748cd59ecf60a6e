using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// The one node with the label <c>_Store</c>: the format of the layout, the version, which counts the commits, the id of the last
/// commit, and the schema of constraints and indexes. Each commit first writes to this node, so that commits of all servers wait for each other.
/// </summary>
internal static class StoreNode
{
    public const string NodeId = "graph";

    public static Statement Constrain { get; } = new("constraint store",
        $"CREATE CONSTRAINT Store_id IF NOT EXISTS FOR (s:{GraphLayout.Store}) REQUIRE s.{GraphLayout.Id} IS UNIQUE");

    /// <summary>Creates the node if it does not exist, and stores the current format and schema.</summary>
    public static Statement Ensure { get; } = new("make store",
        $$"""
        MERGE (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        ON CREATE SET s.version = 0
        SET s.schema = $schema, s.format = $format
        """);

    /// <summary>Reads nothing: only the bookmark of its transaction counts.</summary>
    public static Statement Nothing { get; } = new("mark", "RETURN 1 AS data");

    /// <summary>Takes the lock, which the transaction keeps until its end.</summary>
    public static Statement Lock { get; } = new("lock store",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.lock = $commit
        """);

    /// <summary>Returns [version, time of the last commit].</summary>
    public static Statement LastCommit { get; } = new("read version",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        RETURN [s.version, s.committedAt.epochMillis] AS data
        """);

    /// <summary>Returns [version, commit, format, schema].</summary>
    public static Statement Read { get; } = new("read store",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        RETURN [s.version, s.commit, s.format, s.schema] AS data
        """);

    /// <summary>Counts a commit, which the history has already, and gives it its id there too.</summary>
    public static Statement Count { get; } = new("count commit",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.version = s.version + 1, s.commit = $commit, s.committedAt = datetime({epochMillis: $at})
        REMOVE s.lock
        WITH s
        MATCH (c:{{GraphLayout.Change}} {version: s.version})
        SET c.commit = $commit
        """);

    /// <summary>Returns [commit] of a version: null if it was made before commits had ids in the history.</summary>
    public static Statement CommitOf { get; } = new("commit of a version",
        $$"""
        OPTIONAL MATCH (c:{{GraphLayout.Change}} {version: $version})
        RETURN [c.commit] AS data
        """);

    /// <summary>Returns [version, nodes, relationships]. Neo4j keeps these counts, so reading them is free.</summary>
    public static Statement Describe(GraphModel model)
    {
        var counts = CypherText.Join("\n    UNION ALL\n", model.RelationshipTypes.Select(t => (CypherText)$"    MATCH ()-[r:{Name.Of(t)}]->() RETURN count(r) AS some"));
        return new("describe store",
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

    /// <summary>Writes the parameters of all these statements.</summary>
    /// <param name="commit">The id of the commit that the transaction makes.</param>
    /// <param name="at">Unix time in milliseconds.</param>
    /// <param name="version">The version that is asked for.</param>
    public static Action<Utf8JsonWriter> Parameters(string commit = "", string schema = "", long at = 0, long version = 0) => json =>
    {
        json.WriteStartObject();
        json.WriteString("id"u8, NodeId);
        json.WriteString("commit"u8, commit);
        json.WriteString("schema"u8, schema);
        json.WriteNumber("at"u8, at);
        json.WriteNumber("version"u8, version);
        json.WriteNumber("format"u8, GraphLayout.Format);
        json.WriteEndObject();
    };
}
