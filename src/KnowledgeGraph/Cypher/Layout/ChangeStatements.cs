using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>A statement of a change, with its rows.</summary>
public sealed class ChangeStatement
{
    private readonly Action<Utf8JsonWriter> _writeRows;
    private readonly long _at;

    internal ChangeStatement(Statement statement, long at, Action<Utf8JsonWriter> writeRows) => (Statement, _at, _writeRows) = (statement, at, writeRows);

    public Statement Statement { get; }

    /// <summary>Writes the parameters as one JSON object: <c>rows</c>, and <c>at</c>, the time when they are recorded (Unix milliseconds).</summary>
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

/// <summary>A statement with all rows that it writes, which may be too many for one run.</summary>
/// <param name="Writers">Each writes a row as JSON.</param>
internal sealed record StatementRows(Statement Statement, IEnumerable<Action<Utf8JsonWriter>> Writers)
{
    public static StatementRows Of<T>(Statement statement, IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) =>
        new(statement, rows.Select(row => (Action<Utf8JsonWriter>)(json => write(json, row))));

    public IEnumerable<ChangeStatement> InBatches(int batch, long at) =>
        Writers.Chunk(batch).Select(chunk => new ChangeStatement(Statement, at, json => Array.ForEach(chunk, write => write(json))));
}

/// <summary>The statements that write a change set to Neo4j.</summary>
public static class ChangeStatements
{
    /// <summary>Errors for texts that the model allows but that are too long for an index of Neo4j.</summary>
    public static IReadOnlyList<ChangeError> Check(ChangeSet changes) =>
    [
        .. from node in changes.Nodes
           from property in node.Type.Properties
           where property.IsUnique && node.Properties.GetValueOrDefault(property.Name) is string text
               && Encoding.UTF8.GetByteCount(Folding.Fold(text)) > GraphLayout.MaxIndexedBytes
           select new ChangeError(ChangeErrorCode.TooLong, node.Location, $"{node.Id}: `{property.Name}` can have at most {GraphLayout.MaxIndexedBytes} bytes, because Neo4j indexes it."),
        .. from node in changes.Nodes
           where node.Properties.GetValueOrDefault(node.Type.NameProperty.Name) is string name
               && Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(Folding.Fold(name)) > GraphLayout.MaxNameBytes
           select new ChangeError(
               ChangeErrorCode.TooLong, node.Location, $"{node.Id}: `{node.Type.NameProperty.Name}` and its folded text can have at most {GraphLayout.MaxNameBytes} bytes together, because Neo4j indexes them."),
        .. from relationship in changes.Relationships
           let keys = relationship.Type.Properties.Where(p => p.IsKey).ToList()
           where keys.Sum(p => Encoding.UTF8.GetByteCount(relationship.Properties.GetValueOrDefault(p.Name) as string ?? "")) > GraphLayout.MaxKeyBytes
           select new ChangeError(
               ChangeErrorCode.TooLong, relationship.Location,
               $"{relationship.From} {relationship.Type.Name} {relationship.To}: `{string.Join("` and `", keys.Select(p => p.Name))}` can have at most {GraphLayout.MaxKeyBytes} bytes, because Neo4j indexes it."),
    ];

    /// <summary>The statements of a change. They must run in this order and in one transaction.</summary>
    /// <param name="changes">Valid and expanded.</param>
    /// <param name="at">The time when new records are recorded that do not say when.</param>
    /// <param name="batch">Maximum number of rows of a statement.</param>
    public static IEnumerable<ChangeStatement> Of(GraphModel model, ChangeSet changes, DateTimeOffset at, int batch)
    {
        var time = at.ToUnixTimeMilliseconds();
        return Rows(model, changes, StatementRows.Of(Rename, changes.Nodes, RecordWriter.WriteOrder), []).SelectMany(r => r.InBatches(batch, time));
    }

    /// <summary>The same statements for a change that is written in several transactions. None of them writes more than its rows.</summary>
    /// <param name="moved">The stored relationships of nodes with another name, whose sort keys must change too.</param>
    internal static IEnumerable<StatementRows> InPages(GraphModel model, ChangeSet changes, IEnumerable<RelationshipRecord> moved) =>
        Rows(model, changes, null, moved.GroupBy(r => r.Type).Select(g => StatementRows.Of(Move(g.Key), g, RecordWriter.WriteKey)));

    /// <summary>All statements of pages, by their names.</summary>
    internal static IEnumerable<Statement> AllInPages(GraphModel model) =>
    [
        RemoveNodes, RedirectStatements.Remove, RedirectStatements.Put,
        .. model.NodeTypes.Select(Put),
        .. model.NodeTypes.Where(HasUnique).Select(t => Free(model, t)),
        .. model.RelationshipTypes.SelectMany(t => (Statement[])[Remove(t), Move(t), Put(t)]),
    ];

