using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Messages in chunks over one connection (https://neo4j.com/docs/bolt/current/bolt/handshake/), in the version that the handshake agreed on.</summary>
internal sealed class BoltChannel : IDisposable
{
    private const int FirstSize = 16 * 1024;
    private const int MostKept = 1024 * 1024;
    /// <summary>The responses to HELLO and LOGON take less than 1 KiB.</summary>
    private const int MaxBytesBeforeLogOn = 64 * 1024;
    /// <summary>A response of an operation is one row. As JSON it takes at most six bytes for one, so that the largest still fits into one array.</summary>
    private const int MaxMessageBytes = 256 * 1024 * 1024;

    private readonly Socket _socket;
    private Stream _stream;
    /// <summary>The received bytes, and the part of them that is not yet read.</summary>
    private byte[] _bytes = new byte[FirstSize];
    private int _from, _to;
    private bool _isLoggedOn;
    /// <summary>Since when something is waited for, in milliseconds of the system; 0 when it is not.</summary>
    private long _waitingSince;
    private volatile string? _lost;

    private BoltChannel(Socket socket) => (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: true));

    public BoltVersion Version { get; private set; }

    /// <summary>For how long the server has sent nothing that is waited for, or has taken nothing; zero if nobody waits.</summary>
    public TimeSpan Silence => Volatile.Read(ref _waitingSince) is > 0 and var since ? TimeSpan.FromMilliseconds(Environment.TickCount64 - since) : TimeSpan.Zero;

    /// <summary>The size of the receive buffer in bytes.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Whether nothing was received since the last response: neither the end of the connection nor an unexpected message.</summary>
    public bool IsUsable
    {
        get
        {
            try
            {
                return _from == _to && !_socket.Poll(0, SelectMode.SelectRead);
            }
            catch (ObjectDisposedException)
            {
                // It was lost just when its last response came.
                return false;
            }
        }
    }

    /// <exception cref="IOException">The server does not respond, or not in time, or not securely.</exception>
    /// <exception cref="QueryException">The server is not a Neo4j with Bolt.</exception>
    public static async ValueTask<BoltChannel> Open(Neo4jAddress address, BoltSettings settings, CancellationToken stop)
    {
        BoltChannel? channel = null;
        try
        {
            channel = new BoltChannel(await Connect(address, settings, stop));
            if (address.IsSecure)
                await channel.Secure(address, stop);
            channel.Version = await BoltHandshake.Agree(channel._stream, stop);
            return channel;
        }
        catch (Exception e)
        {
            channel?.Dispose();
            if (e is SocketException or AuthenticationException)
                throw new IOException("No connection", e);
            throw;
        }
    }

    /// <summary>Connects to the first address of the host that takes a connection.</summary>
    private static async ValueTask<Socket> Connect(Neo4jAddress address, BoltSettings settings, CancellationToken stop)
    {
        Exception? last = null;
        foreach (var ip in await settings.Resolve(address.Url.IdnHost, stop))
        {
            var socket = new Socket(ip.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
                limited.CancelAfter(settings.ConnectLimit);
                await socket.ConnectAsync(ip, address.Port, limited.Token);
                return socket;
            }
            catch (Exception e)
            {
                socket.Dispose();
                if (stop.IsCancellationRequested || e is not (SocketException or OperationCanceledException))
                    throw;
                last = e is SocketException ? e : new IOException("No connection in time", new TimeoutException());
            }
        }
        throw last ?? new SocketException((int)SocketError.HostNotFound);
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

    public async ValueTask Send(BoltWriter messages, CancellationToken stop)
    {
        Volatile.Write(ref _waitingSince, Environment.TickCount64);
        try
        {
            await _stream.WriteAsync(messages.Written, stop);
        }
        catch (Exception e) when (_lost is not null && e is not OperationCanceledException)
        {
            throw new IOException(_lost, e);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    /// <summary>Gives the connection up: whoever waits for it gets the reason.</summary>
    public void Lose(string reason)
    {
        _lost = reason;
        _socket.Dispose();
    }

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
            Volatile.Write(ref _waitingSince, Environment.TickCount64);
            try
            {
                var count = await _stream.ReadAsync(_bytes.AsMemory(_to), stop);
                if (count == 0)
                    throw new IOException("The connection was closed");
                _to += count;
            }
            catch (Exception e) when (_lost is not null && e is not OperationCanceledException)
            {
                throw new IOException(_lost, e);
            }
            finally
            {
                Volatile.Write(ref _waitingSince, 0);
            }
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}
