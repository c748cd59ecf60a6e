using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>What stands between a store and Neo4j.</summary>
public enum Fault
{
    /// <summary>Nothing: what comes is passed on.</summary>
    None,
    /// <summary>Nobody listens, and connections that stood are reset: as when a server is killed.</summary>
    Gone,
    /// <summary>Connections are taken and requests are passed on, but no answer comes.</summary>
    Hanging,
    /// <summary>Half of an answer comes, then the connection ends.</summary>
    Half,
    /// <summary>The proxy answers by itself: see <see cref="FaultyProxy.Canned"/> and <see cref="FaultyProxy.Peer"/>.</summary>
    Canned,
}

/// <summary>A TCP proxy on a port of its own that fails as it is told.</summary>
internal sealed class FaultyProxy : IDisposable
{
    private readonly Uri? _target;
    private readonly Lock _changing = new();
    private readonly List<Socket> _open = [];
    private Socket? _listener;
    private volatile Fault _fault = Fault.Gone;

    private FaultyProxy(Uri? target, string scheme)
    {
        _target = target;
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Address = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)probe.LocalEndPoint!).Port}");
    }

    /// <param name="target">Null for a proxy that only ever answers by itself.</param>
    /// <param name="scheme">Of its address, where there is no target.</param>
    public static FaultyProxy To(Uri? target, Fault fault = Fault.None, string scheme = "http")
    {
        var proxy = new FaultyProxy(target, target?.Scheme ?? scheme);
        proxy.Be(fault);
        return proxy;
    }

    public Uri Address { get; }

    /// <summary>The answer of <see cref="Fault.Canned"/>, whole, given the request's body.</summary>
    public Func<string, string> Canned { get; set; } = _ => Json("""{"errors":[]}""");

    /// <summary>Instead of <see cref="Canned"/>: who speaks to a client in Neo4j's place, until it has said all.</summary>
    public Func<Socket, Task>? Peer { get; set; }

    /// <summary>How many requests were answered by <see cref="Canned"/>, or connections by <see cref="Peer"/>.</summary>
    public int Requests;

    public static string Json(string body, string status = "202 Accepted", string type = "application/json") =>
        $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public void Be(Fault fault)
    {
        lock (_changing)
        {
            _fault = fault;
            if (fault != Fault.None)
                CloseAll();
            if (fault == Fault.Gone)
            {
                _listener?.Dispose();
                _listener = null;
            }
            else if (_listener is null)
            {
                _listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
                _listener.Bind(new IPEndPoint(IPAddress.Loopback, Address.Port));
                _listener.Listen();
                _ = Accept(_listener);
            }
        }
    }

    private void CloseAll()
    {
        foreach (var socket in _open.Where(s => !s.SafeHandle.IsClosed))
            socket.Close(timeout: 0);
        _open.Clear();
    }

    private async Task Accept(Socket listener)
    {
        try
        {
            while (true)
                _ = Serve(Keep(await listener.AcceptAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone.
        }
    }

    private Socket Keep(Socket socket)
    {
        socket.NoDelay = true;
        lock (_changing)
            _open.Add(socket);
        return socket;
    }

    private async Task Serve(Socket client)
    {
        try
        {
            if (_fault == Fault.Canned)
            {
                if (Peer is null)
                    await Answer(client);
                else
                {
                    Interlocked.Increment(ref Requests);
                    await Peer(client);
                    client.Dispose();
                }
                return;
            }
            var server = Keep(new Socket(SocketType.Stream, ProtocolType.Tcp));
            await server.ConnectAsync(_target!.Host, _target.Port);
            await Task.WhenAny(Pump(client, server, isAnswer: false), Pump(server, client, isAnswer: true));
            client.Dispose();
            server.Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    private async Task Pump(Socket from, Socket to, bool isAnswer)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer) is var count && count > 0)
            {
                if (isAnswer && _fault == Fault.Hanging)
                    continue;
                if (isAnswer && _fault == Fault.Half)
                {
                    await to.SendAsync(buffer.AsMemory(0, count / 2 + 1));
                    return;
                }
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either side has gone.
        }
    }

    /// <summary>Reads one request, of which the body has a known length, and answers it.</summary>
    private async Task Answer(Socket client)
    {
        var (request, buffer) = ("", new byte[64 * 1024]);
        while (await client.ReceiveAsync(buffer) is var count && count > 0)
        {
            request += Encoding.UTF8.GetString(buffer, 0, count);
            var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                continue;
            var length = request[..end].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1].Trim() ?? "0";
            if (Encoding.UTF8.GetByteCount(request[(end + 4)..]) >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture))
                break;
        }
        Interlocked.Increment(ref Requests);
        await client.SendAsync(Encoding.UTF8.GetBytes(Canned(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])));
        client.Shutdown(SocketShutdown.Both);
        client.Dispose();
    }

    public void Dispose()
    {
        Be(Fault.Gone);
    }
}
