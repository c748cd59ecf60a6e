using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KnowledgeGraph.Server.Agents;
using KnowledgeGraph.Server.Agents.Tools;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Tests.Agents;

/// <summary>What the tools say of the whole seed.</summary>
public sealed partial class AgentToolsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedStore _store;
    private readonly AgentSeed _seed;

    public AgentToolsTests()
    {
        _store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);
        _store.Commit(Seeder.Propose(SeedReader.Read(TestGraph.Model, SeedFolders.Seed)).Resolve(TestGraph.Model, _store.Snapshot));
        _seed = new AgentSeed(_store);
    }

    public void Dispose()
    {
        _seed.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private static string TextOf(AgentAnswer answer) => ((TextContentBlock)AnswerWriter.Write(answer).Content[0]).Text;

    [Fact]
    [Limit("claims that are listed as the evidence of an answer")]
    public async Task Every_question_has_the_response_of_GraphQL_and_evidence_that_is_numbered_in_its_order()
    {
        var (most, without) = (0, new List<string>());
        foreach (var question in _seed.Questions.Current.All)
        {
            var answer = await _seed.Call(QuestionTool.NameOf(question.Name));
            Assert.True(JsonNode.DeepEquals(await _seed.Ask(question.Text), answer.Data), question.Name);
            Assert.Null(answer.Unknown);
            Assert.Equal(Enumerable.Range(1, answer.Evidence.Length), answer.Evidence.Select(e => e.N));
            Assert.Equal(answer.Evidence.Length, answer.Evidence.Select(e => e.Claim).Distinct().Count());
            var all = answer.Supports.SelectMany(s => s.Claims).Distinct().ToList();
            Assert.Equal(Math.Min(all.Count, ClaimReader.MaxClaims), answer.Evidence.Length);
            Assert.Equal(all.Count > ClaimReader.MaxClaims, answer.Notes.Any(n => n.StartsWith($"The answer rests on {all.Count} claims. 50 of them", StringComparison.Ordinal)));
            var text = TextOf(answer);
            Assert.Equal(answer.Evidence.Select(e => $"[{e.N}]"), Lines().Matches(text).Select(m => m.Value));
            Assert.StartsWith(question.Title + "\n", text, StringComparison.Ordinal);
            Assert.EndsWith("\nGraph: version 1", text, StringComparison.Ordinal);
            most = Math.Max(most, all.Count);
            if (answer.Evidence.IsEmpty)
                without.Add(question.Name);
        }
        Assert.True(most > ClaimReader.MaxClaims);
        // It counts.
        Assert.Equal(["wider/what-kinds-of-instrument-are-there"], without);
    }

    [Fact]
    public async Task Each_country_has_the_claims_behind_it_and_those_that_were_left_out_a_reason()
    {
        var answer = await _seed.Call("wider_what_could_have_been_known");
        var structure = AnswerWriter.StructureOf(answer);
        var support = structure["support"]!.AsArray();
        var country = Assert.IsType<JsonObject>(support[0]);
        Assert.Equal(["country", "reliesOn"], country["path"]!.AsArray().Take(2).Select(p => p!.GetValue<string>()));
        Assert.Equal(1, country["n"]![0]!.GetValue<int>());
        answer = await _seed.Call("who_was_left_out");
        Assert.All(answer.Excluded, e => Assert.StartsWith("country:", e.Id, StringComparison.Ordinal));
        Assert.Contains($"Left out: {answer.Excluded[0].Name} ({answer.Excluded[0].Reason})", TextOf(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("who_relies_on_whom", "country", "ZZ", "“Which countries does the U.S. rely on to reduce crossings of its southern border, and who says so?” with country \"ZZ\"")]
    [InlineData("who_relies_on_whom", "objective", "objective:none", "“Which countries does the U.S. rely on to reduce crossings of its southern border, and who says so?” with objective \"objective:none\"")]
    [InlineData("which_office_on_which_day", "official", "official:nobody", "“Which office did Mulino hold on the eve of his inauguration, on the day, and after it?” with official \"official:nobody\"")]
    public async Task An_empty_answer_has_no_evidence(string tool, string argument, string value, string unknown)
    {
        var answer = await _seed.Call(tool, new Dictionary<string, string> { [argument] = value });
        Assert.Equal(unknown, answer.Unknown);
        Assert.Empty(answer.Evidence);
        Assert.Empty(answer.Supports);
    }

    [Fact]
    public async Task A_node_has_its_claims_and_all_its_relationships_have_evidence()
    {
        var answer = await _seed.Call("get", new { id = "country:PAN" });
        var node = answer.Data["node"]!;
        Assert.Equal(("Panama", "PA"), (node["displayName"]!.GetValue<string>(), node["iso2"]!.GetValue<string>()));
        var edges = node["relationships"]!["edges"]!.AsArray();
        Assert.All(edges, e => Assert.Contains(answer.Supports, s => ReferenceEquals(s.Subject, e) && !s.Claims.IsEmpty));
        Assert.Equal(10, node["claims"]!["nodes"]!.AsArray().Count);
        // A source has those with other sources too.
        Assert.Contains((await _seed.Call("get", new { id = "claim:SA03" })).Data["node"]!["relationships"]!["edges"]!.AsArray(), e => e!["type"]!.GetValue<string>() == "STATED_IN");
    }

    [Fact]
    public async Task Paths_have_evidence_for_each_step()
    {
        var answer = await _seed.Call("paths", new { from = "country:USA", to = "official:mulino", maxLength = 2 });
        var steps = answer.Data["paths"]!.AsArray().SelectMany(p => p!["steps"]!.AsArray()).ToList();
        Assert.NotEmpty(steps);
        Assert.All(steps, s => Assert.Contains(answer.Supports, support => ReferenceEquals(support.Subject, s!["relationship"]) && !support.Claims.IsEmpty));
    }

    [Fact]
    public async Task A_query_beyond_the_limits_with_evidence_is_answered_without()
    {
        var aliases = string.Concat(Enumerable.Range(0, 99).Select(i => $" a{i}: country(code: \"PA\") {{ name }}"));
        var answer = await _seed.Call("query", new { query = $"{{{aliases} }}" });
        Assert.Equal("Panama", answer.Data["a98"]!["name"]!.GetValue<string>());
        Assert.Empty(answer.Evidence);
        Assert.StartsWith("The evidence is missing, because finding it would be beyond a limit. Ask for less. ", Assert.Single(answer.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agreements signed between two dates", "type Agreement:", "Agreement.signed: PartialDate", "query WhatDoTwoCountriesHaveInCommon")]
    [InlineData("who relies on whom", "type ReliesOnEdge:", "Country.reliesOn(objective: ID!", "query WhoReliesOnWhom(")]
    [InlineData("propose a change", "type Change:", "@propose(title: String, note: String)", "")]
    [InlineData("the", "", "", "")]
    [Limit("characters of the text and of the result of `schema_search`")]
    public async Task The_schema_is_found_by_words_in_a_bounded_text(string text, string type, string field, string example)
    {
        var answer = await _seed.Call("schema_search", new { text });
        var written = AnswerWriter.Write(answer);
        Assert.InRange(((TextContentBlock)written.Content[0]).Text.Length + written.StructuredContent!.Value.GetRawText().Length, 100, 8_000);
        static string All(JsonNode? list) => string.Join('\n', list!.AsArray().Select(i => i!.GetValue<string>()));
        Assert.Contains(type, All(answer.Data["types"]), StringComparison.Ordinal);
        Assert.Contains(field, All(answer.Data["fields"]), StringComparison.Ordinal);
        Assert.Contains(example, All(answer.Data["examples"]), StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<Server.Requests.RequestRefusedException>(() => _seed.Call("schema_search", new { text = new string('a', 201) }));
        Assert.Equal("`text` can have at most 200 characters, but has 201.", refusal.Message);
    }

    [Fact]
    public void The_summary_of_the_schema_is_short_and_names_every_type()
    {
        var summary = SchemaSummary.Of(TestGraph.Model);
        Assert.True(summary.Length <= SchemaSummary.MaxLength);
        Assert.All(TestGraph.Model.NodeTypes, t => Assert.Contains($"- {t.Name} (`{t.Prefix}:…`): ", summary, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\[\d+\](?= .+: .+ \(claim:[\w-]+\)$)", RegexOptions.Multiline)]
    private static partial Regex Lines();
}
