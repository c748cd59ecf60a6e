using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Http;

/// <summary>The Model Context Protocol over HTTP: who may ask, and what comes back.</summary>
public sealed class AgentEndpointTests : IDisposable
{
    private const string Accept = "Accept: application/json, text/event-stream";
    private const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TempFolder _folder = new();
    private TestServer? _server;

    private async Task<TestServer> Start(Action<ServerOptions>? configure = null) => _server = await TestServer.Start(s =>
    {
        (s.Options.Data, s.Options.MaxBodyBytes) = (_folder.Path, 200_000);
        configure?.Invoke(s.Options);
    });

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    private void Stop()
    {
        _server?.DisposeAsync().GetAwaiter().GetResult();
        _server?.Dispose();
    }

    private string Token(params Scope[] scopes) =>
        "Authorization: Bearer " + LocalKey.CreateToken(LocalKey.FindOrCreate(_folder.Path).Key, "ana", null, scopes, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(5));

    private static string Call(string tool, string arguments) => $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";

    /// <summary>The text of a result, and whether it is an error of the tool.</summary>
    private static async Task<(string Text, bool IsError, JsonElement Structure)> Ask(TestServer server, string tool, string arguments, params string[] headers)
    {
        using var response = await server.Ask(HttpMethod.Post, "/mcp", Call(tool, arguments), [Accept, .. headers]);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var message = JsonDocument.Parse((await response.Content.ReadAsStringAsync()).Split('\n').Single(l => l.StartsWith("data: ", StringComparison.Ordinal))[6..]).RootElement;
        var result = message.GetProperty("result");
        return (
            result.GetProperty("content")[0].GetProperty("text").GetString()!, result.TryGetProperty("isError", out var isError) && isError.GetBoolean(),
            result.TryGetProperty("structuredContent", out var structure) ? structure : default);
    }

