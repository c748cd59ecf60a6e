using System.Text.Json.Nodes;
using KnowledgeGraph.Citations;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents.Tools;

/// <summary>Checks the citations of a draft. Only the ids of the claims are taken from the evidence that it was given; the words come from the graph.</summary>
internal sealed class CitationsTool(AgentOperations operations, ClaimReader claims) : IAgentTool
{
    public const int MaxText = 100_000;
    public const int MaxEvidence = GraphSchema.MaxPageSize;

    public Tool Tool { get; } = ToolSchema.Reading(
        "check_citations", "Check citations",
        """
        Checks a draft that cites evidence with marks such as [1], sentence by sentence and word by word. The verdicts:
        STATED: a cited claim states the sentence verbatim.
        QUOTED: all quotations are exact. The words around them are not checked.
        MISQUOTED: a quotation is in none of the cited claims.
        NOT_STATED: no cited claim states it verbatim.
        UNKNOWN_MARK: a mark has no evidence, or the graph does not have its claim.
        UNCITED: the sentence has no mark.
        """,
        new("text", ToolSchema.Text(), $"The draft, at most {MaxText:N0} characters. Marks stand before or after the full stop.", IsRequired: true),
        new("evidence", ToolSchema.ListOf(Evidence()), $"The evidence that the marks are about, as tools return it. At most {MaxEvidence} entries.", IsRequired: true));

    public async Task<AgentAnswer> Call(ToolArguments arguments, QuestionCaller caller, CancellationToken stop)
    {
        var (text, given) = (arguments.Text("text", MaxText), ReadEvidence(arguments.List("evidence") ?? []));
        var found = (await claims.Find([.. given.Select(g => g.Claim).Distinct()], caller, stop)).ToDictionary(c => c["id"]!.GetValue<string>());
        var known = given.Where(g => found.ContainsKey(g.Claim)).Distinct().OrderBy(g => g.N).Select(g => ClaimReader.LineOf(g.N, found[g.Claim])).ToList();
        var words = known.ToLookup(e => e.N, e => new ClaimWords(e.Statement, e.Quote));
        var sentences = SentenceReader.Read(text).Select(s => (s.Text, Verdict: NameOf(CitationCheck.Of(s, words)), s.Marks)).ToList();
        var unknown = sentences.SelectMany(s => s.Marks).Distinct().Order().Where(m => !words.Contains(m)).ToList();
        var result = new JsonObject
        {
            ["sentences"] = new JsonArray([.. sentences.Select(s => new JsonObject { ["sentence"] = s.Text, ["verdict"] = s.Verdict })]),
            ["unknownMarks"] = new JsonArray([.. unknown.Select(m => (JsonNode)m)]),
        };
        return new AgentAnswer(result, await operations.Version(caller, stop))
        {
            Text = string.Join('\n', sentences.Select(s => $"{s.Verdict}: {s.Text}")),
            Evidence = [.. known],
            Notes = unknown.Count == 0 ? [] : [$"Unknown marks: {string.Join(' ', unknown.Select(m => $"[{m}]"))}"],
            // Also beside the data, where a client that knows the tool looks for it.
            More = result,
        };
    }

    private static JsonObject Evidence() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["n"] = new JsonObject { ["type"] = "integer", ["description"] = "The number of the mark." },
            ["claim"] = new JsonObject { ["type"] = "string", ["description"] = "The id of the claim. Words beside it are ignored." },
        },
        ["required"] = new JsonArray("n"),
    };

    /// <summary>The numbers and the ids. An entry without a claim leaves its mark unknown.</summary>
    private static List<(int N, string Claim)> ReadEvidence(IReadOnlyList<object?> entries)
    {
        if (entries.Count > MaxEvidence)
            throw ToolArguments.Refuse("evidence", $"`evidence` can have at most {MaxEvidence} entries, but has {entries.Count}.", entries.Count, MaxEvidence);
        var read = new List<(int, string)>();
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i] is not IReadOnlyDictionary<string, object?> entry || entry.GetValueOrDefault("n") is not int number)
                throw ToolArguments.Refuse("evidence", $"`evidence[{i}]` must be an object with the number `n` and the id `claim`.");
            if (entry.GetValueOrDefault("claim") is string claim)
                read.Add((number, claim));
        }
        return read;
    }

    private static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Stated => "STATED",
        Verdict.Quoted => "QUOTED",
        Verdict.Misquoted => "MISQUOTED",
        Verdict.NotStated => "NOT_STATED",
        Verdict.UnknownMark => "UNKNOWN_MARK",
        Verdict.Uncited => "UNCITED",
        _ => throw new System.Diagnostics.UnreachableException($"{verdict}"),
    };
}
