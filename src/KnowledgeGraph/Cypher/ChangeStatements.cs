using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher;

/// <summary>One statement of a change, with its rows.</summary>
public sealed class ChangeStatement
{
    private readonly Action<Utf8JsonWriter> _writeRows;
    private readonly long _at;

    internal ChangeStatement(Statement statement, long at, Action<Utf8JsonWriter> writeRows) => (Statement, _at, _writeRows) = (statement, at, writeRows);

    public Statement Statement { get; }

    /// <summary>Writes one JSON object: <c>rows</c>, and the time <c>at</c> which they are recorded (Unix milliseconds).</summary>
    public void WriteParameters(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("at", _at);
        writer.WriteStartArray("rows");
        _writeRows(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

/// <summary>The statements that write to Neo4j: its constraints and indexes, and changes.</summary>
public static class ChangeStatements
{
    /// <summary>Makes the constraints and indexes that are lacking; each statement is a transaction of its own.</summary>
    public static IEnumerable<Statement> Prepare(GraphModel model)
    {
        var layout = new GraphLayout(model);
        yield return Unique("Entity_id", GraphLayout.Entity, GraphLayout.Id);
        foreach (var type in model.NodeTypes)
            foreach (var property in type.Properties.Where(p => p.IsUnique))
                yield return Unique($"{type.Name}_{property.Name}", Name.Of(type), layout.Folded(property, false));
        // CREATE TEXT INDEX Entity_words IF NOT EXISTS FOR (n:Entity) ON (n._words)
        yield return Written("index Entity_words", $"CREATE TEXT INDEX Entity_words IF NOT EXISTS FOR (n:{GraphLayout.Entity}) ON (n.{GraphLayout.Words})");
        foreach (var type in model.Collections)
        {
            yield return Range($"{type.Name}_name", Name.Of(type), GraphLayout.FoldedName);
            yield return Range($"{type.Name}_order", Name.Of(type), GraphLayout.Order);
            foreach (var date in type.Properties.Where(p => p is { Kind: ScalarKind.PartialDate, IsList: false }))
                yield return Range($"{type.Name}_{date.Name}", Name.Of(type), Name.Of(date));
        }
        foreach (var type in model.RelationshipTypes)
            foreach (var order in s_edgeOrders)
                // CREATE RANGE INDEX PARTY_TO_out IF NOT EXISTS FOR ()-[r:PARTY_TO]-() ON (r._out)
                yield return Written($"index {type.Name}{order.Text}", $"CREATE RANGE INDEX {Name.Added(type.Name + order.Text)} IF NOT EXISTS FOR ()-[r:{Name.Of(type)}]-() ON (r.{order})");
    }

    private static readonly Name[] s_edgeOrders = [GraphLayout.Out, GraphLayout.In];

    // SET r._out = a.id + ' ' + b._order + r._tie, r._in = b.id + ' ' + a._order + r._tie
    private static readonly CypherText s_setEdgeOrders =
        $"SET r.{GraphLayout.Out} = {GraphLayout.EdgeOrderOf($"a", $"b", $"r")}, r.{GraphLayout.In} = {GraphLayout.EdgeOrderOf($"b", $"a", $"r")}";

    /// <summary>Writes what a database of an earlier format lacks, and drops what it needs no more; each statement is transactions of its own, and can be run again.</summary>
    public static IEnumerable<Statement> Upgrade(GraphModel model) =>
    [
        new("drop Entity_name", "DROP INDEX Entity_name IF EXISTS"),
        .. model.NodeTypes.Select(UpgradeNodes),
        .. model.RelationshipTypes.Select(UpgradeRelationships),
    ];

    private static Statement UpgradeNodes(NodeType type) => Written($"upgrade {type.Name}",
        $$"""
        MATCH (n:{{Name.Of(type)}})
        WHERE n.{{GraphLayout.Order}} IS NULL
        CALL (n) {
          SET n.{{GraphLayout.Order}} = {{GraphLayout.OrderOf($"n", type)}}
        } IN TRANSACTIONS OF 10000 ROWS
        """);

    private static Statement UpgradeRelationships(RelationshipType type) => Written($"upgrade {type.Name}",
        $$"""
        MATCH (a:{{GraphLayout.Entity}})-[r:{{Name.Of(type)}}]->(b:{{GraphLayout.Entity}})
        WHERE r.{{GraphLayout.Tie}} IS NULL
        CALL (a, r, b) {
          SET r.{{GraphLayout.Tie}} = {{GraphLayout.TieOf(Compilation.TieValues($"r", type))}}
          {{s_setEdgeOrders}}
        } IN TRANSACTIONS OF 10000 ROWS
        """);

    /// <summary>Waits until all indexes can be used, 300 seconds at most.</summary>
    public static Statement AwaitIndexes { get; } = new("await indexes", "CALL db.awaitIndexes(300)");

    private static Statement Unique(string name, Name label, Name property) =>
        // CREATE CONSTRAINT Country_iso2 IF NOT EXISTS FOR (n:Country) REQUIRE n._iso2 IS UNIQUE
        Written($"constraint {name}", $"CREATE CONSTRAINT {Name.Added(name)} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{property} IS UNIQUE");

    private static Statement Range(string name, Name label, Name property) =>
        // CREATE RANGE INDEX Country_name IF NOT EXISTS FOR (n:Country) ON (n._name)
        Written($"index {name}", $"CREATE RANGE INDEX {Name.Added(name)} IF NOT EXISTS FOR (n:{label}) ON (n.{property})");

    private static Statement Written(string name, CypherText text) => new(name, text.ToString());

    /// <summary>What Neo4j cannot hold, though the model allows it: text that an index must hold and cannot.</summary>
    public static IReadOnlyList<ChangeError> Check(ChangeSet changes) =>
    [
        .. from node in changes.Nodes
           from property in node.Type.Properties
           where property.IsUnique && node.Properties.GetValueOrDefault(property.Name) is string text
               && Encoding.UTF8.GetByteCount(Folding.Fold(text)) > GraphLayout.LongestIndexed
           select new ChangeError(ChangeErrorCode.TooLong, node.Location, $"{node.Id}: `{property.Name}` can have at most {GraphLayout.LongestIndexed} bytes, because Neo4j indexes it."),
        .. from node in changes.Nodes
           where node.Properties.GetValueOrDefault(node.Type.NameProperty.Name) is string name
               && Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(Folding.Fold(name)) > GraphLayout.LongestName
           select new ChangeError(
               ChangeErrorCode.TooLong, node.Location, $"{node.Id}: `{node.Type.NameProperty.Name}` and its folded text can have at most {GraphLayout.LongestName} bytes together, because Neo4j indexes them."),
        .. from relationship in changes.Relationships
           let keys = relationship.Type.Properties.Where(p => p.IsKey).ToList()
           where keys.Sum(p => Encoding.UTF8.GetByteCount(relationship.Properties.GetValueOrDefault(p.Name) as string ?? "")) > GraphLayout.LongestKey
           select new ChangeError(
               ChangeErrorCode.TooLong, relationship.Location,
               $"{relationship.From} {relationship.Type.Name} {relationship.To}: `{string.Join("` and `", keys.Select(p => p.Name))}` can have at most {GraphLayout.LongestKey} bytes, because Neo4j indexes it."),
    ];

    /// <summary>What a change does, in this order and in one transaction.</summary>
    /// <param name="changes">Valid and expanded.</param>
    /// <param name="at">When what is new is recorded.</param>
    /// <param name="batch">How many rows a statement has at most.</param>
    public static IEnumerable<ChangeStatement> Of(GraphModel model, ChangeSet changes, DateTimeOffset at, int batch)
    {
        var writer = new RecordWriter(new GraphLayout(model));
        var time = at.ToUnixTimeMilliseconds();
        IEnumerable<ChangeStatement> Batches<T>(Statement statement, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) =>
            rows.Chunk(batch).Select(chunk => new ChangeStatement(statement, time, json => Array.ForEach(chunk, row => write(json, row))));

        return
        [
            .. changes.RemovedRelationships.GroupBy(r => r.Type).SelectMany(g => Batches(Remove(g.Key), g, RecordWriter.WriteKey)),
            .. Batches(RemoveNodes, changes.RemovedNodes, (json, id) => json.WriteStringValue(id)),
            .. changes.Nodes.GroupBy(n => n.Type).Where(g => g.Key.Properties.Any(p => p.IsUnique))
                .SelectMany(g => Batches(Free(model, g.Key), g.Select(n => n.Id), (json, id) => json.WriteStringValue(id))),
            .. Batches(Rename, changes.Nodes, RecordWriter.WriteOrder),
            .. changes.Nodes.GroupBy(n => n.Type).SelectMany(g => Batches(Put(g.Key), g, writer.Write)),
            .. changes.Relationships.GroupBy(r => r.Type).SelectMany(g => Batches(Put(g.Key), g, writer.Write)),
        ];
    }

    private static Statement Remove(RelationshipType type) => Written($"remove {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (:{{GraphLayout.Entity}} {id: row.from})-[r:{{Name.Of(type)}} {{{GraphLayout.Key}}: row.key}]->(:{{GraphLayout.Entity}} {id: row.to})
        DELETE r
        """);

    private static Statement RemoveNodes { get; } = Written("remove nodes",
        $$"""
        UNWIND $rows AS id
        MATCH (n:{{GraphLayout.Entity}} {id: id})
        DETACH DELETE n
        """);

    /// <summary>Nodes may exchange a unique value: each gives up its old one before any has its new one.</summary>
    private static Statement Free(GraphModel model, NodeType type)
    {
        var layout = new GraphLayout(model);
        var unique = type.Properties.Where(p => p.IsUnique).Select(p => (CypherText)$"n.{layout.Folded(p, false)}");
        return Written($"free {type.Name}",
            $$"""
            UNWIND $rows AS id
            MATCH (n:{{GraphLayout.Entity}} {id: id})
            REMOVE {{CypherText.Join(", ", unique)}}
            """);
    }

    /// <summary>A node with another name stands elsewhere among the edges of its neighbours.</summary>
    private static Statement Rename { get; } = Written("rename",
        $$"""
        UNWIND $rows AS row
        MATCH (n:{{GraphLayout.Entity}} {id: row.id})
        WHERE n.{{GraphLayout.Order}} <> row.order
        SET n.{{GraphLayout.Order}} = row.order
        WITH collect(n) AS renamed
        UNWIND renamed AS n
        MATCH (n)-[r]-(:{{GraphLayout.Entity}})
        WHERE r.{{GraphLayout.Key}} IS NOT NULL
        WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
        {{s_setEdgeOrders}}
        """);

    /// <summary>A node that is there keeps the time at which it was recorded.</summary>
    private static Statement Put(NodeType type) => Written($"put {type.Name}",
        $$"""
        UNWIND $rows AS row
        MERGE (n:{{GraphLayout.Entity}} {id: row.id})
        SET n:{{CypherText.Join(":", GraphLayout.LabelsOf(type).Select(l => (CypherText)$"{l}"))}}
        WITH n, row, coalesce(n.{{GraphLayout.RecordedAt}}, datetime({epochMillis: $at})) AS recordedAt
        SET n = row, n.{{GraphLayout.RecordedAt}} = recordedAt
        """);

    private static Statement Put(RelationshipType type) => Written($"put {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (a:{{GraphLayout.Entity}} {id: row.from})
        MATCH (b:{{GraphLayout.Entity}} {id: row.to})
        MERGE (a)-[r:{{Name.Of(type)}} {{{GraphLayout.Key}}: row.key}]->(b)
        WITH a, r, b, row, coalesce(r.{{GraphLayout.RecordedAt}}, datetime({epochMillis: $at})) AS recordedAt
        SET r = row.properties, r.{{GraphLayout.RecordedAt}} = recordedAt
        {{s_setEdgeOrders}}
        """);
}
