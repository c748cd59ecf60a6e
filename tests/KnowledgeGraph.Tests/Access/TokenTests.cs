using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Tests.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace KnowledgeGraph.Tests.Access;

/// <summary>Requests with tokens, over HTTP, in each of the three ways to check them.</summary>
public sealed class TokenTests : IDisposable
{
    private const string Viewer = """{"query":"{ viewer { subject name scopes } }"}""";
    private const string Ana = """{"data":{"viewer":{"subject":"ana","name":"Ana Ruiz","scopes":["graph:write"]}}}""";
    private const string Nobody = """{"data":{"viewer":null}}""";

    private readonly TempFolder _folder = new();
    private readonly TestKeys _keys = new();
    private TestServer? _server;

    public void Dispose()
    {
        _server?.DisposeAsync().GetAwaiter().GetResult();
        _server?.Dispose();
        _keys.Dispose();
        _folder.Dispose();
    }

    private async Task<TestServer> Start(Action<AuthOptions>? configure = null, Action<TestServer>? also = null) => _server = await TestServer.Start(s =>
    {
        s.Options.Data = _folder.Path;
        configure?.Invoke(s.Options.Auth);
        also?.Invoke(s);
    });

    private Task<TestServer> StartWithFile(Action<AuthOptions>? configure = null) => Start(auth =>
    {
        (auth.KeysFile, auth.Audience, auth.Issuer) = (_folder.Write("keys.json", _keys.Published), TestKeys.Audience, TestKeys.Issuer);
        configure?.Invoke(auth);
    });

