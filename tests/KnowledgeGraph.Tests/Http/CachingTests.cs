using System.IO.Compression;
using System.Net;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Seeding;

namespace KnowledgeGraph.Tests.Http;

/// <summary>What caches, proxies and compressing clients see.</summary>
public sealed class CachingTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Query = "/graphql?query=%7Bcountries%7Bnodes%7Bname%7D%7D%7D";

    [Fact]
    public async Task An_answer_is_known_until_the_graph_changes()
    {
        using var changing = await TestServer.Start(_ => { });
        using var first = await changing.Ask(HttpMethod.Get, Query, null);
        var tag = first.Headers.ETag!;
        Assert.True(tag.IsWeak);
        Assert.Equal("no-cache", first.Headers.CacheControl!.ToString());
        Assert.Contains("Accept", first.Headers.Vary);
        foreach (var known in new[] { $"{tag}", $"\"other\", {tag}", tag.Tag, "*" })
        {
            using var again = await changing.Ask(HttpMethod.Get, Query, null, $"If-None-Match: {known}");
            Assert.Equal((HttpStatusCode.NotModified, tag), (again.StatusCode, again.Headers.ETag));
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }
        using var posted = await changing.Ask(HttpMethod.Post, "/graphql", """{"query":"{ __typename }"}""", $"If-None-Match: {tag}");
        Assert.Equal((HttpStatusCode.OK, tag), (posted.StatusCode, posted.Headers.ETag));

        await ((IGraphStore)changing.Store).Commit(Seeder.Propose(SeedReaderTests.Read(("a.yaml", "countries:\n  MEX: { name: Mexico, iso2: MX, iso3: MEX }\n"))), CancellationToken.None);
        using var changed = await changing.Ask(HttpMethod.Get, Query, null, $"If-None-Match: {tag}");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(tag, changed.Headers.ETag);
        Assert.Contains("Mexico", await changed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await changing.DisposeAsync();
    }

    [Fact]
    public async Task What_is_refused_is_not_kept()
    {
        using var refused = await server.Ask(HttpMethod.Get, "/graphql?query=%7Bnope%7D", null);
        Assert.Null(refused.Headers.ETag);
        Assert.Equal("no-store", refused.Headers.CacheControl!.ToString());
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip;q=0.5, br;q=0.8", "br")]
    [InlineData("identity", null)]
    public async Task A_large_answer_is_compressed_as_is_wanted(string accepted, string? encoding)
    {
        using var response = await server.Ask(HttpMethod.Get, "/graphql?sdl", null, $"Accept-Encoding: {accepted}");
        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.SingleOrDefault());
        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = encoding switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        Assert.Equal(TestGraph.Schema.Print(), await new StreamReader(plain).ReadToEndAsync());
    }

    [Fact]
    public async Task A_small_answer_is_sent_as_it_is()
    {
        using var response = await server.Ask(HttpMethod.Post, "/graphql", """{"query":"{ __typename }"}""", "Accept-Encoding: br, gzip");
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", await response.Content.ReadAsStringAsync());
    }
}
