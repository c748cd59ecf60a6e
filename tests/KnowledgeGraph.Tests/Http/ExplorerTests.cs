using System.Net;

namespace KnowledgeGraph.Tests.Http;

/// <summary>That a page is at /. The page itself is tested in a browser, in tests/explorer.</summary>
public sealed class ExplorerTests(TestServer server) : IClassFixture<TestServer>
{
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
        var answer = await server.Raw("GET /../appsettings.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Contains("404", answer, StringComparison.Ordinal);
        Assert.Contains("404", await server.Raw("GET /assets/..%2f..%2fappsettings.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }
}