    /// <param name="before">Runs before nodes are written; null for nothing.</param>
    /// <param name="after">Run after nodes were written, and before relationships.</param>
    private static IEnumerable<StatementRows> Rows(GraphModel model, ChangeSet changes, StatementRows? before, IEnumerable<StatementRows> after)
    {
        var writer = new RecordWriter(new GraphLayout(model));
        return
        [
            .. changes.RemovedRelationships.GroupBy(r => r.Type).Select(g => StatementRows.Of(Remove(g.Key), g, RecordWriter.WriteKey)),
            StatementRows.Of(RemoveNodes, changes.RemovedNodes, (json, id) => json.WriteStringValue(id)),
            .. changes.Nodes.GroupBy(n => n.Type).Where(g => HasUnique(g.Key)).Select(g => StatementRows.Of(Free(model, g.Key), g, (json, node) => json.WriteStringValue(node.Id))),
            .. before is null ? [] : (StatementRows[])[before],
            .. changes.Nodes.GroupBy(n => n.Type).Select(g => StatementRows.Of(Put(g.Key), g, writer.Write)),
            .. after,
            .. changes.Relationships.GroupBy(r => r.Type).Select(g => StatementRows.Of(Put(g.Key), g, writer.Write)),
            StatementRows.Of(RedirectStatements.Remove, changes.RemovedRedirects, (json, id) => json.WriteStringValue(id)),
            StatementRows.Of(RedirectStatements.Put, changes.Redirects, WriteRedirect),
        ];
    }

    private static bool HasUnique(NodeType type) => type.Properties.Any(p => p.IsUnique);

    private static void WriteRedirect(Utf8JsonWriter json, Redirect redirect)
    {
        json.WriteStartArray();
        json.WriteStringValue(redirect.From);
        json.WriteStringValue(redirect.Into);
        json.WriteEndArray();
    }

    private static Statement Remove(RelationshipType type) => new($"remove relationships {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (:{{GraphLayout.Entity}} {id: row.from})-[r:{{Name.Of(type)}} {{{GraphLayout.Key}}: row.key}]->(:{{GraphLayout.Entity}} {id: row.to})
        DELETE r
        """);

    private static Statement RemoveNodes { get; } = new("remove nodes",
        $$"""
        UNWIND $rows AS id
        MATCH (n:{{GraphLayout.Entity}} {id: id})
        DETACH DELETE n
        """);

    /// <summary>Removes the unique values of nodes before any new ones are written, because nodes may exchange them.</summary>
    private static Statement Free(GraphModel model, NodeType type)
    {
        var layout = new GraphLayout(model);
        var unique = type.Properties.Where(p => p.IsUnique).Select(p => (CypherText)$"n.{layout.Folded(p, false)}");
        return new($"free {type.Name}",
            $$"""
            UNWIND $rows AS id
            MATCH (n:{{GraphLayout.Entity}} {id: id})
            REMOVE {{CypherText.Join(", ", unique)}}
            """);
    }

    /// <summary>Updates the sort keys of nodes with a new name, and of their edges as seen from their neighbours.</summary>
    private static Statement Rename { get; } = new("rename",
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
        {{GraphLayout.SetEdgeOrders}}
        """);

    /// <summary>Updates the sort keys of edges whose nodes have other names.</summary>
    private static Statement Move(RelationshipType type) => new($"move relationships {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (a:{{GraphLayout.Entity}} {id: row.from})-[r:{{Name.Of(type)}} {{{GraphLayout.Key}}: row.key}]->(b:{{GraphLayout.Entity}} {id: row.to})
        {{GraphLayout.SetEdgeOrders}}
        """);

    /// <summary>Creates or replaces nodes. An existing node keeps the time when it was recorded.</summary>
    private static Statement Put(NodeType type) => new($"put nodes {type.Name}",
        $$"""
        UNWIND $rows AS row
        MERGE (n:{{GraphLayout.Entity}} {id: row.id})
        SET n:{{CypherText.Join(":", GraphLayout.LabelsOf(type).Select(l => (CypherText)$"{l}"))}}
        WITH n, row, coalesce(n.{{GraphLayout.RecordedAt}}, datetime({epochMillis: coalesce(row.{{GraphLayout.RecordedAt}}, $at)})) AS recordedAt
        SET n = row, n.{{GraphLayout.RecordedAt}} = recordedAt
        """);

    private static Statement Put(RelationshipType type) => new($"put relationships {type.Name}",
        $$"""
        UNWIND $rows AS row
        MATCH (a:{{GraphLayout.Entity}} {id: row.from})
        MATCH (b:{{GraphLayout.Entity}} {id: row.to})
        MERGE (a)-[r:{{Name.Of(type)}} {{{GraphLayout.Key}}: row.key}]->(b)
        WITH a, r, b, row, coalesce(r.{{GraphLayout.RecordedAt}}, datetime({epochMillis: coalesce(row.{{GraphLayout.RecordedAt}}, $at)})) AS recordedAt
        SET r = row.properties, r.{{GraphLayout.RecordedAt}} = recordedAt
        {{GraphLayout.SetEdgeOrders}}
        """);
}
