using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Reads the claims that an answer rests on.</summary>
internal sealed class ClaimReader(GraphSchema schema, AgentOperations operations)
{
    /// <summary>The most claims that are listed as the evidence of one answer.</summary>
    public const int MaxClaims = 50;

    private const string Details =
        "query Claims($ids: [ID!]!) { nodes(ids: $ids) { ... on Claim { id statement quote quoteUrl stance inferred report { url publishedOn outlet { name } } } } }";

    /// <summary>The first claims about nodes.</summary>
    private readonly string _about =
        $"query About($ids: [ID!]!) {{ nodes(ids: $ids) {{ {string.Join(' ', schema.Model.NodeTypes.Where(t => t.FindRelationship("claims") is not null).Select(t => $"... on {t.Name} {{ claims(first: 2) {{ nodes {{ id }} }} }}"))} }} }}";

    /// <summary>The claims that a response names, and those of its relationships. If there are none, the claims about its nodes.</summary>
    public async Task<AnswerEvidence> Read(TracedResponse response, QuestionCaller caller, CancellationToken stop)
    {
        var supports = response.Supports.Any(s => !s.Claims.IsEmpty) ? [.. response.Supports] : await ReadAbout(response, caller, stop);
        var chosen = Choose(supports);
        var all = supports.SelectMany(s => s.Claims).Distinct().Count();
        return new AnswerEvidence(
            [.. (await Find(chosen, caller, stop)).Select((claim, i) => LineOf(i + 1, claim))], supports,
            all > MaxClaims ? [$"The answer rests on {all} claims. {MaxClaims} of them are listed, taken from all parts in turn. Ask for less to see the others."] : []);
    }

    /// <summary>The claims with these ids, in the order of the ids. Unknown ids are left out.</summary>
    /// <param name="ids">At most <see cref="GraphSchema.MaxPageSize"/>.</param>
    public async Task<IReadOnlyList<JsonObject>> Find(IReadOnlyList<string> ids, QuestionCaller caller, CancellationToken stop) =>
        ids.Count == 0 ? [] : [.. (await Nodes(Details, ids, caller, stop)).OfType<JsonObject>().Where(n => n.ContainsKey("statement"))];

    public static EvidenceLine LineOf(int number, JsonObject claim)
    {
        static string? Text(JsonNode? value) => value?.GetValue<string>();
        var report = claim["report"];
        return new EvidenceLine(
            number, Text(claim["id"])!, Text(report?["outlet"]?["name"]), Text(report?["publishedOn"]), Text(claim["quote"]), Text(claim["statement"])!,
            Text(claim["quoteUrl"]) ?? Text(report?["url"]), IsDenial: Text(claim["stance"]) == "DENIES", claim["inferred"]!.GetValue<bool>());
    }

    /// <summary>One claim for each part of the answer, then a second for each, and so on. They keep the order of the answer.</summary>
    private static List<string> Choose(ImmutableArray<Support> supports)
    {
        var chosen = new HashSet<string>();
        for (var i = 0; chosen.Count < MaxClaims && supports.Any(s => s.Claims.Length > i); i++)
            foreach (var support in supports.Where(s => s.Claims.Length > i && chosen.Count < MaxClaims))
                chosen.Add(support.Claims[i]);
        return [.. supports.SelectMany(s => s.Claims).Distinct().Where(chosen.Contains)];
    }

    private async Task<ImmutableArray<Support>> ReadAbout(TracedResponse response, QuestionCaller caller, CancellationToken stop)
    {
        var nodes = response.Nodes.Take(MaxClaims).ToList();
        var found = nodes.Count == 0 ? [] : await Nodes(_about, [.. nodes.Select(n => n.Id)], caller, stop);
        return
        [
            .. nodes.Zip(found).Where(n => n.Second?["claims"] is not null).Select(n => new Support(
                n.First.Path, [.. ((JsonArray)n.Second!["claims"]!["nodes"]!).Select(c => c!["id"]!.GetValue<string>())]) { Subject = n.First.Fields }),
        ];
    }

    private async Task<JsonArray> Nodes(string document, IReadOnlyList<string> ids, QuestionCaller caller, CancellationToken stop) =>
        (JsonArray)(await operations.Run(AgentOperations.RequestOf(document, new Dictionary<string, object?> { ["ids"] = ids.Cast<object?>().ToList() }, caller), stop))["data"]!["nodes"]!;
}

/// <summary>The evidence of an answer.</summary>
/// <param name="Supports">Which parts of it rest on which claims, also on those that are not listed.</param>
internal sealed record AnswerEvidence(ImmutableArray<EvidenceLine> Lines, ImmutableArray<Support> Supports, ImmutableArray<string> Notes);
