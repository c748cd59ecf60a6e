using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>A filter of edges as a document has it, and what a client does with the edges of a response to get the same.</summary>
internal sealed record EdgeFilter(string Text, Func<JsonNode, bool> Holds)
{
    private static readonly string[] s_counts = ["independentOrigins", "outlets", "reports"];
    private static readonly string[] s_standings = [.. Standings.Type.Values.Select(v => v.Name)];
    private static readonly string[] s_stances = ["ASSERTS", "DENIES"];

    /// <summary>What is selected of an edge, so that each filter can be applied to the response.</summary>
    public static string Selection(RelationshipType type) =>
        $"since until recordedAt contested inEffect standing corroboration {{ {string.Join(' ', s_counts)} firstReportedOn }} evidence {{ id stance }} "
        + $"node {{ ... on Node {{ id }} }} {string.Join(' ', type.Properties.Select(p => p.Name))}";

    /// <param name="edges">Edges of the response. Most values that a filter compares with are values of these.</param>
    /// <param name="withNode">Whether the filter may have a condition for the node.</param>
    public static EdgeFilter Next(Choices choices, RelationshipType type, IReadOnlyList<JsonNode> edges, bool withNode, int depth = 2)
    {
        var keys = new Dictionary<string, EdgeFilter>();
        for (var i = choices.Below(3); i >= 0; i--)
        {
            var (key, filter) = Key(choices, type, edges, withNode, depth);
            keys.TryAdd(key, filter);
        }
        return new($"{{ {string.Join(", ", keys.Select(k => $"{k.Key}: {k.Value.Text}"))} }}", e => keys.Values.All(k => k.Holds(e)));
    }

    private static (string Key, EdgeFilter Filter) Key(Choices choices, RelationshipType type, IReadOnlyList<JsonNode> edges, bool withNode, int depth)
    {
        if (depth > 0 && choices.Chance(25))
            return Logic(choices, type, edges, withNode, depth - 1);
        var key = choices.Of([
            "since", "until", "since", "until", "recordedAt", "contested", "inEffect", "standing", "corroboration", "evidence",
            .. type.Properties.SelectMany(p => (string[])[p.Name, p.Name]), .. withNode ? ["node"] : Array.Empty<string>()]);
        return (key, key switch
        {
            "since" or "until" => Of(e => e[key], v => Date(choices, v), choices, edges),
            "recordedAt" => Of(e => e[key], v => Time(choices, v), choices, edges),
            "contested" or "inEffect" => Boolean(choices, key),
            "standing" => Of(e => e[key], v => Enum(choices, v, s_standings), choices, edges),
            "corroboration" => Corroboration(choices, edges),
            "evidence" => Evidence(choices),
            "node" => Within("id", Of(e => e[key]!["id"], v => AnyText(choices, v), choices, edges)),
            _ => Stored(choices, type.FindProperty(key)!, edges),
        });
    }

    private static (string Key, EdgeFilter Filter) Logic(Choices choices, RelationshipType type, IReadOnlyList<JsonNode> edges, bool withNode, int depth)
    {
        var parts = Enumerable.Range(0, 1 + choices.Below(3)).Select(_ => Next(choices, type, edges, withNode, depth)).ToList();
        var list = $"[{string.Join(", ", parts.Select(p => p.Text))}]";
        return choices.Below(3) switch
        {
            0 => ("and", new(list, e => parts.TrueForAll(p => p.Holds(e)))),
            1 => ("or", new(list, e => parts.Exists(p => p.Holds(e)))),
            _ => ("not", new(parts[0].Text, e => !parts[0].Holds(e))),
        };
    }