    private static async Task<(HttpStatusCode Status, string Body, string? Challenge)> Ask(TestServer server, string? token, string body = Viewer, params string[] headers)
    {
        using var response = await server.Ask(HttpMethod.Post, "/graphql", body, token is null ? headers : [$"Authorization: Bearer {token}", .. headers]);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.WwwAuthenticate.SingleOrDefault()?.ToString());
    }

    private static async Task IsInvalid(TestServer server, string token, string? reason = null)
    {
        var (status, body, challenge) = await Ask(server, token);
        Assert.Equal(HttpStatusCode.Unauthorized, status);
        var error = JsonNode.Parse(body)!["errors"]!.AsArray().Single()!;
        Assert.Equal("AUTH_NOT_AUTHENTICATED", (string)error["extensions"]!["code"]!);
        Assert.Null(JsonNode.Parse(body)!["data"]);
        Assert.StartsWith("Bearer error=\"invalid_token\", error_description=\"", challenge, StringComparison.Ordinal);
        if (token.Length > 10)
            Assert.DoesNotContain(token, body + challenge, StringComparison.Ordinal);
        if (reason is not null)
            Assert.Equal(reason + " Send a valid token, or none.", (string)error["message"]!);
    }

    [Fact]
    public async Task A_request_without_a_token_is_made_by_nobody()
    {
        var server = await StartWithFile();
        Assert.Equal((HttpStatusCode.OK, Nobody, null), await Ask(server, null));
        // For a proxy before the server.
        Assert.Equal((HttpStatusCode.OK, Nobody, null), await Ask(server, null, Viewer, "Authorization: Basic YTpi"));
    }

    [Fact]
    public async Task A_key_set_checks_tokens()
    {
        var server = await StartWithFile();
        Assert.Equal((HttpStatusCode.OK, Ana, null), await Ask(server, _keys.Token()));
        Assert.Equal(
            """{"data":{"viewer":{"subject":"ben","name":null,"scopes":[]}}}""",
            (await Ask(server, _keys.Token(c => { c["sub"] = "ben"; c.Remove("name"); c.Remove("scope"); }))).Body);
        Assert.Equal(Ana, (await Ask(server, _keys.Token(c => c["exp"] = DateTimeOffset.UtcNow.AddSeconds(-10).ToUnixTimeSeconds()))).Body);
    }

    [Fact]
    public async Task A_token_that_is_not_right_is_refused()
    {
        var server = await StartWithFile();
        var now = DateTimeOffset.UtcNow;
        await IsInvalid(server, _keys.Token(c => c["exp"] = now.AddSeconds(-40).ToUnixTimeSeconds()), "The token has expired.");
        await IsInvalid(server, _keys.Token(c => c["nbf"] = now.AddSeconds(60).ToUnixTimeSeconds()), "The token is not valid yet.");
        await IsInvalid(server, _keys.Token(c => c.Remove("exp")), "The token has no time at which it expires (exp).");
        await IsInvalid(server, _keys.Token(c => c["aud"] = "other"), "The token is for another audience.");
        await IsInvalid(server, _keys.Token(c => c.Remove("aud")), "The token is for another audience.");
        await IsInvalid(server, _keys.Token(c => c["iss"] = "https://other.example"), "The token comes from another issuer.");
        await IsInvalid(server, _keys.Token(c => c.Remove("sub")), "The token must have one subject (sub) of at most 255 characters.");
        await IsInvalid(server, _keys.Token(c => c["sub"] = ""));
        await IsInvalid(server, _keys.Token(c => c["sub"] = new string('x', 256)));
        await IsInvalid(server, _keys.Token(c => c["scope"] = new[] { "graph:write", "graph:admin" }), "The scope of the token must be one text, with spaces between the scopes.");
    }

    [Fact]
    public async Task A_token_that_no_known_key_has_signed_is_refused()
    {
        const string Unsigned = "The token is not signed by a key that this server knows.";
        var server = await StartWithFile();
        using var others = new TestKeys();
        await IsInvalid(server, others.Token(), Unsigned);
        await IsInvalid(server, TestKeys.Sign(TestKeys.Claims(), with: null));
        // The public key as a shared secret.
        var secret = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(_keys.Published));
        await IsInvalid(server, TestKeys.Sign(TestKeys.Claims(), new SigningCredentials(secret, SecurityAlgorithms.HmacSha256)), Unsigned);
        var parts = _keys.Token().Split('.');
        var changed = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("graph:write", "graph:admin", StringComparison.Ordinal));
        await IsInvalid(server, $"{parts[0]}.{changed}.{parts[2]}", Unsigned);
        await IsInvalid(server, $"{Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.");
        await IsInvalid(server, $"{parts[0]}.{parts[1]}.");
        await IsInvalid(server, $"{parts[0]}.{parts[1]}");
        foreach (var malformed in new[] { "x", "a.b.c", "....", new string('x', 12_000) })
            await IsInvalid(server, malformed, "The token is malformed.");
        using var two = await server.Ask(HttpMethod.Post, "/graphql", Viewer, $"Authorization: Bearer {_keys.Token()}", $"Authorization: Bearer {_keys.Token()}");
        Assert.Equal(HttpStatusCode.Unauthorized, two.StatusCode);
    }

    [Fact]
    public async Task A_token_is_not_read_from_the_URL()
    {
        var server = await StartWithFile();
        var (status, _, body) = await server.Get($"/graphql?query=%7Bviewer%7Bsubject%7D%7D&access_token={_keys.Token()}");
        Assert.Equal((HttpStatusCode.OK, Nobody), (status, body));
    }

    /// <summary>The issuer is not checked if the setting is missing.</summary>
    [Fact]
    public async Task Any_issuer_will_do_if_none_is_named()
    {
        var server = await StartWithFile(auth => auth.Issuer = null);
        Assert.Equal(Ana, (await Ask(server, _keys.Token(c => c["iss"] = "https://other.example"))).Body);
    }

    [Fact]
    public async Task A_changed_key_set_is_read()
    {
        var server = await StartWithFile();
        var old = _keys.Token();
        Assert.Equal(Ana, (await Ask(server, old)).Body);
        using var rotated = new TestKeys("two");
        _folder.Write("keys.json", rotated.Published);
        await Eventually(async () => (await Ask(server, rotated.Token())).Body == Ana);
        await IsInvalid(server, old);
        // A file that cannot be used changes nothing.
        _folder.Write("keys.json", "{");
        await Task.Delay(KeyFile.Interval + TimeSpan.FromSeconds(0.5));
        Assert.Equal(Ana, (await Ask(server, rotated.Token())).Body);
    }

    [Fact]
    public async Task A_local_key_that_is_made_while_the_server_runs_checks_tokens()
    {
        var server = await Start();
        using var elsewhere = new TempFolder();
        await IsInvalid(server, TestKeys.LocalToken(elsewhere.Path, scopes: Scope.Admin));
        var token = TestKeys.LocalToken(_folder.Path, scopes: [Scope.Write, Scope.Write]);
        await Eventually(async () => (await Ask(server, token)).Body == Ana);
        await IsInvalid(server, TestKeys.LocalToken(elsewhere.Path, scopes: Scope.Admin));
        // The public key of an authority means nothing here.
        await IsInvalid(server, _keys.Token(c => (c["iss"], c["aud"]) = (LocalKey.Name, LocalKey.Name)));
        File.Delete(LocalKey.PathIn(_folder.Path));
        await Eventually(async () => (await Ask(server, token)).Status == HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_authority_checks_tokens_and_may_change_its_keys()
    {
        await using var authority = await TestAuthority.Start(_keys);
        var server = await Start(auth => (auth.Authority, auth.Audience) = (authority.Address, TestKeys.Audience));
        string Token(TestKeys keys) => keys.Token(c => c["iss"] = authority.Address);
        Assert.Equal(Ana, (await Ask(server, Token(_keys))).Body);
        using var rotated = new TestKeys("two");
        authority.Keys = rotated;
        await Eventually(async () => (await Ask(server, Token(rotated))).Body == Ana);
        await IsInvalid(server, rotated.Token(), "The token comes from another issuer.");
        await IsInvalid(server, rotated.Token(c => (c["iss"], c["aud"]) = (authority.Address, "other")), "The token is for another audience.");
        using var unknown = new TestKeys("three");
        await IsInvalid(server, Token(unknown), "The token is not signed by a key that this server knows.");
    }

    [Fact]
    public async Task A_token_cannot_be_checked_while_the_authority_is_away()
    {
        var server = await Start(auth => (auth.Authority, auth.Audience) = ("http://127.0.0.1:9", TestKeys.Audience));
        var (status, body, challenge) = await Ask(server, _keys.Token());
        Assert.Equal((HttpStatusCode.ServiceUnavailable, null), (status, challenge));
        Assert.Equal(
            """{"errors":[{"message":"The token cannot be checked now, because its authority is not responding. Try again.","extensions":{"code":"AUTH_UNAVAILABLE"}}]}""", body);
        Assert.Equal(HttpStatusCode.OK, (await Ask(server, null)).Status);
    }

    [Fact]
    public async Task An_invalid_token_is_refused_on_every_way_in()
    {
        var server = await Start(also: s => s.Options.MaxBatch = 2);
        async Task<(HttpStatusCode, string?)> Status(HttpMethod method, string path, string? body = null, string accept = "application/json")
        {
            using var response = await server.Ask(method, path, body, "Authorization: Bearer x", $"Accept: {accept}");
            return (response.StatusCode, response.Headers.CacheControl?.ToString());
        }
        var refused = (HttpStatusCode.Unauthorized, "no-store");
        Assert.Equal(refused, await Status(HttpMethod.Get, "/graphql?query=%7B__typename%7D"));
        Assert.Equal(refused, await Status(HttpMethod.Get, "/graphql?sdl"));
        Assert.Equal(refused, await Status(HttpMethod.Get, "/graphql/schema"));
        Assert.Equal(refused, await Status(HttpMethod.Post, "/graphql", $"[{Viewer}]"));
        Assert.Equal(refused, await Status(HttpMethod.Post, "/graphql", Viewer, "text/event-stream"));
        Assert.Equal(HttpStatusCode.OK, (await Status(HttpMethod.Get, "/health/ready")).Item1);
    }

    [Fact]
    public async Task Every_request_of_a_batch_and_an_event_stream_has_the_caller()
    {
        var server = await Start(also: s => s.Options.MaxBatch = 2);
        var token = TestKeys.LocalToken(_folder.Path, scopes: Scope.Write);
        Assert.Equal($"[{Ana},{Ana}]", (await Ask(server, token, $"[{Viewer},{Viewer}]")).Body);
        Assert.Contains($"data: {Ana}\n", (await Ask(server, token, Viewer, "Accept: text/event-stream")).Body, StringComparison.Ordinal);
        Assert.Equal(Nobody, (await Ask(server, null)).Body);
    }

    [Fact]
    public async Task Readers_may_need_a_token()
    {
        var server = await Start(auth => auth.ReadersNeedToken = true, s => s.Options.MaxBatch = 2);
        foreach (var (method, path, body) in new[] {
            (HttpMethod.Post, "/graphql", Viewer), (HttpMethod.Post, "/graphql", $"[{Viewer}]"), (HttpMethod.Get, "/graphql?query=%7B__typename%7D", null),
            (HttpMethod.Get, "/graphql?sdl", null), (HttpMethod.Get, "/graphql/schema", null) })
        {
            using var refused = await server.Ask(method, path, body, "Accept: application/json");
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, refused.Headers.WwwAuthenticate.Single().ToString()));
            Assert.Equal(
                """{"errors":[{"message":"This needs a token with the scope `graph:read`, but this server accepts no tokens yet. Make one with `token --subject NAME --scope graph:read`, or configure KnowledgeGraph:Auth.","extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""",
                await refused.Content.ReadAsStringAsync());
        }
        var writer = TestKeys.LocalToken(_folder.Path, scopes: [Scope.Write, Scope.Review]);
        await Eventually(async () => (await Ask(server, writer)).Status != HttpStatusCode.Unauthorized);
        Assert.Equal(
            (HttpStatusCode.Forbidden, """{"errors":[{"message":"This needs the scope `graph:read`, which the token does not have.","extensions":{"code":"AUTH_NOT_AUTHORIZED"}}]}""",
                "Bearer error=\"insufficient_scope\", scope=\"graph:read\""),
            await Ask(server, writer));
        foreach (var scope in new[] { Scope.Read, Scope.Admin })
            Assert.Equal(HttpStatusCode.OK, (await Ask(server, TestKeys.LocalToken(_folder.Path, scopes: scope))).Status);
        using var page = await server.Ask(HttpMethod.Get, "/questions", null);
        using var health = await server.Ask(HttpMethod.Get, "/health/live", null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, health.StatusCode));
    }

    [Fact]
    public async Task What_depends_on_the_caller_is_not_kept_for_others()
    {
        const string Countries = "/graphql?query=%7Bcountries%7Bnodes%7Bname%7D%7D%7D";
        const string OfViewer = "/graphql?query=%7Bviewer%7Bsubject%7D%7D";
        var server = await Start();
        var token = "Authorization: Bearer " + TestKeys.LocalToken(_folder.Path, scopes: Scope.Write);
        using var open = await server.Ask(HttpMethod.Get, Countries, null);
        Assert.Equal("no-cache", open.Headers.CacheControl!.ToString());
        Assert.Contains("Authorization", open.Headers.Vary);
        using var known = await server.Ask(HttpMethod.Get, Countries, null, token);
        Assert.Equal(("no-cache, private", open.Headers.ETag), (known.Headers.CacheControl!.ToString(), known.Headers.ETag));
        using var posted = await server.Ask(HttpMethod.Post, "/graphql", """{"query":"{ __typename }"}""", token);
        Assert.Equal("no-cache, private", posted.Headers.CacheControl!.ToString());
        using var sdl = await server.Ask(HttpMethod.Get, "/graphql?sdl", null, token);
        Assert.Equal("no-cache, private", sdl.Headers.CacheControl!.ToString());
        foreach (var headers in new[] { [token], [$"If-None-Match: {open.Headers.ETag}"], new[] { token, $"If-None-Match: {open.Headers.ETag}" } })
        {
            using var viewer = await server.Ask(HttpMethod.Get, OfViewer, null, headers);
            Assert.Equal((HttpStatusCode.OK, "no-store", null), (viewer.StatusCode, viewer.Headers.CacheControl!.ToString(), viewer.Headers.ETag));
            Assert.Equal(headers.Contains(token) ? """{"data":{"viewer":{"subject":"ana"}}}""" : Nobody, await viewer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task No_log_has_a_token_or_a_key()
    {
        var log = new AllLogs();
        var server = await Start(also: s => (s.Settings["Logging:LogLevel:Default"], s.Settings["Logging:LogLevel:Microsoft"], s.Logs) = ("Trace", "Trace", log));
        var token = TestKeys.LocalToken(_folder.Path, scopes: Scope.Write);
        Assert.Equal(Ana, (await Ask(server, token)).Body);
        await IsInvalid(server, _keys.Token());
        var expired = TestKeys.LocalToken(_folder.Path, DateTimeOffset.UtcNow.AddSeconds(-50), Scope.Write);
        await IsInvalid(server, expired, "The token has expired.");
        await File.WriteAllTextAsync(LocalKey.PathIn(_folder.Path), """{"kty":"oct","k":"half-a-secret""");
        await Task.Delay(KeyFile.Interval + TimeSpan.FromSeconds(0.5));
        Assert.Equal(Ana, (await Ask(server, token)).Body);
        var text = string.Join('\n', log.Entries);
        Assert.Contains("The keys in ", text, StringComparison.Ordinal);
        Assert.Contains("Request finished", text, StringComparison.Ordinal);
        foreach (var secret in new[] { token, expired, _keys.Token() }.SelectMany(t => t.Split('.').Skip(1)).Append("half-a-secret"))
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_writes_too_often_is_told_to_wait()
    {
        var server = await Start(also: s => (s.Options.WritesPerMinute, s.Options.TrustedProxies) = (2, "127.0.0.1"));
        var token = TestKeys.LocalToken(_folder.Path, scopes: Scope.Write);
        const string Delete = """{"query":"mutation { deleteEvent(input: { id: \"event:none\" }) { errors { __typename } } }"}""";
        Task<HttpResponseMessage> Send(string client, string body = Delete) => server.Ask(HttpMethod.Post, "/graphql", body, $"Authorization: Bearer {token}", $"X-Forwarded-For: {client}");
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.OK, (await Send("192.0.2.1")).StatusCode);
        using var refused = await Send("192.0.2.1");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("\"TOO_MANY_WRITES\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Others may still write, and this one may still read.
        Assert.Equal(HttpStatusCode.OK, (await Send("192.0.2.2")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Send("192.0.2.1", Viewer)).StatusCode);
    }

    /// <summary>At most as long as a change may take by the contract.</summary>
    private static async Task Eventually(Func<Task<bool>> condition)
    {
        var end = DateTime.UtcNow.AddSeconds(30);
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < end, "It did not happen within 30 s.");
            await Task.Delay(500);
        }
    }

    private sealed class AllLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Entries { get; } = [];
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{formatter(state, exception)} {exception}"));

        public void Dispose()
        {
        }
    }
}
