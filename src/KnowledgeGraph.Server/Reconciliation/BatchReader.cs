using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Matching;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Reads a batch of queries: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#structure-of-a-reconciliation-query.</summary>
internal sealed class BatchReader(ServiceSchema schema, ServerOptions options)
{
    private static readonly string[] s_fields = ["query", "type", "type_strict", "limit", "properties"];
    private static readonly string[] s_strictness = ["any", "should", "all"];

    /// <exception cref="RequestRefusedException">The batch is too large, or not a batch; the message says where.</exception>
    public ImmutableArray<SoughtEntity> Read(string json)
    {
        using var parsed = JsonText.Parse("queries", json);
        var queries = parsed.RootElement.EnumerateObject().ToList();
        if (queries.Count > options.MaxReconciliationBatch)
            throw new RequestRefusedException(
                RequestErrorCodes.BatchTooLong, $"A batch can have at most {options.MaxReconciliationBatch} queries, but has {queries.Count}.");
        return [.. queries.Select(q => Read(q.Name, q.Value))];
    }

    private SoughtEntity Read(string key, JsonElement query)
    {
        if (query.ValueKind != JsonValueKind.Object)
            throw Refuse(key, "must be an object such as {\"query\":\"Panama\"}");
        foreach (var field in query.EnumerateObject())
            if (!s_fields.Contains(field.Name))
                throw Refuse(key, $"has no field `{Excerpt.Of(field.Name)}`. {Nearest.Suggest(field.Name, s_fields)}");
        var name = query.TryGetProperty("query", out var text) ? text.ValueKind == JsonValueKind.String ? text.GetString()!.Trim() : throw Refuse(key, "must have a text in `query`") : null;
        if (name is "")
            throw Refuse(key, "has an empty `query`. Give a name, or leave it out");
        var properties = query.TryGetProperty("properties", out var given) ? ReadProperties(key, given) : [];
        if (name is null && properties.IsEmpty)
            throw Refuse(key, "must have `query`, `properties` or both");
        var strictness = query.TryGetProperty("type_strict", out var strict) ? strict.ValueKind == JsonValueKind.String ? strict.GetString() : "" : "any";
        if (!s_strictness.Contains(strictness))
            throw Refuse(key, "must have `any`, `should` or `all` in `type_strict`");
        return new SoughtEntity(
            key, name is null ? null : new SoughtName(Limited(key, name)), query.TryGetProperty("type", out var type) ? ReadTypes(key, type, strictness == "all") : null,
            strictness == "should", query.TryGetProperty("limit", out var limit) ? ReadLimit(key, limit) : SoughtEntity.DefaultCandidates, properties);
    }

    private ImmutableArray<NodeType>? ReadTypes(string key, JsonElement types, bool needsAll)
    {
        var named = Items(types).Select(t => t.ValueKind == JsonValueKind.String ? schema.TypeNamed(t.GetString()!) : throw Refuse(key, "must have names of types in `type`")).ToList();
        return named.Count == 0 ? null : [.. schema.NodeTypes.Where(t => needsAll ? named.TrueForAll(n => n.Members.Contains(t)) : named.Exists(n => n.Members.Contains(t)))];
    }

    private static int ReadLimit(string key, JsonElement limit) =>
        limit.ValueKind == JsonValueKind.Number && limit.TryGetDouble(out var number) && number >= 1
            ? (int)Math.Min(number, SoughtEntity.MaxCandidates) : throw Refuse(key, "must have a number from 1 in `limit`");

    private ImmutableArray<(ServiceProperty, ImmutableArray<SoughtValue>)> ReadProperties(string key, JsonElement properties)
    {
        if (properties.ValueKind != JsonValueKind.Array || properties.GetArrayLength() > SoughtEntity.MaxProperties)
            throw Refuse(key, $"must have a list of at most {SoughtEntity.MaxProperties} objects in `properties`");
        var read = properties.EnumerateArray().Select(p => ReadProperty(key, p)).Where(p => !p.Values.IsEmpty).ToImmutableArray();
        var count = read.Sum(p => p.Values.Length);
        return count <= SoughtEntity.MaxValues ? read : throw Refuse(key, $"can have at most {SoughtEntity.MaxValues} values in its `properties`, but has {count}");
    }

    private (ServiceProperty, ImmutableArray<SoughtValue> Values) ReadProperty(string key, JsonElement property)
    {
        if (property.ValueKind != JsonValueKind.Object || !property.TryGetProperty("pid", out var pid) || pid.ValueKind != JsonValueKind.String || !property.TryGetProperty("v", out var value))
            throw Refuse(key, "must have `pid` and `v` in each of its `properties`");
        return (schema.PropertyNamed(pid.GetString()!), [.. Items(value).Select(v => TextOf(key, v)).Where(v => v.Length > 0).Select(v => new SoughtValue(v))]);
    }

    private static string TextOf(string key, JsonElement value) => Limited(key, value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Trim(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Null => "",
        JsonValueKind.Object when value.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String => id.GetString()!,
        _ => throw Refuse(key, "must have texts, numbers, booleans or objects with `id` in `v`"),
    });

    private static JsonElement[] Items(JsonElement value) => value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private static string Limited(string key, string text) => text.Length <= SoughtEntity.MaxText ? text
        : throw Refuse(key, $"can have texts of at most {SoughtEntity.MaxText} characters, but has one of {text.Length}");

    private static RequestRefusedException Refuse(string key, string what) => RequestRefusedException.InvalidRequest($"The query `{Excerpt.Of(key)}` {what}.");
}
