using System.Net.WebSockets;
using System.Text;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Tests.Http;

namespace KnowledgeGraph.Tests.WebSockets;

/// <summary>The limits of WebSockets.</summary>
public sealed class WebSocketLimitTests : IDisposable
{
    private TestServer? _server;

    public void Dispose()
    {
        _server?.DisposeAsync().GetAwaiter().GetResult();
        _server?.Dispose();
    }

    [Fact]
    [Limit("MaxBodyBytes", "1009")]
    public async Task A_longer_message_closes_the_socket_with_1009()
    {
        await Start(o => o.MaxBodyBytes = 1_000);
        using var socket = await Open();
        await Send(socket, """{"type":"connection_init"}""".PadRight(1_000));
        Assert.Equal("""{"type":"connection_ack"}""", (await Receive(socket)).Text);
        await Send(socket, """{"type":"ping"}""".PadRight(1_001));
        Assert.Equal((WebSocketCloseStatus)1009, (await Receive(socket)).Status);
    }

    [Fact]
    [Limit("WebSocketInitSeconds", "4408")]
    public async Task A_socket_that_is_not_initialised_is_closed_with_4408()
    {
        await Start(o => o.WebSocketInitSeconds = 1);
        using var socket = await Open();
        Assert.Equal((WebSocketCloseStatus)4408, (await Receive(socket)).Status);
    }

    [Fact]
    [Limit("MaxWebSockets", "TOO_MANY_WEB_SOCKETS")]
    public async Task One_socket_more_is_refused()
    {
        var server = await Start(o => o.MaxWebSockets = 2);
        using var first = await Open();
        using var second = await Open();
        var refused = await server.Raw(
            "GET /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
            "");
        Assert.StartsWith("HTTP/1.1 503 ", refused, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{RequestErrorCodes.TooManyWebSockets}\"", refused, StringComparison.Ordinal);
        await second.CloseAsync(WebSocketCloseStatus.NormalClosure, null, default);
    }

    private async Task<TestServer> Start(Action<ServerOptions> configure) => _server = await TestServer.Start(s => configure(s.Options));

    private async Task<ClientWebSocket> Open()
    {
        var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new UriBuilder(_server!.Address) { Scheme = "ws", Path = "/graphql" }.Uri, default);
        return socket;
    }

    private static Task Send(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<(string Text, WebSocketCloseStatus? Status)> Receive(ClientWebSocket socket)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, default).WaitAsync(TimeSpan.FromMinutes(1));
        return (Encoding.UTF8.GetString(buffer, 0, received.Count), received.CloseStatus);
    }
}