    private static EdgeFilter Stored(Choices choices, Property property, IReadOnlyList<JsonNode> edges)
    {
        EdgeFilter Compare(string? value) => property.Kind switch
        {
            ScalarKind.PartialDate => Date(choices, value),
            ScalarKind.Enum => Enum(choices, value, [.. property.Enum!.Values.Select(v => v.Name)]),
            ScalarKind.Float => Number(choices, value),
            ScalarKind.String or ScalarKind.Id => AnyText(choices, value),
            _ => throw new NotSupportedException($"{property.Kind}"),
        };
        if (!property.IsList)
            return Of(e => e[property.Name], Compare, choices, edges);
        IEnumerable<JsonNode?> Items(JsonNode edge) => edge[property.Name]!.AsArray();
        var item = Compare(edges.SelectMany(Items).FirstOrDefault()?.ToString());
        return choices.Below(4) switch
        {
            0 => Within("some", new(item.Text, e => Items(e).Any(i => item.Holds(i!)))),
            1 => Within("all", new(item.Text, e => Items(e).All(i => item.Holds(i!)))),
            2 => Within("none", new(item.Text, e => !Items(e).Any(i => item.Holds(i!)))),
            _ => Within("any", new("true", e => Items(e).Any())),
        };
    }

    private static EdgeFilter Corroboration(Choices choices, IReadOnlyList<JsonNode> edges)
    {
        if (choices.Chance(40))
            return Within("firstReportedOn", Of(e => e["corroboration"]!["firstReportedOn"], v => Date(choices, v), choices, edges));
        var count = choices.Of(s_counts);
        return Within(count, Of(e => e["corroboration"]![count], v => Number(choices, v ?? "1"), choices, edges));
    }

    private static EdgeFilter Evidence(Choices choices)
    {
        static JsonArray Claims(JsonNode edge) => edge["evidence"]!.AsArray();
        var (count, stance, any) = (choices.Below(3), choices.Of(s_stances), choices.Chance(50));
        bool Is(JsonNode? claim) => claim!["stance"]!.GetValue<string>() == stance;
        var claim = $"{{ stance: {{ eq: {stance} }} }}";
        return choices.Below(6) switch
        {
            0 => Within("any", new(any ? "true" : "false", e => Claims(e).Count > 0 == any)),
            1 => Within("count", new($"{{ gte: {count} }}", e => Claims(e).Count >= count)),
            2 => Within("some", new(claim, e => Claims(e).Any(Is))),
            3 => Within("all", new(claim, e => Claims(e).All(Is))),
            4 => Within("none", new(claim, e => !Claims(e).Any(Is))),
            _ => Within("single", new(claim, e => Claims(e).Count(Is) == 1)),
        };
    }

    private static EdgeFilter Within(string key, EdgeFilter inner) => inner with { Text = $"{{ {key}: {inner.Text} }}" };

    /// <summary>A comparison of a value of the edge with one of these values, or with none.</summary>
    private static EdgeFilter Of(Func<JsonNode, JsonNode?> value, Func<string?, EdgeFilter> compare, Choices choices, IReadOnlyList<JsonNode> edges)
    {
        if (choices.Chance(15))
            return choices.Chance(50) ? new("{ eq: null }", e => value(e) is null) : new("{ neq: null }", e => value(e) is not null);
        var filter = compare(edges.Count > 0 && choices.Chance(75) ? value(choices.Of(edges))?.ToString() : null);
        return filter with { Holds = e => filter.Holds(value(e) ?? s_missing) };
    }

    /// <summary>Stands for a value that is null, because a predicate needs a node.</summary>
    private static readonly JsonNode s_missing = JsonValue.Create("\0");

    private static string? TextOf(JsonNode value) => value == s_missing ? null : value.ToString();

    private static EdgeFilter Boolean(Choices choices, string key)
    {
        var wanted = choices.Chance(50);
        bool Value(JsonNode edge) => edge[key]!.GetValue<bool>();
        var text = wanted ? "true" : "false";
        return choices.Chance(50) ? new($"{{ eq: {text} }}", e => Value(e) == wanted) : new($"{{ neq: {text} }}", e => Value(e) != wanted);
    }

    private static EdgeFilter Enum(Choices choices, string? value, string[] all) => Equality(choices, value ?? choices.Of(all), choices.Of(all), v => v);

