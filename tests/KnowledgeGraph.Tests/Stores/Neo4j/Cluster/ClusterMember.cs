using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Cluster;

/// <summary>What a member does with a message of a client.</summary>
internal enum Treatment
{
    /// <summary>It is passed on, and so is the response.</summary>
    Pass,
    /// <summary>The member answers by itself.</summary>
    Answered,
    /// <summary>The connection ends, and nobody got the message.</summary>
    Lost,
    /// <summary>The message is passed on, and the connection ends when the response has come, which the client does not get.</summary>
    ResponseLost,
    /// <summary>Nobody gets the message, and the connection stays open.</summary>
    Held,
}

/// <summary>One server of a <see cref="ScriptedCluster"/>: it speaks Bolt at a port of its own, and lets the real Neo4j do the work where it would do it itself.</summary>
internal sealed class ClusterMember : IAsyncDisposable
{
    // PackStream's marker of a text of one byte stands between.
    private static readonly byte[] s_readMode = [.. "mode"u8, 0x81, (byte)'r'];

    private readonly ScriptedCluster _cluster;
    private readonly Lock _changing = new();
    private readonly List<Socket> _open = [];
    private readonly List<Task> _serving = [];
    private Socket? _listener;
    private volatile TaskCompletionSource? _hanging;

    public ClusterMember(ScriptedCluster cluster, string name)
    {
        (_cluster, Name) = (cluster, name);
        Start();
    }

    public string Name { get; }
    public int Port { get; private set; }
    public string Server => $"127.0.0.1:{Port}";
    public bool IsUp { get; private set; }

    /// <summary>How many statements and transactions it was given.</summary>
    public int Reads, Writes;

    public void Start()
    {
        lock (_changing)
        {
            _listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            _listener.Listen();
            Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
            IsUp = true;
            _serving.Add(Accept(_listener));
        }
    }

    /// <summary>As when it is killed: nobody listens, and connections end.</summary>
    public void Stop()
    {
        lock (_changing)
        {
            IsUp = false;
            _hanging?.TrySetResult();
            _hanging = null;
            _listener?.Dispose();
            foreach (var socket in _open)
                socket.Close(0);
            _open.Clear();
        }
    }

    /// <summary>As when it is frozen, or cut off so that nobody is told: connections stay open and new ones are taken, but nothing is received or sent any more.</summary>
    public void Hang() => _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the others of the cluster take it for one of them.</summary>
    public bool IsPresent => IsUp && _hanging is null;

    private Task Pass() => _hanging?.Task ?? Task.CompletedTask;

    private async Task Accept(Socket listener)
    {
        while (true)
            try
            {
                var client = await listener.AcceptAsync();
                client.NoDelay = true;
                lock (_changing)
                {
                    if (!IsUp)
                        client.Close(0);
                    else
                    {
                        _open.Add(client);
                        _serving.Add(Serve(client));
                    }
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
    }

    private async Task Serve(Socket client)
    {
        using var neo4j = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await neo4j.ConnectAsync(_cluster.Neo4j.Url.Host, _cluster.Neo4j.Port);
            lock (_changing)
                _open.Add(neo4j);
            await Pass();
            var offer = await Take(client, 20) ?? throw new SocketException();
            // Without the manifest, after which a client answers with bytes that are no message.
            offer.AsSpan(4, 4).Clear();
            await neo4j.SendAsync(offer);
            await client.SendAsync(await Take(neo4j, 4) ?? throw new SocketException());
            var (back, isRefused) = (PassBack(neo4j, client), false);
            while (await Receive(client) is { } message)
            {
                await Pass();
                var kind = (BoltMessage)message[3];
                switch (Treat(kind, message, ref isRefused, out var answer))
                {
                    case Treatment.Pass: await neo4j.SendAsync(message); break;
                    case Treatment.Answered: await client.SendAsync(answer); break;
                    case Treatment.Lost: return;
                    case Treatment.Held:
                        // The others of the cluster do not know of its transactions.
                        neo4j.Close(0);
                        break;
                    case Treatment.ResponseLost:
                        // First the way back is cut, then the message is passed on, and its response awaited.
                        client.Close(0);
                        await neo4j.SendAsync(message);
                        await Task.WhenAny(back, Task.Delay(300));
                        return;
                }
            }
            client.Shutdown(SocketShutdown.Both);
            neo4j.Close();
            await back;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // Either end is gone.
        }
        finally
        {
            client.Close(0);
            lock (_changing)
            {
                _open.Remove(client);
                _open.Remove(neo4j);
            }
        }
    }

    /// <param name="isRefused">Whether the last statement of the connection was refused: what was sent with it is ignored.</param>
    private Treatment Treat(BoltMessage kind, byte[] message, ref bool isRefused, out byte[] answer)
    {
        answer = [];
        switch (kind)
        {
            case BoltMessage.Route:
                answer = _cluster.Route(message);
                return Treatment.Answered;
            case BoltMessage.Begin or BoltMessage.Run when Contains(message, "mode"u8):
                var isRead = Contains(message, s_readMode);
                Interlocked.Increment(ref isRead ? ref Reads : ref Writes);
                if (_cluster.Refusal(this, isRead, message) is not { } code)
                    return Treatment.Pass;
                (isRefused, answer) = (true, BoltPeer.Failure(code, "It was refused."));
                return Treatment.Answered;
            case BoltMessage.Pull when isRefused:
                answer = BoltPeer.Bytes(BoltPeer.Ignored);
                return Treatment.Answered;
            case BoltMessage.Reset:
                isRefused = false;
                return Treatment.Pass;
            case BoltMessage.Commit:
                return _cluster.OnCommit(this);
            default:
                return Treatment.Pass;
        }
    }

    internal static bool Contains(byte[] message, ReadOnlySpan<byte> part) => message.AsSpan().IndexOf(part) >= 0;

    private async Task PassBack(Socket from, Socket to)
    {
        var bytes = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(bytes) is > 0 and var count)
            {
                await Pass();
                await to.SendAsync(bytes.AsMemory(0, count));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Either end is gone.
        }
        finally
        {
            await Pass();
            to.Close(0);
        }
    }

    /// <summary>The next message with the headers of its chunks; null at the end.</summary>
    private static async Task<byte[]?> Receive(Socket client)
    {
        var message = new List<byte>();
        while (await Take(client, 2) is { } header)
        {
            message.AddRange(header);
            var length = BinaryPrimitives.ReadUInt16BigEndian(header);
            if (length == 0)
                return [.. message];
            if (await Take(client, length) is not { } chunk)
                return null;
            message.AddRange(chunk);
        }
        return null;
    }

    private static async Task<byte[]?> Take(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var taken = 0; taken < count;)
            if (await socket.ReceiveAsync(bytes.AsMemory(taken)) is > 0 and var some)
                taken += some;
            else
                return null;
        return bytes;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        await Task.WhenAll(_serving).WaitAsync(TimeSpan.FromSeconds(10));
    }
}
