using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using KnowledgeGraph.Tests.Access;

namespace KnowledgeGraph.Tests.Http;

/// <summary>`GET /export`.</summary>
public sealed class ExportTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("", "application/x-ndjson", "graph.jsonl", "{\"node\":\"Country\",\"id\":\"country:PAN\"")]
    [InlineData("?format=graphml", "application/graphml+xml", "graph.graphml", "<?xml")]
    [InlineData("?format=cypher", "application/x-cypher-query", "graph.cypher", "CREATE CONSTRAINT")]
    [InlineData("?format=jsonld&types=Country", "application/ld+json", "graph.jsonld", "{\"@context\":{")]
    [InlineData("?types=Claim&asOf=2024", "application/x-ndjson", "graph.jsonl", "{\"node\":\"Claim\",\"id\":\"claim:c\"")]
    public async Task A_file_has_its_type_and_its_name(string query, string type, string name, string start)
    {
        using var response = await server.Ask(HttpMethod.Get, $"/export{query}", null);
        Assert.Equal((HttpStatusCode.OK, type, name, "no-cache"), (response.StatusCode, response.Content.Headers.ContentType!.ToString(), response.Content.Headers.ContentDisposition!.FileName, response.Headers.CacheControl!.ToString()));
        Assert.StartsWith(start, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var head = await server.Ask(HttpMethod.Head, $"/export{query}", null);
        Assert.Equal((type, response.Headers.ETag), (head.Content.Headers.ContentType!.ToString(), head.Headers.ETag));
        using var known = await server.Ask(HttpMethod.Get, $"/export{query}", null, $"If-None-Match: {response.Headers.ETag}");
        Assert.Equal((HttpStatusCode.NotModified, ""), (known.StatusCode, await known.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("csv", "Country.csv Claim.csv CLAIMS_ABOUT.csv")]
    [InlineData("yaml", "countries.yaml claims.yaml schema.json")]
    public async Task A_folder_is_a_zip(string format, string files)
    {
        var (first, second) = (await server.Client.GetByteArrayAsync($"/export?format={format}"), await server.Client.GetByteArrayAsync($"/export?format={format}"));
        Assert.Equal(first, second);
        using var zip = new ZipArchive(new MemoryStream(first));
        Assert.Equal(files, string.Join(' ', zip.Entries.Select(e => e.FullName)));
        using var country = new StreamReader(zip.Entries[0].Open());
        Assert.Contains("日本", await country.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?format=xml", "The format must be one of jsonl, yaml, csv, graphml, cypher, jsonld, but was `xml`.")]
    [InlineData("?format=jsnl", "The format must be one of jsonl, yaml, csv, graphml, cypher, jsonld, but was `jsnl`. Did you mean `jsonl`?")]
    [InlineData("?types=Contry", "The type `Contry` is unknown. Did you mean `Country`?")]
    [InlineData("?asOf=soon", "The date must be one such as 2024, 2024-07 or 2024-07-01, but was `soon`.")]
    [InlineData("?asof=2024", "The parameter `asof` is unknown. Did you mean `asOf`?")]
    [InlineData("?known=1", "The parameter `known` is unknown. Use one of format, types, asOf.")]
    [InlineData("?format=csv&format=yaml", "The URL has `format` 2 times. Give it once.")]
    public async Task Anything_else_is_400(string query, string message)
    {
        var (status, type, body) = await server.Get($"/export{query}");
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (status, type));
        var problem = JsonNode.Parse(body)!;
        Assert.Equal((message, "INVALID_PARAMETER"), ((string)problem["detail"]!, (string)problem["code"]!));
    }

    [Fact]
    public async Task Only_what_reads_is_allowed()
    {
        using var response = await server.Ask(HttpMethod.Post, "/export", "{}");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "GET, HEAD"), (response.StatusCode, string.Join(", ", response.Content.Headers.Allow)));
    }

    [Fact]
    public async Task It_needs_a_token_where_reading_does()
    {
        using var folder = new TempFolder();
        await using var closed = new Started(await TestServer.Start(s => (s.Options.Auth.ReadersNeedToken, s.Options.Data) = (true, folder.Path)));
        Assert.Equal(HttpStatusCode.Unauthorized, (await closed.Server.Get("/export")).Status);
        var token = TestKeys.LocalToken(folder.Path, null, Server.Requests.Scope.Read);
        using var response = await closed.Server.Ask(HttpMethod.Get, "/export", null, $"Authorization: Bearer {token}");
        Assert.Equal((HttpStatusCode.OK, "private, no-cache"), (response.StatusCode, response.Headers.CacheControl!.ToString().Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal)));
    }

    /// <summary>A client that does not read keeps its export running. It ends when the client has gone, or when its time is over.</summary>
    [Fact]
    [Limit("MaxConcurrentExports", "ExportSeconds", "SERVER_BUSY", "OPERATION_TIMEOUT")]
    public async Task Few_exports_run_at_a_time_and_none_for_long()
    {
        SlowStore slow = null!;
        await using var small = new Started(await TestServer.Start(s =>
        {
            (s.Options.MaxConcurrentExports, s.Options.ExportSeconds, s.Wrap) = (1, 2, store => slow = new SlowStore(store));
        }));
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(small.Server.Address.Host, small.Server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /export HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await slow.Entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        using var refused = await small.Server.Ask(HttpMethod.Get, "/export", null);
        var body = await refused.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "SERVER_BUSY", "At most 1 exports can run at the same time. Try again soon."), (refused.StatusCode, (string)JsonNode.Parse(body)!["code"]!, (string)JsonNode.Parse(body)!["detail"]!));
        // A browser must not save the error as the file.
        Assert.Null(refused.Content.Headers.ContentDisposition);
        socket.Close();
        HttpStatusCode next;
        do
        {
            (next, _, body) = await small.Server.Get("/export");
        }
        while ((string?)JsonNode.Parse(body)!["code"] == "SERVER_BUSY");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "OPERATION_TIMEOUT"), (next, (string)JsonNode.Parse(body)!["code"]!));
        slow.IsSlow = false;
        Assert.Equal(HttpStatusCode.OK, (await small.Server.Get("/export")).Status);
    }

    /// <summary>Else one client that does not read could keep all turns.</summary>
    [Fact]
    [Limit("RATE_LIMITED")]
    public async Task A_client_runs_one_export_at_a_time()
    {
        SlowStore slow = null!;
        await using var busy = new Started(await TestServer.Start(s => s.Wrap = store => slow = new SlowStore(store)));
        async Task<(HttpStatusCode, string)> From(string client)
        {
            using var response = await busy.Server.Ask(HttpMethod.Get, "/export?types=Country", null, $"X-Forwarded-For: {client}");
            return (response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(busy.Server.Address.Host, busy.Server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes("GET /export HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 2001:db8::1\r\n\r\n"));
        await slow.Entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        slow.IsSlow = false;
        var (status, body) = await From("2001:db8::2");
        Assert.Equal((HttpStatusCode.TooManyRequests, "RATE_LIMITED"), (status, (string)JsonNode.Parse(body)!["code"]!));
        Assert.Equal(HttpStatusCode.OK, (await From("203.0.113.7")).Item1);
        socket.Close();
        do
        {
            (status, _) = await From("2001:db8::2");
        }
        while (status == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, status);
    }

    private sealed class Started(TestServer server) : IAsyncDisposable
    {
        public TestServer Server => server;

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            server.Dispose();
        }
    }
}
