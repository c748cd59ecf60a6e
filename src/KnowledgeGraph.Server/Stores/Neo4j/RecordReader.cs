using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Reads records as <see cref="RecordStatements"/> return them.</summary>
internal static class RecordReader
{
    // {"labels":["Entity","Country","Actor"],"properties":{"id":"country:PAN","name":"Panama","_name":"panama",…}}
    public static NodeRecord Node(GraphModel model, JsonElement record)
    {
        var type = record.GetProperty("labels").EnumerateArray().Select(l => model.FindNodeType(l.GetString()!)).OfType<NodeType>().First();
        var properties = record.GetProperty("properties");
        return new NodeRecord(type, properties.GetProperty("id").GetString()!, Values(type.Properties, properties))
        {
            Revision = RevisionOf(properties),
            RecordedAt = TimeOf(record),
        };
    }

    // {"type":"PARTY_TO","from":"country:PAN","to":"instrument:…","properties":{"since":"2024","claims":["claim:…"],…}}
    /// <returns>Null if the model has no such type.</returns>
    public static RelationshipRecord? Relationship(GraphModel model, JsonElement record)
    {
        if (model.FindRelationshipType(record.GetProperty("type").GetString()!) is not { } type)
            return null;
        var properties = record.GetProperty("properties");
        return new RelationshipRecord(type, record.GetProperty("from").GetString()!, record.GetProperty("to").GetString()!)
        {
            Since = properties.TryGetProperty("since", out var since) ? since.GetString() : null,
            Until = properties.TryGetProperty("until", out var until) ? until.GetString() : null,
            Claims = properties.TryGetProperty("claims", out var claims) ? Texts(claims) : [],
            Properties = Values(type.Properties, properties),
            Revision = RevisionOf(properties),
            RecordedAt = TimeOf(record),
        };
    }

    // {"id":"official:j_perez","into":"official:juan_perez"}
    public static Redirect Redirect(JsonElement record) => new(record.GetProperty("id").GetString()!, record.GetProperty("into").GetString()!);

    // {"version":3,"at":1764547200000,"kind":"MUTATION","by":"ana","acceptedBy":null,"note":"AP, 3 March 2025","entries":2}
    public static RecordedChange Change(JsonElement record) => new(
        record.GetProperty("version").GetInt64(), record.GetProperty("at").GetInt64(), record.GetProperty("kind").GetString()!,
        record.GetProperty("by").GetString(), record.GetProperty("acceptedBy").GetString(), record.GetProperty("note").GetString(), record.GetProperty("entries").GetInt32())
    {
        Undoes = VersionIn(record.GetProperty("undoes")),
        UndoneBy = VersionIn(record.GetProperty("undoneBy")),
    };

    // {"version":3,"position":0,"kind":"CHANGED","subject":"country:PAN","type":"Country","names":["name"],"before":["\"Panama\""],"after":["\"Panamá\""]}
    public static (long Version, RecordedEntry Entry) Entry(JsonElement record) => (
        record.GetProperty("version").GetInt64(), new RecordedEntry(
            record.GetProperty("position").GetInt32(), record.GetProperty("kind").GetString()!, record.GetProperty("subject").GetString()!, record.GetProperty("type").GetString()!,
            TextIn(record, "from"), TextIn(record, "to"), HistoryStatements.FieldsOf(record)));

    private static long? VersionIn(JsonElement value) => value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private static string? TextIn(JsonElement record, string name) => record.TryGetProperty(name, out var text) ? text.GetString() : null;

    /// <summary>What another program wrote may have no revision.</summary>
    private static long RevisionOf(JsonElement properties) =>
        properties.TryGetProperty(GraphLayout.Revision.Text, out var revision) && revision.TryGetInt64(out var version) ? version : 0;

    /// <summary>Null if the statement does not ask for it: then a change that writes the record again is not taken to say when it was recorded.</summary>
    private static long? TimeOf(JsonElement record) =>
        record.TryGetProperty(GraphLayout.RecordedAt.Text, out var time) && time.TryGetInt64(out var milliseconds) ? milliseconds : null;

    private static Dictionary<string, object> Values(ImmutableArray<Property> properties, JsonElement stored)
    {
        var values = new Dictionary<string, object>();
        foreach (var property in properties)
            if (stored.TryGetProperty(property.Name, out var value))
                values.Add(property.Name, value.ValueKind switch
                {
                    JsonValueKind.Array => Texts(value),
                    JsonValueKind.True => true,
                    JsonValueKind.False => false,
                    JsonValueKind.Number => property.Type.Form == ScalarForm.Whole ? value.GetInt64() : (object)value.GetDouble(),
                    _ => value.GetString()!,
                });
        return values;
    }

    private static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(i => i.GetString()!)];
}
