using System.Net;

namespace KnowledgeGraph.Tests.Http;

/// <summary>GET and HEAD: queries, the schema, health, and what else is at the address.</summary>
public sealed class GetTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Json = "application/json; charset=utf-8";

    [Theory]
    [InlineData("query={country(code:\"PA\"){name}}")]
    [InlineData("query=query($c:String){country(code:$c){name}}&variables={\"c\":\"PA\"}")]
    [InlineData("query=query A{__typename} query B{country(code:\"PA\"){name}}&operationName=B&extensions={}&variables=null")]
    public async Task A_query_is_answered(string parameters) => Assert.Equal(
        (HttpStatusCode.OK, Json, """{"data":{"country":{"name":"Panama"}}}"""), await server.Get("/graphql?" + Escape(parameters)));

    [Theory]
    [InlineData("", "INVALID_REQUEST")]
    [InlineData("query={__typename}&query={__typename}", "INVALID_REQUEST")]
    [InlineData("query={__typename}&variables=[]", "INVALID_REQUEST")]
    [InlineData("query={__typename}&variables={", "INVALID_JSON")]
    [InlineData("query={__typename}&variables=", "INVALID_JSON")]
    [InlineData("query={__typename}&extensions=1", "INVALID_REQUEST")]
    public async Task A_malformed_request_is_400(string parameters, string code)
    {
        var (status, type, body) = await server.Get("/graphql?" + Escape(parameters));
        Assert.Equal((HttpStatusCode.BadRequest, Json), (status, type));
        Assert.Contains($"\"code\":\"{code}\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutation_is_405_and_only_POST_is_allowed()
    {
        using var response = await server.Client.GetAsync("/graphql?query=" + Uri.EscapeDataString("mutation { __typename }"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
        Assert.Contains("METHOD_NOT_ALLOWED", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("BREW")]
    public async Task Another_method_is_405(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/graphql");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_schema_comes_as_text()
    {
        var (status, type, body) = await server.Get("/graphql?sdl");
        Assert.Equal((HttpStatusCode.OK, "application/graphql; charset=utf-8"), (status, type));
        Assert.Equal(TestGraph.Schema.Print(), body);
    }

    [Fact]
    public async Task The_schema_has_an_address_of_its_own()
    {
        var (status, type, body) = await server.Get("/graphql/schema");
        Assert.Equal((HttpStatusCode.OK, "application/graphql; charset=utf-8"), (status, type));
        Assert.Equal(TestGraph.Schema.Print(), body);
        var refused = await server.Client.PostAsync("/graphql/schema", new StringContent("{}"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task Types_of_the_schema_come_alone()
    {
        var (status, type, body) = await server.Get("/graphql?sdl&types=PageInfo,SortEnumType,PageInfo");
        Assert.Equal((HttpStatusCode.OK, "application/graphql; charset=utf-8"), (status, type));
        Assert.StartsWith("\"Position of a page within its connection, as in Relay.\"\ntype PageInfo {\n", body, StringComparison.Ordinal);
        Assert.EndsWith("  DESC\n}\n", body, StringComparison.Ordinal);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(body, "type PageInfo"));
        Assert.Equal(body, (await server.Get("/graphql/schema?types=PageInfo&types=SortEnumType")).Body);
        (status, _, body) = await server.Get("/graphql?sdl&types=PageInfo,Nope");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("The schema has no type Nope. Names are case-sensitive.", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/graphql?sdl")]
    [InlineData("/graphql?query=%7B__typename%7D")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/unknown")]
    public async Task HEAD_is_GET_without_a_body(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await server.Client.SendAsync(request);
        using var get = await server.Client.GetAsync(path);
        Assert.Equal((get.StatusCode, get.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_browser_sees_how_to_ask_and_nothing_from_elsewhere()
    {
        var (status, type, body) = await server.Get("/graphql", "text/html,application/xhtml+xml,*/*;q=0.8");
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8"), (status, type));
        Assert.Contains("curl", body, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_why()
    {
        Assert.Equal((HttpStatusCode.OK, Json, """{"status":"live"}"""), await server.Get("/health/live"));
        Assert.Equal((HttpStatusCode.OK, Json, """{"status":"ready","version":1,"nodes":2,"relationships":1}"""), await server.Get("/health/ready"));
    }

    [Fact]
    public async Task An_unknown_path_is_404()
    {
        var (status, type, body) = await server.Get("/graphiql");
        Assert.Equal((HttpStatusCode.NotFound, Json), (status, type));
        Assert.Contains("NOT_FOUND", body, StringComparison.Ordinal);
    }

    private static string Escape(string parameters) =>
        string.Join('&', parameters.Split('&').Select(p => p.Split('=', 2)).Select(p => p.Length < 2 ? p[0] : $"{p[0]}={Uri.EscapeDataString(p[1])}"));
}
