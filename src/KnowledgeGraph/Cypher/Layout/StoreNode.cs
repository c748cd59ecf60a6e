using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// The one node with the label <c>_Store</c>: the format of the layout, the version, which counts the commits, the id of the last
/// commit, the schema of constraints and indexes, and how far a large change is written (<see cref="StagedStatements"/>). Each commit first writes to this node, so that commits of all servers wait for each other.
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

    /// <summary>Returns [version, commit, format, schema, the last large change that was written, and of the one that is being written: its id, pages, pages that were written, time].</summary>
    public static Statement Read { get; } = new("read store",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        RETURN [s.version, s.commit, s.format, s.schema, s.lastStaged, s.staged, s.stagedPages, s.stagedApplied, s.stagedAt] AS data
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

    /// <summary>Decides on a large change whose pages are stored. From now on it can only be completed.</summary>
    public static Statement Decide { get; } = new("decide a large change",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.staged = $commit, s.stagedPages = $pages, s.stagedApplied = 0, s.stagedAt = $at
        REMOVE s.lock
        """);

    /// <summary>Notes that the next page of the large change is written.</summary>
    public static Statement Advance { get; } = new("count a page",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.stagedApplied = s.stagedApplied + 1
        REMOVE s.lock
        """);

    /// <summary>Ends the large change, whose last page is written. It must be counted too.</summary>
    public static Statement EndStaged { get; } = new("end a large change",
        $$"""
        MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
        SET s.lastStaged = s.staged
        REMOVE s.staged, s.stagedPages, s.stagedApplied, s.stagedAt
        """);

    /// <summary>Returns [commit] of a version: null if it was made before commits had ids in the history.</summary>
    public static Statement CommitOf { get; } = new("commit of a version",
        $$"""
        OPTIONAL MATCH (c:{{GraphLayout.Change}} {version: $version})
        RETURN [c.commit] AS data
        """);

    /// <summary>Returns [whether there are nodes of the model, but no commit].</summary>
    public static Statement IsMadeByHand(GraphModel model)
    {
        // RETURN [s.version = 0 AND EXISTS { (:Country|Official) }] AS data
        var types = CypherText.Join("|", model.NodeTypes.Select(t => (CypherText)$"{Name.Of(t)}"));
        return new("graph made by hand",
            $$"""
            MATCH (s:{{GraphLayout.Store}} {{{GraphLayout.Id}}: $id})
            RETURN [s.version = 0 AND EXISTS { (:{{types}}) }] AS data
            """);
    }

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
    /// <param name="pages">The number of pages of a large change.</param>
    public static Action<Utf8JsonWriter> Parameters(string commit = "", string schema = "", long at = 0, long version = 0, int pages = 0) => json =>
    {
        json.WriteStartObject();
        json.WriteString("id"u8, NodeId);
        json.WriteString("commit"u8, commit);
        json.WriteString("schema"u8, schema);
        json.WriteNumber("at"u8, at);
        json.WriteNumber("version"u8, version);
        json.WriteNumber("pages"u8, pages);
        json.WriteNumber("format"u8, GraphLayout.Format);
        json.WriteEndObject();
    };
}
