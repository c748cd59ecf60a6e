using System.Globalization;
using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Suggests entities, properties and types for what a person types: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#suggest-services.</summary>
internal sealed class SuggestService(ServiceSchema schema, ServiceOperations operations)
{
    public static readonly string[] Kinds = ["entity", "property", "type"];

    /// <summary>The number of suggestions of one response.</summary>
    private const int Size = 10;

    private readonly string _document = $$"""
        query Suggest($text: String!, $id: ID!, $first: Int!) {
          node(id: $id) { ...C } search(text: $text, fuzzy: true, first: $first) { nodes { node { ...C } } }
        }
        fragment C on Node { ...N {{schema.Described}} } {{ServiceSchema.NodeFragment}}
        """;

    public async ValueTask Write(Utf8JsonWriter json, string kind, IQueryCollection query)
    {
        var prefix = Parameters.One(query, "prefix")?.Trim() ?? "";
        var skip = ReadCursor(Parameters.One(query, "cursor"));
        json.WriteStartArray("result");
        switch (kind)
        {
            case "entity": await WriteEntities(json, prefix, skip); break;
            case "property":
                foreach (var property in schema.Properties.Where(p => Begins(p.Id, prefix) || Begins(p.Name, prefix)).Skip(skip).Take(Size))
                    WriteItem(json, property.Id, property.Name, property.Description);
                break;
            default:
                foreach (var type in schema.Types.Where(t => Begins(t.Name, prefix)).Skip(skip).Take(Size))
                    WriteItem(json, type.Name, type.Name, type.Description);
                break;
        }
        json.WriteEndArray();
    }

    private static int ReadCursor(string? cursor) => cursor is null or "" ? 0
        : int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var skip) && skip <= GraphSchema.MaxPageSize - Size ? skip
        : throw RequestRefusedException.InvalidRequest($"`cursor` must be a number from 0 to {GraphSchema.MaxPageSize - Size}, but was {Excerpt.Of(cursor)}.");

    /// <summary>Whether a word of the name begins with what was typed.</summary>
    private static bool Begins(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) || name.Contains(' ' + prefix, StringComparison.OrdinalIgnoreCase);

    private async ValueTask WriteEntities(Utf8JsonWriter json, string prefix, int skip)
    {
        var data = await operations.Run(_document, ("text", prefix), ("id", prefix), ("first", skip + Size));
        var hits = data.GetProperty("search").GetProperty("nodes").EnumerateArray().Select(hit => hit.GetProperty("node"));
        foreach (var node in hits.Prepend(data.GetProperty("node")).Where(n => n.ValueKind != JsonValueKind.Null).DistinctBy(n => n.GetProperty("id").GetString()).Skip(skip).Take(Size))
        {
            json.WriteStartObject();
            json.WriteString("id", node.GetProperty("id").GetString());
            json.WriteString("name", node.GetProperty("displayName").GetString());
            json.WriteString("description", schema.Describe(node));
            json.WriteStartArray("notable");
            ServiceSchema.Write(json, schema.TypeNamed(node.GetProperty("__typename").GetString()!));
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private static void WriteItem(Utf8JsonWriter json, string id, string name, string description)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("name", name);
        json.WriteString("description", description);
        json.WriteEndObject();
    }
}
