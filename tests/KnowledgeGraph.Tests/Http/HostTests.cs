using System.Net;
using System.Net.WebSockets;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;

namespace KnowledgeGraph.Tests.Http;

/// <summary>For which hosts the server answers, and whom it believes in whose name a request comes.</summary>
public sealed class HostTests : IDisposable
{
    private const string TypeName = """{"query":"{ __typename }"}""";
    private TestServer? _server;

    private async Task<TestServer> Start(Action<ServerOptions>? configure = null) => _server = await TestServer.Start(s => configure?.Invoke(s.Options));

    public void Dispose()
    {
        _server?.DisposeAsync().GetAwaiter().GetResult();
        _server?.Dispose();
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST:5000", true)]
    [InlineData("127.0.0.1:1", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("evil.example", false)]
    [InlineData("evil.example:5000", false)]
    [InlineData("localhost.evil.example", false)]
    public async Task A_server_on_loopback_answers_for_names_of_loopback(string host, bool isAllowed)
    {
        var server = await Start();
        foreach (var path in new[] { "/", "/graphql?query={__typename}", "/health/live", "/questions" })
        {
            var answer = await server.Raw($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
            Assert.Equal(!isAllowed, answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal));
            Assert.Equal(!isAllowed, answer.EndsWith(
                $$$"""{"errors":[{"message":"The host \"{{{host}}}\" is not allowed. The setting AllowedHosts names the hosts.","extensions":{"code":"HOST_NOT_ALLOWED"}}]}""", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("graph.example; *.graphs.example", "graph.example", true)]
    [InlineData("graph.example; *.graphs.example", "a.graphs.example", true)]
    [InlineData("graph.example; *.graphs.example", "graphs.example", false)]
    [InlineData("graph.example", "localhost", false)]
    [InlineData("::1", "[::1]:80", true)]
    [InlineData("*", "evil.example", true)]
    [Limit("AllowedHosts", "HOST_NOT_ALLOWED")]
    public async Task Named_hosts_replace_the_default(string allowed, string host, bool isAllowed)
    {
        var server = await Start(o => o.AllowedHosts = allowed);
        using var answer = await server.Ask(HttpMethod.Post, "/graphql", TypeName, $"Host: {host}");
        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_server_on_all_interfaces_answers_for_every_host()
    {
        var server = await Start(o => o.Urls = "http://0.0.0.0:0");
        Assert.StartsWith("HTTP/1.1 200 ", await server.Raw("GET /health/live HTTP/1.1\r\nHost: graph.example\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_without_a_host_is_answered() =>
        Assert.StartsWith("HTTP/1.1 200 ", await (await Start()).Raw("GET /health/live HTTP/1.0\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_WebSocket_for_another_host_is_refused()
    {
        var server = await Start();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("Host", "evil.example");
        socket.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/graphql" }.Uri, default));
        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
    }

    /// <summary>The requests come from 127.0.0.1, which is not counted itself.</summary>
    [Theory]
    [InlineData("127.0.0.0/8;::1", "203.0.113.7", true)]
    [InlineData("127.0.0.1", "192.0.2.{0}, 203.0.113.7", true)]
    [InlineData("127.0.0.1; 198.51.100.0/24", "203.0.113.7, 198.51.100.9", true)]
    [InlineData("127.0.0.1; 198.51.100.0/24", "203.0.113.{0}, 198.51.100.9", false)]
    [InlineData("192.0.2.1", "203.0.113.7", false)]
    [InlineData("", "203.0.113.7", false)]
    [Limit("TrustedProxies")]
    public async Task A_client_is_the_last_address_that_no_trusted_proxy_has(string trusted, string forwarded, bool isOneClient)
    {
        var server = await Start(o => (o.TrustedProxies, o.RequestsPerSecond, o.RequestBurst) = (trusted, 1, 3));
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await server.Ask(HttpMethod.Post, "/graphql", TypeName, $"X-Forwarded-For: {string.Format(System.Globalization.CultureInfo.InvariantCulture, forwarded, i)}");
            statuses.Add(answer.StatusCode);
        }
        Assert.Equal(isOneClient, statuses.Contains(HttpStatusCode.TooManyRequests));
    }

    [Theory]
    [InlineData("http://graph.example")]
    [InlineData("graph.example:5000")]
    [InlineData("localhost;a b")]
    [InlineData("*.127.0.0.1")]
    public void A_value_that_is_no_host_is_named(string value) => Assert.StartsWith(
        "AllowedHosts must be host names or addresses without ports", Assert.Throws<FormatException>(() => AllowedHosts.Of(new ServerOptions { AllowedHosts = value })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("localhost")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8;proxy.example")]
    public void A_value_that_is_no_network_is_named(string value) => Assert.StartsWith(
        "TrustedProxies must be addresses or networks", Assert.Throws<FormatException>(() => TrustedProxies.Parse(value)).Message, StringComparison.Ordinal);
}
