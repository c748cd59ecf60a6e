using System.Net.Sockets;
using System.Text;

namespace KnowledgeGraph.Tests.Http;

/// <summary>A stop lets what runs run to its end.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task A_request_that_has_begun_is_answered()
    {
        using var server = new TestServer();
        await server.InitializeAsync();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await socket.SendAsync("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n{\"query\":"u8.ToArray());
        await Task.Delay(200);
        var stopped = server.App.StopAsync();
        await Task.Delay(200);
        Assert.False(stopped.IsCompleted);
        await socket.SendAsync("\"{ __typename }\"}"u8.ToArray());
        using var reader = new StreamReader(new NetworkStream(socket), Encoding.UTF8);
        Assert.EndsWith("""{"data":{"__typename":"Query"}}""", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        await stopped.WaitAsync(TimeSpan.FromSeconds(10));
        await server.DisposeAsync();
    }
}
