using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KnowledgeGraph.Server.Http;

namespace KnowledgeGraph.Tests.Http;

/// <summary>What the server does only where it is told to: origins, batches, HTTPS, no introspection, fewer requests.</summary>
public sealed class ConfiguredTests : IDisposable
{
    private const string TypeName = """{"query":"{ __typename }"}""";
    private TestServer? _server;

    private async Task<TestServer> Start(Action<TestServer> configure) => _server = await TestServer.Start(configure);

    public void Dispose()
    {
        _server?.DisposeAsync().GetAwaiter().GetResult();
        _server?.Dispose();
    }

    [Theory]
    [InlineData(null, "https://app.example", null)]
    [InlineData("https://app.example; https://other.example", "https://app.example", "https://app.example")]
    [InlineData("https://app.example", "https://evil.example", null)]
    [InlineData("*", "https://any.example", "*")]
    public async Task Only_named_origins_may_read(string? configured, string origin, string? allowed)
    {
        var server = await Start(s => s.Options.CorsOrigins = configured);
        using var preflight = await server.Ask(
            HttpMethod.Options, "/graphql", null, $"Origin: {origin}", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type");
        using var answer = await server.Ask(HttpMethod.Post, "/graphql", TypeName, $"Origin: {origin}");
        foreach (var response in new[] { preflight, answer })
            Assert.Equal(allowed, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    [Limit("MaxBatch", "BATCH_TOO_LONG")]
    public async Task A_batch_is_answered_in_its_order()
    {
        var server = await Start(s => s.Options.MaxBatch = 3);
        Assert.Equal(
            """[{"data":{"a":"Query"}},{"errors":[{"message":"The request has no `query`. Send the text of a GraphQL document.","extensions":{"code":"INVALID_REQUEST"}}]},{"data":{"b":"Query"}}]""",
            (await server.Post("""  [{"query":"{ a: __typename }"}, {}, {"query":"{ b: __typename }"}]""")).Body);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", (await server.Post(TypeName)).Body);
        foreach (var (body, code) in new[] { ("[]", "INVALID_REQUEST"), ("[1,", "INVALID_JSON"), ($"[{TypeName},{TypeName},{TypeName},{TypeName}]", "BATCH_TOO_LONG") })
        {
            var (status, _, answer) = await server.Post(body);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains($"\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_introspection_the_schema_is_not_told()
    {
        var server = await Start(s => s.Options.Limits.Introspection = false);
        Assert.Contains("INTROSPECTION_OFF", (await server.Post("""{"query":"{ __schema { types { name } } }"}""")).Body, StringComparison.Ordinal);
        var (status, _, body) = await server.Get("/graphql?sdl");
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("INTROSPECTION_OFF", body, StringComparison.Ordinal);
        Assert.Equal("""{"data":{"__typename":"Query"}}""", (await server.Post(TypeName)).Body);
    }

    [Fact]
    [Limit("RequestsPerSecond", "RequestBurst", "RATE_LIMITED")]
    public async Task One_client_may_ask_so_much_and_others_beside_it()
    {
        var server = await Start(s => (s.Options.RequestsPerSecond, s.Options.RequestBurst) = (1, 3));
        async Task<HttpStatusCode> From(string client)
        {
            using var response = await server.Ask(HttpMethod.Post, "/graphql", TypeName, $"X-Forwarded-For: {client}");
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Assert.NotNull(response.Headers.RetryAfter);
                Assert.Equal(
                    """{"errors":[{"message":"A client can send at most 1 requests a second, after a burst of 3. Try again soon.","extensions":{"code":"RATE_LIMITED"}}]}""",
                    await response.Content.ReadAsStringAsync());
            }
            return response.StatusCode;
        }
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
            statuses.Add(await From($"2001:db8::{i}"));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], statuses.Take(3));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.OK, await From("2001:db8:0:1::1"));
        Assert.Equal(HttpStatusCode.OK, await From("203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, (await server.Post(TypeName)).Status);
    }

    [Fact]
    public async Task HTTP2_is_spoken_over_TLS()
    {
        using var folder = new TempFolder();
        var server = await Start(s =>
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
            var file = Path.Combine(folder.Path, "test.pfx");
            File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "x"));
            s.Options.Urls = "https://127.0.0.1:0";
            s.Settings["Kestrel:Certificates:Default:Path"] = file;
            s.Settings["Kestrel:Certificates:Default:Password"] = "x";
        });
        using var post = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(TypeName, System.Text.Encoding.UTF8, "application/json"),
        };
        using var response = await server.Client.SendAsync(post);
        Assert.Equal(("""{"data":{"__typename":"Query"}}""", HttpVersion.Version20), (await response.Content.ReadAsStringAsync(), response.Version));
    }

    [Fact]
    public async Task The_cost_is_returned_without_execution()
    {
        var server = await Start(_ => { });
        using var response = await server.Ask(HttpMethod.Post, "/graphql", """{"query":"{ countries(first: 3) { nodes { name } } }"}""", $"{CostReport.Header}: validate");
        Assert.Equal(
            """{"extensions":{"operationCost":{"fieldCost":11,"typeCost":2}}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_refused_operation_has_no_cost()
    {
        var server = await Start(_ => { });
        using var response = await server.Ask(HttpMethod.Post, "/graphql", """{"query":"{ countries(first: 501) { nodes { name } } }"}""", $"{CostReport.Header}: validate");
        Assert.Contains("PAGE_SIZE", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    public async Task An_unknown_value_of_the_cost_header_is_refused(string accept)
    {
        var server = await Start(_ => { });
        using var response = await server.Ask(HttpMethod.Post, "/graphql", """{"query":"{ __typename }"}""", $"{CostReport.Header}: total", $"Accept: {accept}");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            """{"errors":[{"message":"The header GraphQL-Cost must be `report` or `validate`, but was `total`.","extensions":{"code":"INVALID_HEADER"}}]}""",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_cost_is_reported_beside_the_data()
    {
        var server = await Start(_ => { });
        using var response = await server.Ask(HttpMethod.Post, "/graphql", """{"query":"{ countries(first: 3) { nodes { name } } }"}""", $"{CostReport.Header}: report");
        Assert.Equal(
            """{"data":{"countries":{"nodes":[{"name":"Panama"}]}},"extensions":{"operationCost":{"fieldCost":11,"typeCost":2}}}""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/../../../etc/passwd")]
    [InlineData("/graphql/../../../../etc/passwd")]
    [InlineData("/graphql/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/appsettings.json")]
    [InlineData("/graphql/KnowledgeGraph.Server.dll")]
    public async Task No_path_leads_to_a_file(string path)
    {
        var server = await Start(_ => { });
        var answer = await server.Raw($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.Matches("^HTTP/1.1 40[04] ", answer);
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Logging", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_has_its_headers()
    {
        var server = await Start(_ => { });
        using var page = await server.Ask(HttpMethod.Get, "/graphql", null, "Accept: text/html");
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'", page.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("DENY", page.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        foreach (var path in new[] { "/graphql?query=%7B__typename%7D", "/graphql?sdl", "/unknown", "/health/live" })
        {
            using var answer = await server.Ask(HttpMethod.Get, path, null);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }
}
