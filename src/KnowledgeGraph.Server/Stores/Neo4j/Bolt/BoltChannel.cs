using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Messages in chunks over one connection (https://neo4j.com/docs/bolt/current/bolt/handshake/), of Bolt 5.1 to 5.4, which Neo4j has spoken since 5.5.</summary>
internal sealed class BoltChannel : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private const int MostKept = 1024 * 1024;

    /// <summary>The name, then which versions may be chosen: the highest, how many lower ones, and no others.</summary>
    private static readonly byte[] s_handshake = [0x60, 0x60, 0xB0, 0x17, 0, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream _stream = Stream.Null;
    /// <summary>What has come, and which part of it is not read yet.</summary>
    private byte[] _bytes = new byte[FirstSize];
    private int _from, _to;

    /// <summary>Whether nothing has come since the last answer: neither an end nor what nobody asked for.</summary>
    public bool IsUsable => _from == _to && !_socket.Poll(0, SelectMode.SelectRead);

    /// <exception cref="IOException">Nobody answers there, or not in time, or not securely.</exception>
    /// <exception cref="QueryException">It is no Neo4j that speaks Bolt.</exception>
    public static async ValueTask<BoltChannel> Open(Neo4jAddress address, CancellationToken stop)
    {
        var channel = new BoltChannel();
        try
        {
            await channel.Connect(address, stop);
            if (address.IsSecure)
                await channel.Secure(address.Url.IdnHost, stop);
            await channel.Greet(stop);
            return channel;
        }
        catch (Exception e)
        {
            channel.Dispose();
            if (e is SocketException or AuthenticationException)
                throw new IOException("no connection", e);
            throw;
        }
    }

    private async ValueTask Connect(Neo4jAddress address, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_connectLimit);
        try
        {
            await _socket.ConnectAsync(address.Url.IdnHost, address.Port, limited.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new IOException("no connection in time", new TimeoutException());
        }
        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    private async ValueTask Secure(string host, CancellationToken stop)
    {
        var secured = new SslStream(_stream);
        _stream = secured;
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, stop);
    }

    private async ValueTask Greet(CancellationToken stop)
    {
        await _stream.WriteAsync(s_handshake, stop);
        await Fill(4, stop);
        var version = _bytes[.._to];
        _from = _to;
        if (version is not [0, 0, _, 5])
            throw new QueryException("handshake", "", version is [0, 0, 0, 0] ? "a server found that does not speak Bolt 5" : "an answer found that is not of Bolt", null);
    }

    public ValueTask Send(BoltWriter messages, CancellationToken stop) => _stream.WriteAsync(messages.Written, stop);

    // 00 05 … … … … … 00 02 … … 00 00
    /// <summary>The next message, of which the chunks are pushed together; it stands until the next is received.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> Receive(CancellationToken stop)
    {
        if (_from == _to)
        {
            (_from, _to) = (0, 0);
            if (_bytes.Length > MostKept)
                _bytes = new byte[FirstSize];
        }
        var (start, end) = (_from, _from);
        while (true)
        {
            await Fill(_from + 2, stop);
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(_from));
            _from += 2;
            if (length > 0)
            {
                await Fill(_from + length, stop);
                _bytes.AsSpan(_from, length).CopyTo(_bytes.AsSpan(end));
                (_from, end) = (_from + length, end + length);
            }
            else if (end > start)
                return _bytes.AsMemory(start, end - start);
            else
                // Nothing, by which Neo4j says that it is still there.
                (start, end) = (_from, _from);
        }
    }

    private async ValueTask Fill(int end, CancellationToken stop)
    {
        if (_bytes.Length < end)
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        while (_to < end)
        {
            var count = await _stream.ReadAsync(_bytes.AsMemory(_to), stop);
            if (count == 0)
                throw new IOException("the connection was closed");
            _to += count;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}
