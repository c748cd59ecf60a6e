using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// The history in Neo4j: a node <c>_Change</c> for each commit, and nodes <c>_Entry</c> with its <c>version</c>. They have no relationships and
/// no label of the graph, so that no read of the graph finds them.
/// </summary>
public static class HistoryStatements
{
    /// <summary>The constraints and indexes of the history.</summary>
    internal static IEnumerable<Statement> Prepare =>
    [
        new("constraint Change_version", $"CREATE CONSTRAINT Change_version IF NOT EXISTS FOR (c:{GraphLayout.Change}) REQUIRE c.version IS UNIQUE"),
        new("index Change_undoes", $"CREATE RANGE INDEX Change_undoes IF NOT EXISTS FOR (c:{GraphLayout.Change}) ON (c.undoes)"),
        new("index Change_by", $"CREATE RANGE INDEX Change_by IF NOT EXISTS FOR (c:{GraphLayout.Change}) ON (c.by)"),
        new("index Entry_version", $"CREATE RANGE INDEX Entry_version IF NOT EXISTS FOR (e:{GraphLayout.Entry}) ON (e.version, e.position)"),
        new("index Entry_subject", $"CREATE RANGE INDEX Entry_subject IF NOT EXISTS FOR (e:{GraphLayout.Entry}) ON (e.subject)"),
        new("index Entry_from", $"CREATE RANGE INDEX Entry_from IF NOT EXISTS FOR (e:{GraphLayout.Entry}) ON (e.from)"),
        new("index Entry_to", $"CREATE RANGE INDEX Entry_to IF NOT EXISTS FOR (e:{GraphLayout.Entry}) ON (e.to)"),
    ];

    private static Statement AddEntries { get; } = new("add entries",
        $$"""
        UNWIND $rows AS row
        CREATE (e:{{GraphLayout.Entry}})
        SET e = row
        """);

    private static Statement AddChange { get; } = new("add change",
        $$"""
        UNWIND $rows AS row
        CREATE (c:{{GraphLayout.Change}})
        SET c = row, c.at = datetime({epochMillis: $at})
        """);

    /// <summary>Recorded changes, by the versions in <c>$rows</c>.</summary>
    public static Statement Changes { get; } = new("recorded changes",
        $$"""
        UNWIND $rows AS version
        MATCH (c:{{GraphLayout.Change}} {version: version})
        RETURN collect({version: c.version, at: c.at.epochMillis, kind: c.kind, by: c.by, acceptedBy: c.acceptedBy, note: c.note, entries: c.entries, undoes: c.undoes,
          undoneBy: head(COLLECT { MATCH (u:{{GraphLayout.Change}} {undoes: version}) RETURN u.version }) }) AS data
        """);

    /// <summary>The entries of recorded changes, by the versions in <c>$rows</c>.</summary>
    public static Statement Entries { get; } = new("entries of recorded changes",
        $$"""
        UNWIND $rows AS version
        MATCH (e:{{GraphLayout.Entry}} {version: version})
        RETURN collect(properties(e)) AS data
        """);

    /// <summary>The fields of a stored entry as one JSON list: for each its name and its values before and after.</summary>
    public static byte[] FieldsOf(JsonElement entry)
    {
        IEnumerable<string> Values(string name) => entry.GetProperty(name).EnumerateArray().Select(v => v.GetString() is { Length: > 0 } json ? json : "null");
        var names = entry.GetProperty("names").EnumerateArray().Select(n => Encoding.UTF8.GetString(RecordJson.Encode(n.GetString()!)));
        return Encoding.UTF8.GetBytes($"[{string.Join(',', names.Zip(Values("before"), Values("after")).Select(f => $"{f.First},{f.Second},{f.Third}"))}]");
    }

    /// <summary>The statements that record a commit. They must run in the transaction of the commit.</summary>
    /// <param name="batch">Maximum number of rows of a statement.</param>
    public static IEnumerable<ChangeStatement> Of(PreparedChange change, int batch)
    {
        var at = change.At.ToUnixTimeMilliseconds();
        return Rows(change).SelectMany(r => r.InBatches(batch, at));
    }

    /// <summary>All statements that record a commit.</summary>
    internal static Statement[] All => [AddEntries, AddChange];

    internal static IEnumerable<StatementRows> Rows(PreparedChange change) =>
    [
        StatementRows.Of(AddEntries, change.Entries.Select((entry, position) => (entry, position)), (json, row) => WriteEntry(json, change.Version, row.position, row.entry)),
        StatementRows.Of(AddChange, [change.Recorded], WriteChange),
    ];

    private static void WriteChange(Utf8JsonWriter json, RecordedChange change)
    {
        json.WriteStartObject();
        json.WriteNumber("version"u8, change.Version);
        json.WriteString("kind"u8, change.Kind);
        json.WriteString("by"u8, change.By);
        json.WriteString("acceptedBy"u8, change.AcceptedBy);
        json.WriteString("note"u8, change.Note);
        json.WriteNumber("entries"u8, change.Entries);
        if (change.Undoes is { } undone)
            json.WriteNumber("undoes"u8, undone);
        json.WriteEndObject();
    }

    /// <summary>The values of fields are JSON texts in two lists beside their names; an empty text stands for no value.</summary>
    private static void WriteEntry(Utf8JsonWriter json, long version, int position, ChangeEntry entry)
    {
        var fields = entry.Fields.ToList();
        json.WriteStartObject();
        json.WriteNumber("version"u8, version);
        json.WriteNumber("position"u8, position);
        json.WriteString("kind"u8, entry.Kind.ToString().ToUpperInvariant());
        json.WriteString("subject"u8, entry.Id);
        json.WriteString("type"u8, entry.Type);
        json.WriteString("from"u8, entry.Ends?.From);
        json.WriteString("to"u8, entry.Ends?.To);
        WriteList(json, "names", fields.Select(f => f.Name));
        WriteList(json, "before", fields.Select(f => TextOf(f.Before)));
        WriteList(json, "after", fields.Select(f => TextOf(f.After)));
        json.WriteEndObject();
    }

    private static string TextOf(object? value) => value is null ? "" : Encoding.UTF8.GetString(RecordJson.EncodeValue(value));

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }
}
