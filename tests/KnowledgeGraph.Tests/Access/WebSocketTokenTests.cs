using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Tests.Http;

namespace KnowledgeGraph.Tests.Access;

/// <summary>Tokens of WebSockets: in connection_init, or in the request for the connection.</summary>
public sealed class WebSocketTokenTests : IDisposable
{
    private const string Acknowledged = """{"type":"connection_ack"}""";
    private const string AskViewer = """{"id":"1","type":"subscribe","payload":{"query":"{ viewer { subject scopes } }"}}""";

    private readonly TempFolder _folder = new();
    private TestServer? _server;

    public void Dispose()
    {
        _server?.DisposeAsync().GetAwaiter().GetResult();
        _server?.Dispose();
        _folder.Dispose();
    }

    private async Task Start(Action<ServerOptions>? configure = null) => _server = await TestServer.Start(s =>
    {
        s.Options.Data = _folder.Path;
        configure?.Invoke(s.Options);
    });

    private string Token(DateTimeOffset? expires = null, params Scope[] scopes) => TestKeys.LocalToken(_folder.Path, expires, scopes);

    private async Task<ClientWebSocket> Open(string? authorization = null)
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.CollectHttpResponseDetails = true;
        if (authorization is not null)
            socket.Options.SetRequestHeader("Authorization", authorization);
        try
        {
            await socket.ConnectAsync(new UriBuilder(_server!.Address) { Scheme = "ws", Path = "/graphql" }.Uri, default);
        }
        catch (WebSocketException)
        {
            // The test looks at the status.
        }
        return socket;
    }

    private static Task Send(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<(string Text, WebSocketCloseStatus? Status)> Receive(ClientWebSocket socket)
    {
        var (text, buffer) = (new StringBuilder(), new byte[4096]);
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, default).WaitAsync(TimeSpan.FromMinutes(1));
            if (received.CloseStatus is { } status)
                return (received.CloseStatusDescription ?? "", status);
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            if (received.EndOfMessage)
                return (text.ToString(), null);
        }
    }

    private static string Init(string authorization, string key = "Authorization") => $$$"""{"type":"connection_init","payload":{"other":[1],"{{{key}}}":"{{{authorization}}}"}}""";

    private static async Task<string> Viewer(ClientWebSocket socket)
    {
        await Send(socket, AskViewer);
        var viewer = (await Receive(socket)).Text;
        Assert.Equal("""{"id":"1","type":"complete"}""", (await Receive(socket)).Text);
        return viewer;
    }

    private static string Found(string viewer) => $$$$"""{"id":"1","type":"next","payload":{"data":{"viewer":{{{{viewer}}}}}}}""";

    [Fact]
    public async Task A_token_in_connection_init_is_that_of_all_operations()
    {
        await Start();
        foreach (var key in new[] { "Authorization", "authorization" })
        {
            using var socket = await Open();
            await Send(socket, Init($"Bearer {Token(scopes: Scope.Propose)}", key));
            Assert.Equal(Acknowledged, (await Receive(socket)).Text);
            for (var i = 0; i < 2; i++)
                Assert.Equal(Found("""{"subject":"ana","scopes":["graph:propose"]}"""), await Viewer(socket));
        }
    }

    [Fact]
    public async Task A_token_in_the_request_for_the_connection_is_that_of_all_operations()
    {
        await Start();
        using var socket = await Open($"Bearer {Token(scopes: Scope.Propose)}");
        await Send(socket, """{"type":"connection_init"}""");
        Assert.Equal(Acknowledged, (await Receive(socket)).Text);
        Assert.Equal(Found("""{"subject":"ana","scopes":["graph:propose"]}"""), await Viewer(socket));
    }

    [Fact]
    public async Task The_token_in_connection_init_comes_first()
    {
        await Start();
        using var socket = await Open($"Bearer {Token(scopes: Scope.Propose)}");
        await Send(socket, Init($"Bearer {Token(scopes: Scope.Admin)}"));
        Assert.Equal(Acknowledged, (await Receive(socket)).Text);
        Assert.Equal(Found("""{"subject":"ana","scopes":["graph:admin"]}"""), await Viewer(socket));
    }

    [Theory]
    [InlineData("""{"type":"connection_init"}""")]
    [InlineData("""{"type":"connection_init","payload":{}}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":null}}""")]
    [InlineData("""{"type":"connection_init","payload":null}""")]
    [InlineData("""{"type":"connection_init","payload":[1]}""")]
    public async Task Without_a_token_nobody_makes_the_requests(string init)
    {
        await Start();
        using var socket = await Open();
        await Send(socket, init);
        Assert.Equal(Acknowledged, (await Receive(socket)).Text);
        Assert.Equal(Found("null"), await Viewer(socket));
    }

    [Theory]
    [InlineData("\"Bearer x\"")]
    [InlineData("\"Bearer \"")]
    [InlineData("\"Bearer\"")]
    [InlineData("\"x\"")]
    [InlineData("\"\"")]
    [InlineData("7")]
    [InlineData("{\"Authorization\":\"Bearer x\"}")]
    public async Task A_connection_with_an_invalid_token_is_refused(string authorization)
    {
        await Start();
        _ = Token();
        using var socket = await Open();
        await Send(socket, $$$"""{"type":"connection_init","payload":{"Authorization":{{{authorization}}}}}""");
        var (reason, status) = await Receive(socket);
        Assert.Equal((WebSocketCloseStatus)4403, status);
        Assert.EndsWith("Send a valid token, or none.", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_token_in_the_request_for_the_connection_is_refused_with_401()
    {
        await Start();
        using var socket = await Open("Bearer x");
        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_ends_when_its_token_expires(bool isInit)
    {
        await Start();
        var token = $"Bearer {Token(DateTimeOffset.UtcNow.AddSeconds(3))}";
        var watch = Stopwatch.StartNew();
        using var socket = await Open(isInit ? null : token);
        await Send(socket, isInit ? Init(token) : """{"type":"connection_init"}""");
        Assert.Equal(Acknowledged, (await Receive(socket)).Text);
        Assert.Equal(("The token has expired.", (WebSocketCloseStatus)4403), await Receive(socket));
        Assert.InRange(watch.Elapsed.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task Readers_may_need_a_token()
    {
        await Start(o => o.Auth.ReadersNeedToken = true);
        var tokens = (Read: Token(scopes: Scope.Read), Write: Token(scopes: Scope.Write));
        using var socket = await Open();
        await Send(socket, """{"type":"connection_init"}""");
        Assert.Equal(Acknowledged, (await Receive(socket)).Text);
        await Send(socket, AskViewer);
        Assert.Equal(
            """{"id":"1","type":"error","payload":[{"message":"This needs a token with the scope `graph:read`. Send it in the header `Authorization: Bearer …`.","extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}]}""",
            (await Receive(socket)).Text);
        using var writer = await Open();
        await Send(writer, Init($"Bearer {tokens.Write}"));
        Assert.Equal(Acknowledged, (await Receive(writer)).Text);
        await Send(writer, AskViewer);
        Assert.Contains("AUTH_NOT_AUTHORIZED", (await Receive(writer)).Text, StringComparison.Ordinal);
        using var reader = await Open();
        await Send(reader, Init($"Bearer {tokens.Read}"));
        Assert.Equal(Acknowledged, (await Receive(reader)).Text);
        Assert.Equal(Found("""{"subject":"ana","scopes":["graph:read"]}"""), await Viewer(reader));
    }
}
