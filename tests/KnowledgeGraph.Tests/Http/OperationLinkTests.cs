using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Tests.Http;

/// <summary>What Banana Cake Pop is told by a link. That it opens on it is tested in a browser, in tests/clients and tests/explorer.</summary>
public sealed class OperationLinkTests(TestServer server) : IClassFixture<TestServer>
{
    private static string Link(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private async Task<JsonElement> Settings(string link)
    {
        var (status, type, body) = await server.Get($"/graphql/{link}/bcp-config.json");
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8"), (status, type));
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    [Fact]
    public async Task It_is_told_the_operation_with_its_variables_and_where_to_ask()
    {
        var settings = await Settings(Link("""{"query":"query A($of: ID!) { node(id: $of) { id } }","variables":{"of":"country:PAN","list":[1,null]}}"""));
        Assert.Equal("query A($of: ID!) { node(id: $of) { id } }", settings.GetProperty("graphQLDocument").GetString());
        Assert.Equal("""{"of":"country:PAN","list":[1,null]}""", settings.GetProperty("variables").GetRawText());
        Assert.Equal("..", settings.GetProperty("endpoint").GetString());
    }

    /// <summary>Whatever a link says is a value of the settings; the page is the same for every link.</summary>
    [Fact]
    public async Task What_it_carries_is_a_value()
    {
        const string Hostile = "</script><script>alert(1)</script>\",\"endpoint\":\"https://elsewhere\u0000\u2028é😀";
        var link = Link(JsonSerializer.Serialize(new { query = Hostile, endpoint = "https://elsewhere", title = Hostile }));
        var settings = await Settings(link);
        Assert.Equal(Hostile, settings.GetProperty("graphQLDocument").GetString());
        Assert.Equal(("..", "KnowledgeGraph"), (settings.GetProperty("endpoint").GetString(), settings.GetProperty("title").GetString()));
        Assert.Equal(await server.Get($"/graphql/{Link("""{"query":"{ __typename }"}""")}", "text/html"), await server.Get($"/graphql/{link}", "text/html"));
    }

    /// <summary>With a slash at its end the page would look for its files below the link, where there are none.</summary>
    [Fact]
    public async Task A_slash_at_its_end_leads_to_the_link_itself()
    {
        var link = Link("""{"query":"{ __typename }"}""");
        using var response = await server.Client.GetAsync(new Uri($"/graphql/{link}/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"/graphql/{link}", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"{ __typename }\"")]
    [InlineData("{\"query\":null}")]
    [InlineData("{\"query\":7}")]
    [InlineData("{\"query\":\"{ __typename }\"")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":[1]}")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":\"{}\"}")]
    [InlineData("{\"query\":\"\\ud800\"}")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":{\"a\":\"\\ud800\"}}")]
    public Task A_link_that_carries_none_leads_nowhere(string json) => LeadsNowhere(Link(json));

    [Theory]
    [InlineData("operation")]
    [InlineData("e30=")]
    [InlineData("eyJxdWVyeSI6Iv8ifQ")]
    public Task What_is_no_link_leads_nowhere(string text) => LeadsNowhere(text);

    [Fact]
    public Task Nested_without_end_leads_nowhere() =>
        LeadsNowhere(Link("{\"query\":\"{ __typename }\",\"variables\":{\"a\":" + new string('[', 2_000) + new string(']', 2_000) + "}}"));

    private async Task LeadsNowhere(string link)
    {
        foreach (var path in new[] { $"/graphql/{link}", $"/graphql/{link}/bcp-config.json" })
        {
            var (status, _, body) = await server.Get(path, "text/html");
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("\"NOT_FOUND\"", body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_question_of_the_list_opens_as_it_stands()
    {
        var (_, _, page) = await server.Get("/questions", "text/html");
        var links = Regex.Matches(page, "<a href=\"/graphql/([^\"]+)\">Open in the editor</a>").Select(m => m.Groups[1].Value).ToList();
        var opened = new List<string>();
        foreach (var link in links)
            opened.Add((await Settings(link)).GetProperty("graphQLDocument").GetString()!);
        Assert.Equal(Directory.GetFiles(SeedFolders.Questions, "*.graphql", SearchOption.AllDirectories).Select(File.ReadAllText).Order(StringComparer.Ordinal), opened.Order(StringComparer.Ordinal));
    }
}
