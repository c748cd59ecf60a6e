using System.Net;
using System.Text.Json;

namespace KnowledgeGraph.Tests.Http;

/// <summary>The answers of named questions over plain HTTP: addresses, parameters, tags, and what is refused.</summary>
public sealed class QuestionEndpointTests : IAsyncLifetime
{
    private const string ProblemType = "application/problem+json";

    private readonly TempFolder _questions = new();
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _questions.Write("country.graphql", "# Which country is it?\nquery C($code: String! = \"PA\", $asOf: PartialDate) @asOf(date: $asOf) { country(code: $code) { name aliases } }");
        _questions.Write("some/countries.graphql", "query C($most: Int!, $names: [String!], $order: SortEnumType = ASC) { countries(first: $most, where: { name: { in: $names } }, order: { name: $order }) { nodes { name } } }");
        _questions.Write("dated.graphql", "query @asOf(date: \"1990\") { graph { version } countries { nodes { id } } }");
        _questions.Write("between.graphql", "query B($from: PartialDate) @asOf(date: $from) { __typename }");
        _questions.Write("viewer.graphql", "{ viewer { subject } }");
        _questions.Write("country.csv.graphql", "{ __typename }");
        _questions.Write("broken.graphql", "query {");
        _server = await TestServer.Start(s =>
        {
            s.Options.Questions = _questions.Path;
            s.Options.CorsOrigins = "https://app.example";
        });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Dispose();
        _questions.Dispose();
    }

    [Theory]
    [InlineData("/questions/country", """{"country":{"name":"Panama","aliases":["\"quoted\" \\ 日本"]}}""")]
    [InlineData("/questions/country?code=XX&asOf=2024", """{"country":null}""")]
    [InlineData("/questions/country?code=", """{"country":null}""")]
    [InlineData("/questions/some/countries?most=1&names=Panama&names=Peru&order=DESC", """{"countries":{"nodes":[{"name":"Panama"}]}}""")]
    [InlineData("/questions/some%2Fcountries?most=1&names=Peru", """{"countries":{"nodes":[]}}""")]
    [InlineData("/questions/country.csv", """{"__typename":"Query"}""")]
    [InlineData("/questions/dated/changes?from=1990&to=2024", """{"from":"1990","to":"2024","added":[],"removed":[],"changed":[]}""")]
    [InlineData("/questions/country/changes?from=1990&to=2024", """{"from":"1990","to":"2024","added":[],"removed":[],"changed":[]}""")]
    public async Task The_answer_is_the_data_alone(string path, string answer) =>
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8", answer), await _server.Get(path));

    [Fact]
    public async Task A_table_is_CSV() => Assert.Equal(
        (HttpStatusCode.OK, "text/csv; charset=utf-8", "countries.name\r\nPanama\r\n"), await _server.Get("/questions/some/countries.csv?most=5"));

    [Theory]
    [InlineData("country?Code=PA", "INVALID_PARAMETER", "Code", "The question has no parameter `Code`. Did you mean `code`?")]
    [InlineData("country?code=PA&code=US", "INVALID_PARAMETER", "code", "The parameter `code` is given 2 times, but it is no list. Give it once.")]
    [InlineData("country?asOf=", "INVALID_PARAMETER", "asOf", "`asOf` must be a date such as \"2024\", \"2024-07\" or \"2024-07-01\", but was \"\".")]
    [InlineData("some/countries", "INVALID_PARAMETER", "most", "The parameter `most` of type Int! is missing.")]
    [InlineData("some/countries?most=2.0", "INVALID_PARAMETER", "most", "`most` must be a whole number of 32 bits, but was \"2.0\".")]
    [InlineData("some/countries?most=501", "PAGE_SIZE", "most", "The parameter `most` is wrong: `first` must be between 0 and 500, but was 501.")]
    [InlineData("some/countries?most=1&order=UP", "INVALID_PARAMETER", "order", "`order` must be a value of SortEnumType, but was `UP`.")]
    [InlineData("dated?asOf=2024", "INVALID_PARAMETER", "asOf", "The question has no parameter `asOf`. It has no parameters.")]
    [InlineData("country/changes?from=2024", "INVALID_PARAMETER", "to", "The parameter `to` is missing. Give a date such as 2024, 2024-07 or 2024-07-01.")]
    [InlineData("country/changes?from=2025&to=2024", "INVALID_PARAMETER", "from", "`from` must not be after `to`, but 2025 is after 2024.")]
    [InlineData("country/changes?from=x&to=2024", "INVALID_PARAMETER", "from", "`from` must be a date such as 2024, 2024-07 or 2024-07-01, but was \"x\".")]
    [InlineData("country/changes?from=2024&to=2025&asOf=2024", "INVALID_PARAMETER", "asOf", "`asOf` cannot be given together with `from` and `to`, which set it.")]
    public async Task A_wrong_parameter_is_named(string path, string code, string parameter, string detail)
    {
        var (status, type, body) = await _server.Get("/questions/" + path);
        Assert.Equal((HttpStatusCode.BadRequest, ProblemType), (status, type));
        using var problem = JsonDocument.Parse(body);
        string Text(string name) => problem.RootElement.GetProperty(name).ToString();
        Assert.Equal(("about:blank", "Bad Request", "400", code, parameter, detail), (Text("type"), Text("title"), Text("status"), Text("code"), Text("parameter"), Text("detail")));
    }

    [Theory]
    [InlineData("/questions/nothing", HttpStatusCode.NotFound, "There is no question at /questions/nothing. /questions has the list.")]
    [InlineData("/questions/Country", HttpStatusCode.NotFound, "There is no question at /questions/Country. Did you mean /questions/country?")]
    [InlineData("/questions/between/changes?from=2024&to=2025", HttpStatusCode.NotFound, "There is no question at /questions/between/changes.")]
    [InlineData("/questions/broken", HttpStatusCode.UnprocessableEntity, "The question broken cannot be run. Line 1, column 8: ")]
    [InlineData("/questions/broken.csv", HttpStatusCode.UnprocessableEntity, "The question broken cannot be run.")]
    public async Task What_is_not_there_is_a_problem(string path, HttpStatusCode expected, string detail)
    {
        var (status, _, body) = await _server.Get(path);
        Assert.Equal(expected, status);
        Assert.Contains(detail, body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/questions")]
    [InlineData("/questions/country")]
    [InlineData("/openapi.json")]
    public async Task Only_GET_and_HEAD_are_allowed(string path)
    {
        using var refused = await _server.Ask(HttpMethod.Post, path, "{}");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, ProblemType), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.Equal(["GET", "HEAD"], refused.Content.Headers.Allow.Order());
        var whole = await _server.Get(path);
        using var head = await _server.Ask(HttpMethod.Head, path, null, "Origin: https://app.example");
        Assert.Equal((HttpStatusCode.OK, "https://app.example"), (head.StatusCode, head.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(whole.Body), head.Content.Headers.ContentLength);
        Assert.NotNull(head.Headers.ETag);
    }

    [Fact]
    public async Task A_client_that_has_the_answer_gets_only_its_tag()
    {
        var tags = new List<string>();
        foreach (var path in new[] { "/questions/country", "/questions/country?code=US", "/questions/some/countries.csv?most=1", "/questions/country/changes?from=2023&to=2024", "/questions", "/openapi.json" })
        {
            using var first = await _server.Ask(HttpMethod.Get, path, null, "Accept: application/json");
            tags.Add(first.Headers.ETag!.ToString());
            using var again = await _server.Ask(HttpMethod.Get, path, null, "Accept: application/json", $"If-None-Match: {tags[^1]}");
            Assert.Equal((HttpStatusCode.NotModified, tags[^1], ""), (again.StatusCode, again.Headers.ETag!.ToString(), await again.Content.ReadAsStringAsync()));
        }
        Assert.Equal(tags.Count, tags.Distinct().Count());
        using var wrong = await _server.Ask(HttpMethod.Get, "/questions/country?x=1", null, "If-None-Match: *");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var viewer = await _server.Ask(HttpMethod.Get, "/questions/viewer", null, "If-None-Match: *");
        Assert.Equal((HttpStatusCode.OK, null, "no-store"), (viewer.StatusCode, viewer.Headers.ETag, viewer.Headers.CacheControl?.ToString()));
    }

    [Fact]
    public async Task The_list_and_the_document_follow_the_files()
    {
        using (var list = JsonDocument.Parse((await _server.Get("/questions")).Body))
        {
            var question = list.RootElement.EnumerateArray().Single(q => q.GetProperty("name").GetString() == "some/countries");
            Assert.Equal(
                """[{"name":"most","type":"Int!","default":null},{"name":"names","type":"[String!]","default":null},{"name":"order","type":"SortEnumType","default":"ASC"}]""",
                question.GetProperty("variables").GetRawText());
            Assert.Equal(("some/countries", "/questions/some/countries.csv"), (question.GetProperty("title").GetString(), question.GetProperty("csv").GetString()));
        }
        Assert.Equal(
            ["/questions", "/questions/between", "/questions/between.csv", "/questions/country", "/questions/country.csv", "/questions/country.csv.csv", "/questions/country.csv/changes",
                "/questions/country/changes", "/questions/dated", "/questions/dated.csv", "/questions/dated/changes", "/questions/some/countries", "/questions/some/countries.csv",
                "/questions/some/countries/changes", "/questions/viewer", "/questions/viewer.csv", "/questions/viewer/changes"],
            await Paths());
        foreach (var file in Directory.GetFiles(_questions.Path, "*", SearchOption.AllDirectories))
            File.Delete(file);
        _questions.Write("new.graphql", "{ __typename }");
        await Task.Delay(TimeSpan.FromSeconds(1.1));
        Assert.Equal(["/questions", "/questions/new", "/questions/new.csv", "/questions/new/changes"], await Paths());
        Assert.Equal(HttpStatusCode.NotFound, (await _server.Get("/questions/country")).Status);
    }

    private async Task<IEnumerable<string>> Paths()
    {
        using var document = JsonDocument.Parse((await _server.Get("/openapi.json")).Body);
        return [.. document.RootElement.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task Limits_permissions_and_persisted_operations_apply()
    {
        using var other = await TestServer.Start(s =>
        {
            s.Options.Questions = _questions.Path;
            s.Options.PersistedOnly = true;
            s.Options.Limits.Cost = 2;
        });
        Assert.Equal(HttpStatusCode.OK, (await other.Get("/questions/country")).Status);
        var (status, type, body) = await other.Get("/questions/some/countries?most=500");
        Assert.Equal((HttpStatusCode.BadRequest, ProblemType), (status, type));
        Assert.Contains("\"code\":\"COST_TOO_HIGH\"", body, StringComparison.Ordinal);
        await other.DisposeAsync();

        using var closed = await TestServer.Start(s =>
        {
            s.Options.Questions = _questions.Path;
            s.Options.Auth.ReadersNeedToken = true;
        });
        foreach (var path in new[] { "/questions/country", "/questions/country.csv", "/questions/nothing", "/openapi.json" })
        {
            using var refused = await closed.Ask(HttpMethod.Get, path, null);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer", ProblemType), (refused.StatusCode, refused.Headers.WwwAuthenticate.Single().ToString(), refused.Content.Headers.ContentType?.MediaType));
        }
        await closed.DisposeAsync();
    }
}
