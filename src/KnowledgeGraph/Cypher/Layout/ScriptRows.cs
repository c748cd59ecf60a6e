using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>Writes the rows of <see cref="ScriptStatements"/>.</summary>
public sealed class ScriptRows(GraphModel model)
{
    private readonly RecordWriter _records = new(new GraphLayout(model));

    public void Write(Utf8JsonWriter json, NodeRecord node) => _records.Write(json, node);

    public void Write(Utf8JsonWriter json, RelationshipRecord relationship) => _records.Write(json, relationship);

    // ["official:j_perez","official:juan_perez"]
    public static void Write(Utf8JsonWriter json, Redirect redirect)
    {
        json.WriteStartArray();
        json.WriteStringValue(redirect.From);
        json.WriteStringValue(redirect.Into);
        json.WriteEndArray();
    }

    // ["graph", 12, 6, 1719921600000]
    public static void WriteStore(Utf8JsonWriter json, long version, DateTimeOffset? at)
    {
        json.WriteStartArray();
        json.WriteStringValue(StoreNode.NodeId);
        json.WriteNumberValue(version);
        json.WriteNumberValue(GraphLayout.Format);
        if (at is { } time)
            json.WriteNumberValue(time.ToUnixTimeMilliseconds());
        else
            json.WriteNullValue();
        json.WriteEndArray();
    }
}
