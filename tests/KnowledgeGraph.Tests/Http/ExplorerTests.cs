using System.Net;
using System.Text.Json;

namespace KnowledgeGraph.Tests.Http;

/// <summary>What the page at / begins with. The page itself is tested in a browser, in tests/explorer.</summary>
public sealed class ExplorerTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Questions_are_the_files_of_the_seed_by_name()
    {
        var (status, type, body) = await server.Get("/questions");
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8"), (status, type));
        using var json = JsonDocument.Parse(body);
        var served = json.RootElement.EnumerateArray().Select(q => (q.GetProperty("name").GetString()!, q.GetProperty("text").GetString()!)).ToList();
        var files = Directory.GetFiles(SeedFolders.Questions, "*.graphql", SearchOption.AllDirectories)
            .Select(f => (Name: Path.GetRelativePath(SeedFolders.Questions, f).Replace('\\', '/').Replace(".graphql", "", StringComparison.Ordinal), Text: File.ReadAllText(f)))
            .OrderBy(f => f.Name, StringComparer.Ordinal);
        Assert.Equal(files, served);
        Assert.Contains(served, q => q.Item1.Contains('/', StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_seed_without_questions_has_none()
    {
        using var other = new TestServer();
        using var empty = new TempFolder();
        other.Options.Seed = empty.Path;
        await other.InitializeAsync();
        Assert.Equal((HttpStatusCode.OK, "application/json; charset=utf-8", "[]"), await other.Get("/questions"));
        await other.DisposeAsync();
    }

    /// <summary>Built or not, a page is there, and its policy lets nothing else in.</summary>
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_page_is_at_the_root(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/");
        using var response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(method == "GET", (await response.Content.ReadAsStringAsync()).Contains("<title>KnowledgeGraph</title>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_file_outside_the_page_is_given()
    {
        var answer = await server.Raw("GET /../appsettings.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.Contains("404", answer, StringComparison.Ordinal);
        Assert.Contains("404", await server.Raw("GET /assets/..%2f..%2fappsettings.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }
}
