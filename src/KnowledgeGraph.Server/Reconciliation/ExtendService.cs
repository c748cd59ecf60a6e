using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Returns values of nodes for new columns: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#data-extension-service.</summary>
internal sealed class ExtendService(ServiceSchema schema, ServiceOperations operations)
{
    public const string LimitSetting = "limit";
    public const int DefaultValues = 10;
    public const int MaxValues = 100;

    /// <param name="Limit">The maximum number of values of one node.</param>
    private sealed record Column(ServiceProperty Property, int Limit);

    /// <summary>Writes the values of the properties for each id.</summary>
    public async ValueTask Write(Utf8JsonWriter json, string extend)
    {
        var (ids, columns) = Read(extend);
        var data = ids.IsEmpty ? default : await operations.Run(Document(schema.TypesOf(ids), columns), ("ids", ids.ToArray<object?>()));
        var nodes = ids.Zip(ids.IsEmpty ? [] : data.GetProperty("nodes").EnumerateArray()).DistinctBy(n => n.First).ToDictionary(n => n.First, n => n.Second);
        json.WriteStartArray("meta");
        foreach (var column in columns)
            WriteMeta(json, column.Property);
        json.WriteEndArray();
        json.WriteStartObject("rows");
        foreach (var (id, node) in nodes)
        {
            json.WriteStartObject(id);
            foreach (var column in columns)
            {
                json.WriteStartArray(column.Property.Id);
                foreach (var (field, value) in node.ValueKind == JsonValueKind.Null ? [] : column.Property.ValuesOf(node).Take(column.Limit))
                    WriteValue(json, field, value);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Writes the properties of a type.</summary>
    public void WriteProposals(Utf8JsonWriter json, IQueryCollection query)
    {
        var id = Parameters.One(query, "type") is { Length: > 0 } given ? given
            : throw RequestRefusedException.InvalidRequest($"`type` is missing. Use one of {string.Join(", ", schema.Types.Select(t => t.Name))}.");
        var type = schema.TypeNamed(id);
        int? limit = Parameters.One(query, "limit") is not { Length: > 0 } text ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw RequestRefusedException.InvalidRequest($"`limit` must be a number from 1, but was {Excerpt.Of(text)}.");
        json.WriteString("type", id);
        if (limit is not null)
            json.WriteNumber("limit", limit.Value);
        json.WriteStartArray("properties");
        foreach (var property in schema.Properties.Where(p => p.Fields.Any(f => type.Members.Contains(f.Type))).Take(limit ?? int.MaxValue))
        {
            json.WriteStartObject();
            json.WriteString("id", property.Id);
            json.WriteString("name", property.Name);
            json.WriteString("description", property.Fields.First(f => type.Members.Contains(f.Type)) is var field ? field.Property?.Description ?? field.Relationship!.Description : "");
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private (ImmutableArray<string> Ids, ImmutableArray<Column> Columns) Read(string extend)
    {
        using var parsed = JsonText.Parse("extend", extend);
        var root = parsed.RootElement;
        if (!root.TryGetProperty("ids", out var ids) || ids.ValueKind != JsonValueKind.Array || ids.EnumerateArray().Any(i => i.ValueKind != JsonValueKind.String))
            throw RequestRefusedException.InvalidRequest("`extend` must have a list of texts in `ids`.");
        if (!root.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Array)
            throw RequestRefusedException.InvalidRequest("`extend` must have a list in `properties`.");
        if (ids.GetArrayLength() > GraphSchema.MaxPageSize || properties.GetArrayLength() > SoughtEntity.MaxProperties)
            throw new RequestRefusedException(
                RequestErrorCodes.BatchTooLong, $"`extend` can have at most {GraphSchema.MaxPageSize} ids and {SoughtEntity.MaxProperties} properties, but has {ids.GetArrayLength()} and {properties.GetArrayLength()}.");
        return ([.. ids.EnumerateArray().Select(i => i.GetString()!)], [.. properties.EnumerateArray().Select(ReadColumn).DistinctBy(c => c.Property.Id)]);
    }

    private Column ReadColumn(JsonElement property)
    {
        if (property.ValueKind != JsonValueKind.Object || !property.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            throw RequestRefusedException.InvalidRequest("`extend` must have `id` in each of its `properties`.");
        return new Column(schema.PropertyNamed(id.GetString()!), ReadLimit(property));
    }

    /// <summary>The setting, which OpenRefine sends as a number or as a text.</summary>
    private static int ReadLimit(JsonElement property)
    {
        if (!property.TryGetProperty("settings", out var settings) || settings.ValueKind != JsonValueKind.Object || !settings.TryGetProperty(LimitSetting, out var limit) || limit.ToString() is "")
            return DefaultValues;
        return int.TryParse(limit.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MaxValues ? number
            : throw RequestRefusedException.InvalidRequest($"The setting `{LimitSetting}` must be a number from 1 to {MaxValues}, but was {Excerpt.Of(limit.ToString())}.");
    }

    private static string Document(ImmutableArray<NodeType> types, ImmutableArray<Column> columns)
    {
        var document = new StringBuilder("query Extend($ids: [ID!]!) { nodes(ids: $ids) { __typename ...N ");
        foreach (var column in columns)
            column.Property.Select(document, types, column.Limit);
        return document.Append($"}} }} {ServiceSchema.NodeFragment}").ToString();
    }

    private static void WriteMeta(Utf8JsonWriter json, ServiceProperty property)
    {
        json.WriteStartObject();
        json.WriteString("id", property.Id);
        json.WriteString("name", property.Name);
        if (property.Relationship is { Target: var target } && property.Fields.All(f => f.Relationship?.Target == target))
        {
            json.WritePropertyName("type");
            ServiceSchema.Write(json, target);
        }
        json.WriteEndObject();
    }

    /// <summary>A date stays a text, because it may be a year or a month.</summary>
    private static void WriteValue(Utf8JsonWriter json, ServiceProperty.Field field, JsonElement value)
    {
        json.WriteStartObject();
        if (field.Relationship is not null)
        {
            json.WriteString("id", value.GetProperty("id").GetString());
            json.WriteString("name", value.GetProperty("displayName").GetString());
        }
        else if (value.ValueKind == JsonValueKind.Number)
        {
            json.WritePropertyName(field.Property!.Kind == ScalarKind.Int ? "int" : "float");
            value.WriteTo(json);
        }
        else
            json.WriteString("str", value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetRawText() : value.GetString());
        json.WriteEndObject();
    }
}