    private static EdgeFilter AnyText(Choices choices, string? value)
    {
        value = value is null || value.Any(char.IsSurrogate) ? choices.Of(["Panama", "country:a", "A"]) : value;
        if (choices.Chance(70))
            return Equality(choices, value, value + "x", v => JsonSerializer.Serialize(v));
        var (start, quoted) = (value[..1], JsonSerializer.Serialize(value[..1]));
        return choices.Of<EdgeFilter>([
            new($"{{ startsWith: {quoted} }}", v => TextOf(v)?.StartsWith(start, StringComparison.Ordinal) is true),
            new($"{{ ncontains: {quoted} }}", v => TextOf(v)?.Contains(start, StringComparison.Ordinal) is not true),
        ]);
    }

    private static EdgeFilter Equality(Choices choices, string value, string other, Func<string, string> write)
    {
        var several = $"[{write(value)}, {write(other)}]";
        bool IsOne(JsonNode v) => TextOf(v) is { } text && (text == value || text == other);
        return choices.Of<EdgeFilter>([
            new($"{{ eq: {write(value)} }}", v => TextOf(v) == value),
            new($"{{ neq: {write(value)} }}", v => TextOf(v) != value),
            new($"{{ in: {several} }}", IsOne),
            new($"{{ nin: {several} }}", v => !IsOne(v)),
        ]);
    }

    /// <summary>A date is a text. One that is coarser than the other stands for all of its days.</summary>
    private static EdgeFilter Date(Choices choices, string? value)
    {
        var date = value is not null && choices.Chance(70) ? choices.Of([value, value[..4]]) : choices.Of(RandomValues.Dates);
        if (choices.Chance(30))
            return Equality(choices, date, choices.Of(RandomValues.Dates), v => $"\"{v}\"");
        var operators = new Dictionary<string, Func<string, bool>>
        {
            ["gte"] = v => string.CompareOrdinal(v, date) >= 0,
            ["lt"] = v => string.CompareOrdinal(v, date) < 0,
            ["lte"] = v => string.CompareOrdinal(v, date) <= 0 || v.StartsWith(date, StringComparison.Ordinal),
            ["gt"] = v => string.CompareOrdinal(v, date) > 0 && !v.StartsWith(date, StringComparison.Ordinal),
        };
        return choices.Chance(15) ? new($"{{ within: \"{date}\" }}", v => TextOf(v)?.StartsWith(date, StringComparison.Ordinal) is true)
            : Order(choices, operators, $"\"{date}\"");
    }

    private static EdgeFilter Time(Choices choices, string? value)
    {
        var text = value ?? "2024-07-02T12:00:01Z";
        var time = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        return Order(choices, Operators(v => DateTimeOffset.Parse(v, CultureInfo.InvariantCulture), time), $"\"{text}\"");
    }

    private static EdgeFilter Number(Choices choices, string? value)
    {
        var text = value ?? "500000";
        return Order(choices, Operators(v => double.Parse(v, CultureInfo.InvariantCulture), double.Parse(text, CultureInfo.InvariantCulture)), text);
    }

    private static Dictionary<string, Func<string, bool>> Operators<T>(Func<string, T> parse, T other)
        where T : IComparable<T> => new()
        {
            ["eq"] = v => parse(v).CompareTo(other) == 0,
            ["gt"] = v => parse(v).CompareTo(other) > 0,
            ["gte"] = v => parse(v).CompareTo(other) >= 0,
            ["lt"] = v => parse(v).CompareTo(other) < 0,
            ["lte"] = v => parse(v).CompareTo(other) <= 0,
        };

    /// <summary>One of the operators, or its negation, which also holds for a missing value.</summary>
    private static EdgeFilter Order(Choices choices, Dictionary<string, Func<string, bool>> operators, string written)
    {
        var (name, holds) = choices.Of([.. operators]);
        return choices.Chance(70) ? new($"{{ {name}: {written} }}", v => TextOf(v) is { } text && holds(text))
            : new($"{{ {(name == "eq" ? "neq" : "n" + name)}: {written} }}", v => TextOf(v) is not { } text || !holds(text));
    }
}
