using System.Net;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;

namespace KnowledgeGraph.Tests.Http;

/// <summary>Which sites may show /embed in a frame: none, until the setting names some. All other pages stand in no frame.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData(null, "'none'")]
    [InlineData(" ", "'none'")]
    [InlineData("https://news.example; https://*.other.example:8443", "https://news.example https://*.other.example:8443")]
    [InlineData("*", "*")]
    [Limit("FrameAncestors")]
    public async Task Only_named_sites_may_show_the_embedded_page(string? configured, string ancestors)
    {
        var server = await TestServer.Start(s => s.Options.FrameAncestors = configured);
        try
        {
            foreach (var (path, expected) in new[] { ("/embed", ancestors), ("/", "'none'") })
            {
                using var response = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
                var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
                Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
                Assert.EndsWith($"; frame-ancestors {expected}", policy, StringComparison.Ordinal);
                // The older header knows no list, and would close what the policy opens.
                Assert.Equal(expected == "'none'", response.Headers.Contains("X-Frame-Options"));
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("news.example")]
    [InlineData("https://news.example/page")]
    [InlineData("https://news.example, https://other.example")]
    [InlineData("https://news.example script-src *")]
    [InlineData("'self'")]
    [InlineData("javascript:alert(1)")]
    public void A_value_that_is_no_origin_is_named(string value) => Assert.StartsWith(
        "FrameAncestors must be origins such as https://news.example or https://*.news.example",
        Assert.Throws<FormatException>(() => FrameAncestors.Of(new ServerOptions { FrameAncestors = $"https://fine.example;{value}" })).Message, StringComparison.Ordinal);
}
