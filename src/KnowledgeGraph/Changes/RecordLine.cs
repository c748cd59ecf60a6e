using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>
/// A record as one JSON object, a line of a JSON Lines file. The first key names the kind of the record; the model reserves all keys that are no properties.
/// Missing values and empty lists are left out, so that the same record always gives the same bytes.
/// </summary>
public static class RecordLine
{
    public const string Node = "node";
    public const string Relationship = "relationship";
    public const string Redirect = "redirect";
    public const string Id = "id";
    public const string From = "from";
    public const string To = "to";
    public const string Since = "since";
    public const string Until = "until";
    public const string RecordedAt = "recordedAt";
    public const string Claims = "claims";

    // {"node":"Country","id":"country:PAN","name":"Panama",…,"recordedAt":"2024-07-02T12:00:00.000Z"}
    public static void Write(IBufferWriter<byte> output, NodeRecord node) => Write(output, json =>
    {
        json.WriteString(Node, node.Type.Name);
        json.WriteString(Id, node.Id);
        WriteProperties(json, node.Type.Properties, node.Properties);
        WriteTime(json, node.RecordedAt);
    });

    // {"relationship":"PARTY_TO","from":"country:PAN","to":"agreement:…","since":"2024-07-01",…,"recordedAt":"…","claims":["claim:…"]}
    public static void Write(IBufferWriter<byte> output, RelationshipRecord relationship) => Write(output, json =>
    {
        json.WriteString(Relationship, relationship.Type.Name);
        json.WriteString(From, relationship.From);
        json.WriteString(To, relationship.To);
        if (relationship.Since is { } since)
            json.WriteString(Since, since);
        if (relationship.Until is { } until)
            json.WriteString(Until, until);
        WriteProperties(json, relationship.Type.Properties, relationship.Properties);
        WriteTime(json, relationship.RecordedAt);
        if (relationship.Claims.IsEmpty)
            return;
        json.WritePropertyName(Claims);
        RecordJson.Write(json, relationship.Claims);
    });

    // {"redirect":"official:j_perez","to":"official:juan_perez"}
    public static void Write(IBufferWriter<byte> output, Redirect redirect) => Write(output, json =>
    {
        json.WriteString(Redirect, redirect.From);
        json.WriteString(To, redirect.Into);
    });

    private static void Write(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(output, RecordJson.WriterOptions))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        output.Write("\n"u8);
    }

    private static void WriteProperties(Utf8JsonWriter json, ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        foreach (var property in properties)
            if (values.TryGetValue(property.Name, out var value) && value is not ImmutableArray<string> { IsEmpty: true })
            {
                json.WritePropertyName(property.Name);
                RecordJson.Write(json, value);
            }
    }

    private static void WriteTime(Utf8JsonWriter json, long? at)
    {
        if (TimeText.Of(at) is { } time)
            json.WriteString(RecordedAt, time);
    }
}
