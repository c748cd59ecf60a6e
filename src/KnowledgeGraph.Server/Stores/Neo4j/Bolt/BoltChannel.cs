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
    /// <summary>The responses to HELLO and LOGON take less than 1 KiB.</summary>
    private const int MaxBytesBeforeLogOn = 64 * 1024;
    /// <summary>A response of an operation is one row. As JSON it takes at most six bytes for one, so that the largest still fits into one array.</summary>
    private const int MaxMessageBytes = 256 * 1024 * 1024;

    /// <summary>The magic number of Bolt, then the versions that the server may choose: the highest, and how many lower ones.</summary>
    private static readonly byte[] s_handshake = [0x60, 0x60, 0xB0, 0x17, 0, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private Stream _stream = Stream.Null;
    /// <summary>The received bytes, and the part of them that is not yet read.</summary>
    private byte[] _bytes = new byte[FirstSize];
    private int _from, _to;
    private bool _isLoggedOn;

    /// <summary>The size of the receive buffer in bytes.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Whether nothing was received since the last response: neither the end of the connection nor an unexpected message.</summary>
    public bool IsUsable => _from == _to && !_socket.Poll(0, SelectMode.SelectRead);

    /// <exception cref="IOException">The server does not respond, or not in time, or not securely.</exception>
    /// <exception cref="QueryException">The server is not a Neo4j with Bolt.</exception>
    public static async ValueTask<BoltChannel> Open(Neo4jAddress address, CancellationToken stop)
    {
        var channel = new BoltChannel();
        try
        {
            await channel.Connect(address, stop);
            if (address.IsSecure)
                await channel.Secure(address, stop);
            await channel.Greet(stop);
            return channel;
        }
        catch (Exception e)
        {
            channel.Dispose();
            if (e is SocketException or AuthenticationException)
                throw new IOException("No connection", e);
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
            throw new IOException("No connection in time", new TimeoutException());
        }
        _stream = new NetworkStream(_socket, ownsSocket: true);
    }

    private async ValueTask Secure(Neo4jAddress address, CancellationToken stop)
    {
        var secured = new SslStream(_stream);
        _stream = secured;
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = address.Url.IdnHost,
#pragma warning disable CA5359 // What +ssc asks for: an encrypted connection to whoever is there.
            RemoteCertificateValidationCallback = address.TrustsAll ? static (_, _, _, _) => true : null,
#pragma warning restore CA5359
        }, stop);
    }

    private async ValueTask Greet(CancellationToken stop)
    {
        await _stream.WriteAsync(s_handshake, stop);
        await Fill(4, stop);
        var version = _bytes[..4];
        _from = 4;
        if (version is not [0, 0, _, 5])
            throw new QueryException("handshake", "", version is [0, 0, 0, 0] ? "The server does not support Bolt 5" : "The response is not Bolt", null);
    }

    public ValueTask Send(BoltWriter messages, CancellationToken stop) => _stream.WriteAsync(messages.Written, stop);

    /// <summary>From now on, the peer may send long messages, and NOOPs while a statement runs.</summary>
    public void AllowLongMessages() => _isLoggedOn = true;

    // 00 05 … … … … … 00 02 … … 00 00
    /// <summary>The next message, with its chunks joined. It is valid until the next call.</summary>
    /// <exception cref="QueryException">The message is too long.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> Receive(CancellationToken stop)
    {
        if (_from == _to)
        {
            (_from, _to) = (0, 0);
            if (_bytes.Length > MostKept)
                _bytes = new byte[FirstSize];
        }
        var (start, end) = (_from, _from);
        for (long received = 0; ;)
        {
            await FillFor(2);
            var length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(_from));
            received += 2 + length;
            // Before the log-on, chunk headers and NOOPs count too, so that nobody can send them without end.
            if (_isLoggedOn ? end - start + length > MaxMessageBytes : received > MaxBytesBeforeLogOn)
                throw new QueryException(
                    "receive", "", $"The peer sent a message longer than {(_isLoggedOn ? MaxMessageBytes : MaxBytesBeforeLogOn)} bytes{(_isLoggedOn ? "" : " before the log-on")}", null);
            _from += 2;
            if (length > 0)
            {
                await FillFor(length);
                _bytes.AsSpan(_from, length).CopyTo(_bytes.AsSpan(end));
                (_from, end) = (_from + length, end + length);
            }
            else if (end > start)
                return _bytes.AsMemory(start, end - start);
            else
                // A NOOP: Neo4j is still working.
                (start, end) = (_from, _from);
        }

        // The buffer grows only when it is full of this message: what was read before it makes room first.
        ValueTask FillFor(int count)
        {
            if (_bytes.Length < _from + count && _from > end - start)
            {
                var (joined, unread) = (end - start, _to - _from);
                _bytes.AsSpan(start, joined).CopyTo(_bytes);
                _bytes.AsSpan(_from, unread).CopyTo(_bytes.AsSpan(joined));
                (start, end, _from, _to) = (0, joined, joined, joined + unread);
            }
            return Fill(_from + count, stop);
        }
    }

    /// <summary>Reads until the buffer holds this many bytes. A header can claim one chunk, 64 KiB, and no more.</summary>
    private async ValueTask Fill(int end, CancellationToken stop)
    {
        if (_bytes.Length < end)
            Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        while (_to < end)
        {
            var count = await _stream.ReadAsync(_bytes.AsMemory(_to), stop);
            if (count == 0)
                throw new IOException("The connection was closed");
            _to += count;
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}
