using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Writes answers as results of tools: for programs as structured content, and for language models as text.</summary>
internal static class AnswerWriter
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the line of evidence says already. In the text, the claim has its mark instead.</summary>
    private static readonly string[] s_inLine = ["id", "statement", "quote", "quoteUrl", "stance", "inferred", "report"];

    public static CallToolResult Write(AgentAnswer answer) => new()
    {
        Content = [new TextContentBlock { Text = TextOf(answer) }],
        StructuredContent = JsonSerializer.SerializeToElement(StructureOf(answer), Json),
        IsError = answer.IsError ? true : null,
    };

    // {"data":{…},"evidence":[{"n":1,…}],"graph":{"version":12},"support":[{"path":["country","reliesOn","edges",0],"n":[1]}],"excluded":[…],"notes":[…]}
    public static JsonObject StructureOf(AgentAnswer answer)
    {
        var numbers = NumbersOf(answer);
        var result = new JsonObject
        {
            ["data"] = answer.Data.DeepClone(),
            ["evidence"] = new JsonArray([.. answer.Evidence.Select(e => new JsonObject
            {
                ["n"] = e.N,
                ["claim"] = e.Claim,
                ["outlet"] = e.Outlet,
                ["date"] = e.Date,
                ["quote"] = e.Quote,
                ["statement"] = e.Statement,
                ["url"] = e.Url,
            })]),
            ["graph"] = new JsonObject { ["version"] = answer.Version },
        };
        var supports = answer.Supports.Where(s => s.Claims.Any(numbers.ContainsKey)).Select(s => new JsonObject
        {
            ["path"] = new JsonArray([.. s.Path.Select(p => p is int position ? (JsonNode)position : (string)p)]),
            ["n"] = new JsonArray([.. s.Claims.Where(numbers.ContainsKey).Select(c => (JsonNode)numbers[c])]),
        }).ToArray();
        if (supports.Length > 0)
            result["support"] = new JsonArray(supports);
        if (!answer.Excluded.IsEmpty)
            result["excluded"] = new JsonArray([.. answer.Excluded.Select(e => new JsonObject { ["id"] = e.Id, ["name"] = e.Name, ["reason"] = e.Reason })]);
        if (!answer.Notes.IsEmpty)
            result["notes"] = new JsonArray([.. answer.Notes.Select(n => (JsonNode)n)]);
        foreach (var (key, value) in answer.More ?? [])
            result[key] = value?.DeepClone();
        return result;
    }

    private static Dictionary<string, int> NumbersOf(AgentAnswer answer) => answer.Evidence.DistinctBy(e => e.Claim).ToDictionary(e => e.Claim, e => e.N);

    private static string TextOf(AgentAnswer answer)
    {
        var text = new StringBuilder();
        if (answer.Title is { } title && answer.Unknown is null)
            text.Append(title).Append('\n');
        if (answer.Unknown is { } unknown)
            text.Append(CultureInfo.InvariantCulture, $"The graph knows nothing of {unknown}.\n");
        else if (answer.Text is { } words)
            text.Append(words).Append('\n');
        else
            text.Append(Marked(answer).ToJsonString(Json)).Append('\n');
        if (!answer.Excluded.IsEmpty)
            text.Append(CultureInfo.InvariantCulture, $"Left out: {string.Join(", ", answer.Excluded.Select(e => $"{e.Name} ({e.Reason})"))}\n");
        foreach (var line in answer.Evidence)
            text.Append(line).Append('\n');
        foreach (var note in answer.Notes)
            text.Append(note).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"Graph: version {answer.Version}").ToString();
    }

    /// <summary>The data with the marks of its claims, so that a reader sees which part rests on which evidence.</summary>
    private static JsonNode Marked(AgentAnswer answer)
    {
        var numbers = NumbersOf(answer);
        var claims = new Dictionary<JsonObject, Support>(ReferenceEqualityComparer.Instance);
        foreach (var support in answer.Supports.Where(s => s.Claims.Any(numbers.ContainsKey)))
            if ((support.Claim ?? support.Subject) is { } part)
                claims[part] = support;
        return Mark(answer.Data)!;

        JsonNode? Mark(JsonNode? value) => value switch
        {
            JsonArray items => new JsonArray([.. items.Select(Mark)]),
            JsonObject fields => MarkObject(fields),
            _ => value?.DeepClone(),
        };

        JsonNode MarkObject(JsonObject fields)
        {
            var support = claims.GetValueOrDefault(fields);
            var isClaim = support?.Claim is not null;
            var kept = fields.Where(f => !isClaim || !s_inLine.Contains(f.Key)).Select(f => KeyValuePair.Create(f.Key, Mark(f.Value))).ToList();
            if (support is null)
                return new JsonObject(kept);
            var marks = string.Concat(support.Claims.Where(numbers.ContainsKey).Select(c => $"[{numbers[c]}]"));
            return isClaim && kept.Count == 0 ? marks : new JsonObject([.. kept, KeyValuePair.Create(isClaim ? "cite" : "evidence", (JsonNode?)marks)]);
        }
    }
}
