using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>
/// The stored form of what a seed says: one JSON object. A record whose type the model no longer has is left out when it is read, and so is a property.
/// </summary>
public static class SeedContentJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // {"nodes":[{"type":"Country","id":"country:PAN","folders":["article"],"properties":{…}}],"relationships":[{"type":"PARTY_TO","from":…,"to":…,"since":null,…}]}
    public static byte[] Encode(SeedContent content)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        json.WriteStartArray("nodes"u8);
        foreach (var node in content.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, node.Type.Name);
            json.WriteString("id"u8, node.Id);
            WriteList(json, "folders", content.FoldersOf(node.Id));
            WriteProperties(json, node.Type.Properties, node.Properties);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("relationships"u8);
        foreach (var relationship in content.Relationships)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, relationship.Type.Name);
            json.WriteString("from"u8, relationship.From);
            json.WriteString("to"u8, relationship.To);
            json.WriteString("since"u8, relationship.Since);
            json.WriteString("until"u8, relationship.Until);
            WriteList(json, "claims", relationship.Claims);
            WriteList(json, "folders", content.FoldersOf(relationship.Key));
            WriteProperties(json, relationship.Type.Properties, relationship.Properties);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteProperties(Utf8JsonWriter json, ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        json.WritePropertyName("properties"u8);
        json.WriteRawValue(RecordJson.Encode(properties, values), skipInputValidation: true);
    }

    private static void WriteList(Utf8JsonWriter json, string name, ImmutableArray<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            json.WriteStringValue(item);
        json.WriteEndArray();
    }

    /// <param name="model">The model of the graph.</param>
    /// <param name="json">What <see cref="Encode"/> wrote; empty for a seed that said nothing.</param>
    /// <exception cref="JsonException">The text has another form.</exception>
    public static SeedContent Decode(GraphModel model, ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty)
            return SeedContent.Nothing;
        using var document = JsonDocument.Parse(json);
        var folders = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        var nodes = ImmutableArray.CreateBuilder<NodeRecord>();
        foreach (var stored in document.RootElement.GetProperty("nodes"u8).EnumerateArray())
            if (model.FindNodeType(stored.GetProperty("type"u8).GetString()!) is { } type)
            {
                var node = new NodeRecord(type, stored.GetProperty("id"u8).GetString()!, Properties(type.Properties, stored));
                nodes.Add(node);
                folders[node.Id] = List(stored, "folders");
            }
        var relationships = ImmutableArray.CreateBuilder<RelationshipRecord>();
        foreach (var stored in document.RootElement.GetProperty("relationships"u8).EnumerateArray())
            if (model.FindRelationshipType(stored.GetProperty("type"u8).GetString()!) is { } type)
            {
                var relationship = new RelationshipRecord(type, stored.GetProperty("from"u8).GetString()!, stored.GetProperty("to"u8).GetString()!)
                {
                    Since = stored.GetProperty("since"u8).GetString(),
                    Until = stored.GetProperty("until"u8).GetString(),
                    Claims = List(stored, "claims"),
                    Properties = Properties(type.Properties, stored),
                };
                relationships.Add(relationship);
                folders[relationship.Key] = List(stored, "folders");
            }
        return new(nodes.ToImmutable(), relationships.ToImmutable(), folders.ToImmutable());
    }

    private static ImmutableArray<string> List(JsonElement record, string name) => [.. record.GetProperty(name).EnumerateArray().Select(i => i.GetString()!)];

    private static Dictionary<string, object> Properties(ImmutableArray<Property> properties, JsonElement record)
    {
        var values = RecordJson.Decode(properties, JsonSerializer.SerializeToUtf8Bytes(record.GetProperty("properties"u8)));
        foreach (var unknown in values.Keys.Except(properties.Select(p => p.Name)).ToList())
            values.Remove(unknown);
        return values;
    }
}
