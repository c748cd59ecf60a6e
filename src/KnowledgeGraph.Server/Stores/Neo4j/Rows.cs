using System.Text.Json;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Writes the parameters of statements that have one: <c>rows</c>.</summary>
internal static class Rows
{
    public static Action<Utf8JsonWriter> Of(IEnumerable<string> rows) => Of(rows, (json, row) => json.WriteStringValue(row));

    public static Action<Utf8JsonWriter> Of<T>(IEnumerable<T> rows, Action<Utf8JsonWriter, T> write) => json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("rows"u8);
        foreach (var row in rows)
            write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    };
}
