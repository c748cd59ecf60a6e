using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>
/// What a seed says as one JSON object: its stored form, and the form in which a seed is sent to a server. A record whose type the model does not have is left
/// out when it is read, and so is a property.
/// </summary>
public static class SeedContentJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    // {"nodes":[{"type":"Country","id":"country:PAN","folders":["article"],"properties":{…}}],"relationships":[{"type":"PARTY_TO","from":…,"to":…,"since":null,…}]}
    public static byte[] Encode(SeedContent content) => Encode(content, isSent: false);

    /// <summary>The form in which a seed is sent. It also says where each record was given, and which nodes the seed has merged.</summary>
    public static byte[] EncodeToSend(SeedContent content) => Encode(content, isSent: true);

    private static byte[] Encode(SeedContent content, bool isSent)
    {
        void WritePlace(Utf8JsonWriter json, ChangeLocation? location)
        {
            if (!isSent || location is not FileLocation place)
                return;
            json.WriteStartArray("at"u8);
            json.WriteStringValue(place.File);
            json.WriteNumberValue(place.Line);
            json.WriteNumberValue(place.Column);
            json.WriteEndArray();
        }
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, s_options);
        json.WriteStartObject();
        json.WriteStartArray("nodes"u8);
        foreach (var node in content.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, node.Type.Name);
            json.WriteString("id"u8, node.Id);
            WritePlace(json, node.Location);
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
            WritePlace(json, relationship.Location);
            json.WriteString("since"u8, relationship.Since);
            json.WriteString("until"u8, relationship.Until);
            WriteList(json, "claims", relationship.Claims);
            WriteList(json, "folders", content.FoldersOf(relationship.Key));
            WriteProperties(json, relationship.Type.Properties, relationship.Properties);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (isSent)
        {
            json.WriteStartArray("redirects"u8);
            foreach (var redirect in content.Redirects)
            {
                json.WriteStartObject();
                json.WriteString("from"u8, redirect.From);
                json.WriteString("into"u8, redirect.Into);
                WritePlace(json, redirect.Location);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
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
    /// <param name="json">What <see cref="Encode(SeedContent)"/> or <see cref="EncodeToSend"/> wrote; empty for a seed that said nothing.</param>
    /// <param name="unknown">Receives the types and properties that the model does not have.</param>
    /// <exception cref="JsonException">The text has another form.</exception>
    public static SeedContent Decode(GraphModel model, ReadOnlyMemory<byte> json, ISet<string>? unknown = null)
    {
        if (json.IsEmpty)
            return SeedContent.Nothing;
        using var document = JsonDocument.Parse(json);
        try
        {
            return Decode(model, document.RootElement, unknown);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    private static SeedContent Decode(GraphModel model, JsonElement root, ISet<string>? unknown)
    {
        var folders = ImmutableDictionary.CreateBuilder<string, ImmutableArray<string>>();
        var (nodes, relationships) = (ImmutableArray.CreateBuilder<NodeRecord>(), ImmutableArray.CreateBuilder<RelationshipRecord>());
        foreach (var stored in root.GetProperty("nodes"u8).EnumerateArray())
        {
            if (model.FindNodeType(Text(stored, "type")) is not { } type)
            {
                unknown?.Add(Text(stored, "type"));
                continue;
            }
            var node = new NodeRecord(type, Text(stored, "id"), Properties(type.Name, type.Properties, stored, unknown), PlaceOf(stored));
            nodes.Add(node);
            folders[node.Id] = List(stored, "folders");
        }
        foreach (var stored in root.GetProperty("relationships"u8).EnumerateArray())
        {
            if (model.FindRelationshipType(Text(stored, "type")) is not { } type)
            {
                unknown?.Add(Text(stored, "type"));
                continue;
            }
            var relationship = new RelationshipRecord(type, Text(stored, "from"), Text(stored, "to"), PlaceOf(stored))
            {
                Since = stored.GetProperty("since"u8).GetString(),
                Until = stored.GetProperty("until"u8).GetString(),
                Claims = List(stored, "claims"),
                Properties = Properties(type.Name, type.Properties, stored, unknown),
            };
            relationships.Add(relationship);
            folders[relationship.Key] = List(stored, "folders");
        }
        var redirects = root.TryGetProperty("redirects"u8, out var sent)
            ? sent.EnumerateArray().Select(r => new Redirect(Text(r, "from"), Text(r, "into")) { Location = PlaceOf(r) }).ToImmutableArray() : [];
        return new(nodes.ToImmutable(), relationships.ToImmutable(), folders.ToImmutable()) { Redirects = redirects };
    }

    private static string Text(JsonElement record, string name) => record.GetProperty(name).GetString() ?? throw new JsonException($"`{name}` is null.");

    private static FileLocation? PlaceOf(JsonElement record) =>
        record.TryGetProperty("at"u8, out var at) ? new FileLocation(at[0].GetString() ?? "", at[1].GetInt32(), at[2].GetInt32()) : null;

    private static ImmutableArray<string> List(JsonElement record, string name) =>
        [.. record.GetProperty(name).EnumerateArray().Select(i => i.GetString() ?? throw new JsonException($"`{name}` has a null."))];

    private static Dictionary<string, object> Properties(string owner, ImmutableArray<Property> properties, JsonElement record, ISet<string>? unknown)
    {
        var values = RecordJson.Decode(properties, JsonSerializer.SerializeToUtf8Bytes(record.GetProperty("properties"u8)));
        foreach (var name in values.Keys.Except(properties.Select(p => p.Name)).ToList())
        {
            unknown?.Add($"{owner}.{name}");
            values.Remove(name);
        }
        return values;
    }
}