    [Theory]
    [InlineData(null, null, "Host: evil.example", 403, "HOST_NOT_ALLOWED")]
    [InlineData(null, null, "Origin: http://evil.example", 403, "ORIGIN_NOT_ALLOWED")]
    [InlineData(null, null, "Origin: null", 403, "ORIGIN_NOT_ALLOWED")]
    [InlineData(null, null, "Origin: http://localhost:6274", 200, null)]
    [InlineData("graph.example", null, "Host: graph.example", 200, null)]
    [InlineData("localhost;127.0.0.1;page.example", null, "Origin: https://page.example", 200, null)]
    [InlineData("*", null, "Origin: http://evil.example", 403, "ORIGIN_NOT_ALLOWED")]
    [InlineData("*", null, "Origin: http://127.0.0.1:1", 200, null)]
    [InlineData(null, "https://page.example", "Origin: https://page.example", 200, null)]
    [InlineData(null, "https://page.example", "Origin: http://page.example", 403, "ORIGIN_NOT_ALLOWED")]
    [InlineData(null, "*", "Origin: http://evil.example", 200, null)]
    [InlineData(null, "*", "Origin: null", 403, "ORIGIN_NOT_ALLOWED")]
    public async Task Foreign_hosts_and_origins_are_refused(string? hosts, string? origins, string header, int status, string? code)
    {
        var server = await Start(o => (o.AllowedHosts, o.CorsOrigins) = (hosts, origins));
        using var response = await server.Ask(HttpMethod.Post, "/mcp", Ping, Accept, header);
        Assert.Equal(status, (int)response.StatusCode);
        if (code is not null)
            Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Limit("Mcp", "NOT_FOUND", "MaxBodyBytes", "BODY_TOO_LARGE")]
    public async Task Only_small_posts_are_read_and_agents_can_be_turned_off()
    {
        var server = await Start();
        using (var response = await server.Ask(HttpMethod.Get, "/mcp", null, "Accept: text/event-stream"))
            Assert.Equal((HttpStatusCode.MethodNotAllowed, "POST"), (response.StatusCode, response.Content.Headers.Allow.Single()));
        using (var response = await server.Ask(HttpMethod.Post, "/mcp/", Call("search", $$"""{"text":"{{new string('a', 200_000)}}"}"""), Accept))
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Stop();
        server = await Start(o => o.Mcp = false);
        using (var response = await server.Ask(HttpMethod.Post, "/mcp", Ping, Accept))
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Agents_need_the_tokens_of_other_clients()
    {
        var server = await Start(o => o.Auth.ReadersNeedToken = true);
        using (var response = await server.Ask(HttpMethod.Post, "/mcp", Ping, Accept))
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        using (var response = await server.Ask(HttpMethod.Post, "/mcp", Ping, Accept, Token(Scope.Propose)))
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);

        Assert.Contains("Panama", (await Ask(server, "get", """{"id":"country:PAN"}""", Token(Scope.Read))).Text, StringComparison.Ordinal);
        const string Mutation = """{"mutation":"mutation($name: String!) { updateCountry(input: { id: \"country:PAN\", set: { name: $name } }) { country { name } } }","variables":{"name":"Panamá"},"title":"As written","note":"\"é\"\n"}""";
        var (text, isError, _) = await Ask(server, "propose", Mutation, Token(Scope.Read));
        Assert.Equal(("This needs the scope `graph:propose`, which the token does not have. (AUTH_NOT_AUTHORIZED)", true), (text, isError));
        (text, isError, var structure) = await Ask(server, "propose", Mutation, Token(Scope.Read, Scope.Propose));
        Assert.Equal(("proposal:1 waits for review (OPEN).\nGraph: version 1", false), (text, isError));
        Assert.Equal("""{"updateCountry":{"country":{"name":"Panamá"}}}""", JsonSerializer.Serialize(structure.GetProperty("data"), s_relaxed));
        Assert.Contains("\"name\":\"Panama\"", (await Ask(server, "get", """{"id":"country:PAN"}""", Token(Scope.Read))).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""mutation { updateCountry(input: { id: \"country:XXX\", set: { name: \"X\" } }) { country { name } } }""", "Nothing was proposed.\ninput.id: ")]
    [InlineData("""mutation { acceptProposal(input: { id: \"proposal:1\" }) { change { id } } }""", "`acceptProposal` cannot be proposed.")]
    [InlineData("""{ graph { version } }""", "`mutation` must be a mutation, but is a query.")]
    [InlineData("""mutation @dryRun { updateCountry(input: { id: \"country:PAN\", set: { name: \"X\" } }) { country { name } } }""", "Nothing was proposed: the mutation changes nothing, or is a dry run.")]
    public async Task A_proposal_commits_nothing(string mutation, string text)
    {
        var server = await Start();
        var answer = await Ask(server, "propose", $$"""{"mutation":"{{mutation}}"}""", Token(Scope.Admin));
        Assert.StartsWith(text, answer.Text, StringComparison.Ordinal);
        Assert.Equal(1, ((IGraphStore)server.Store).Version);
    }

    [Theory]
    [InlineData("query", """{"query":"mutation { deleteCountry(input: { id: \"country:PAN\" }) { deletedId } }"}""", "`query` must be a query, but is a mutation. The tool `propose` takes mutations.")]
    [InlineData("query", """{"query":"{ country(code: \"PA\") { nam } }"}""", "Line 1, column 25: Cannot query field `nam` on type `Country`. Did you mean `name`?")]
    [InlineData("query", """{"query":"{ countries(first: 500) { nodes { agreements(first: 500) { nodes { parties(first: 500) { nodes { __typename } } } } } } }","variables":[]}""", "`variables` must be an object.")]
    [InlineData("search", """{"text":"panama","first":"many"}""", "`first` must be a whole number.")]
    [InlineData("search", """{"text":"panama","first":501}""", "`first` must be between 0 and 500, but was 501.")]
    [InlineData("search", """{"text":"panama","types":["COUNTRYS"]}""", "`types[0]` must be a value of NodeType, but was `COUNTRYS`. Did you mean `COUNTRY`?")]
    [InlineData("search", """{"text":"panama","frist":1}""", "The tool `search` has no argument `frist`. Did you mean `first`?")]
    [InlineData("search", """{"text":7}""", "`text` must be a text.")]
    [InlineData("get", "{}", "The argument `id` is missing.")]
    [InlineData("get", """{"id":" "}""", "`id` must be a text that is not empty.")]
    [InlineData("paths", """{"from":"country:PAN","to":"country:PAN","maxLength":7}""", "`maxLength` must be between 0 and 6, but was 7.")]
    public async Task A_wrong_argument_is_an_error_of_the_tool_that_names_it(string tool, string arguments, string text)
    {
        var answer = await Ask(await Start(), tool, arguments);
        Assert.StartsWith(text, answer.Text, StringComparison.Ordinal);
        Assert.True(answer.IsError);
    }

    [Theory]
    [InlineData("search", """{"text":"nowhere"}""", "“nowhere”")]
    [InlineData("get", """{"id":"country:XXX"}""", "`country:XXX`")]
    [InlineData("paths", """{"from":"country:PAN","to":"country:XXX"}""", "`country:XXX`")]
    [InlineData("paths", """{"from":"country:PAN","to":"claim:c"}""", "a path from `country:PAN` to `claim:c` with at most 4 relationships")]
    [InlineData("query", """{"query":"{ country(code: \"XX\") { name } agreements { nodes { id } totalCount } }"}""", "what the query asks for")]
    [InlineData("schema_search", """{"text":"zzz"}""", "“zzz”: no type, field or question has these words")]
    public async Task Nothing_is_no_error(string tool, string arguments, string what)
    {
        var (text, isError, structure) = await Ask(await Start(), tool, arguments);
        Assert.StartsWith($"The graph knows nothing of {what}.\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\nGraph: version 1", text, StringComparison.Ordinal);
        Assert.False(isError);
        Assert.Equal((0, 1), (structure.GetProperty("evidence").GetArrayLength(), structure.GetProperty("graph").GetProperty("version").GetInt32()));
    }

    [Fact]
    public async Task An_answer_has_its_evidence()
    {
        var server = await Start();
        var (text, _, structure) = await Ask(server, "query", """{"query":"{ country(code: \"PA\") { name } }"}""");
        Assert.Equal("""
            {"country":{"name":"Panama","evidence":"[1]"}}
            [1] source unknown: Panama is a country. (claim:c)
            Graph: version 1
            """.ReplaceLineEndings("\n"), text);
        Assert.Equal(
            """{"data":{"country":{"name":"Panama"}},"evidence":[{"n":1,"claim":"claim:c","outlet":null,"date":null,"quote":null,"statement":"Panama is a country.","url":null}],"graph":{"version":1},"support":[{"path":["country"],"n":[1]}]}""",
            JsonSerializer.Serialize(structure, s_relaxed));
    }

    [Fact]
    [Limit("characters of a draft and entries of its evidence, for `check_citations`")]
    public async Task Citations_are_checked_against_the_graph_and_not_against_the_words_that_were_passed()
    {
        var server = await Start();
        const string Evidence = """[{"n":1,"claim":"claim:c","statement":"Panama is rich."},{"n":2,"claim":"claim:x"},{"n":3}]""";
        var (text, _, structure) = await Ask(server, "check_citations", $$"""{"text":"Panama is a country.[1] Panama is rich.[1] So it is. It is. [2] It is! [3]","evidence":{{Evidence}}}""");
        Assert.Equal(["STATED", "NOT_STATED", "UNCITED", "UNKNOWN_MARK", "UNKNOWN_MARK"], structure.GetProperty("sentences").EnumerateArray().Select(s => s.GetProperty("verdict").GetString()));
        Assert.Contains("NOT_STATED: Panama is rich.[1]\n", text, StringComparison.Ordinal);
        Assert.Contains("\nUnknown marks: [2] [3]\n", text, StringComparison.Ordinal);
        foreach (var (draft, evidence, refusal) in new[]
        {
            (new string('a', 100_001), "[]", "`text` can have at most 100,000 characters, but has 100,001."),
            ("A.", $"[{string.Join(',', Enumerable.Repeat("{\"n\":1}", 501))}]", "`evidence` can have at most 500 entries, but has 501."),
            ("A.", """[{"n":"one"}]""", "`evidence[0]` must be an object with the number `n` and the id `claim`."),
        })
            Assert.Equal(($"{refusal} (INVALID_PARAMETER)", true), await Refused(draft, evidence));

        async Task<(string, bool)> Refused(string draft, string evidence)
        {
            var answer = await Ask(server, "check_citations", $$"""{"text":"{{draft}}","evidence":{{evidence}}}""");
            return (answer.Text, answer.IsError);
        }
    }
}
