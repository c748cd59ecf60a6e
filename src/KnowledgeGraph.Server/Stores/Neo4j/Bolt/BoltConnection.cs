using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using KnowledgeGraph.Graph;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>
/// One connection of Bolt 5.1 to 5.4 (https://neo4j.com/docs/bolt/current/bolt/message/), which Neo4j has spoken since 5.5. It does one thing after another;
/// after a failure it is of no use.
/// </summary>
internal sealed class BoltConnection : IDisposable
{
    private const string UserAgent = "KnowledgeGraph/1.0";
    private const int FirstSize = 16 * 1024;
    private const int MostKept = 1024 * 1024;

    /// <summary>The name, then which versions may be chosen: the highest, how many lower ones, and no others.</summary>
    private static readonly byte[] s_handshake = [0x60, 0x60, 0xB0, 0x17, 0, 3, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    /// <summary>Until Neo4j lets this server in; a slow network and a busy Neo4j are within it.</summary>
    private static readonly TimeSpan s_openLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(2);

    private readonly Socket _socket;
    private readonly long _opened = Environment.TickCount64;
    private Stream _stream;
    /// <summary>What has come, and which part of it is not read yet.</summary>
    private byte[] _bytes = new byte[FirstSize];
    private int _from, _to;

    private BoltConnection(Socket socket) => (_socket, _stream) = (socket, new NetworkStream(socket, ownsSocket: true));

    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _opened);

    /// <summary>Whether nothing has come since the last answer: neither an end nor what nobody asked for.</summary>
    public bool IsUsable => _from == _to && !_socket.Poll(0, SelectMode.SelectRead);

    /// <exception cref="IOException">Nobody answers there, or not in time, or not securely.</exception>
    /// <exception cref="QueryException">It is no Neo4j that speaks Bolt, or it refuses the password.</exception>
    public static async ValueTask<BoltConnection> Open(Neo4jAddress address, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_connectLimit);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Url.IdnHost, address.Port, limited.Token);
            limited.CancelAfter(s_openLimit);
            var connection = new BoltConnection(socket);
            if (address.IsSecure)
                await connection.Secure(address.Url.IdnHost, limited.Token);
            await connection.Greet(limited.Token);
            await connection.LogOn(address, limited.Token);
            return connection;
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                SocketException or AuthenticationException => new IOException("no connection", e),
                OperationCanceledException when !stop.IsCancellationRequested => new IOException("no connection in time", new TimeoutException()),
                _ => e,
            };
        }
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

    // HELLO {user_agent, bolt_agent: {product}}, LOGON {scheme, principal, credentials}
    private async ValueTask LogOn(Neo4jAddress address, CancellationToken stop)
    {
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Hello, 1);
            message.WriteMap(2);
            message.WriteText("user_agent"u8);
            message.WriteText(UserAgent);
            message.WriteText("bolt_agent"u8);
            message.WriteMap(1);
            message.WriteText("product"u8);
            message.WriteText(UserAgent);
            message.End();
            message.Begin(BoltMessage.LogOn, 1);
            message.WriteMap(3);
            message.WriteText("scheme"u8);
            message.WriteText("basic"u8);
            message.WriteText("principal"u8);
            message.WriteText(address.User);
            message.WriteText("credentials"u8);
            message.WriteText(address.Password);
            message.End();
            await _stream.WriteAsync(message.Written, stop);
        }
        await Succeed("hello", stop);
        await Succeed("log on", stop);
    }

    // RUN statement {parameters} {mode: "r", db, bookmarks}, PULL {n: -1}
    /// <param name="database">Null within a transaction, which knows it.</param>
    /// <returns>Whether there was a value.</returns>
    public async ValueTask<bool> Run(BoltStatement run, string? database, ReadValue? read, CancellationToken stop)
    {
        var name = run.Statement.Name;
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Run, 3);
            message.WriteText(run.Statement.Text);
            message.WriteParameters(run.WriteParameters);
            WriteTransaction(message, database, run.IsRead, limit: null, run.Bookmarks);
            message.End();
            message.Begin(BoltMessage.Pull, 1);
            message.WriteMap(1);
            message.WriteText("n"u8);
            message.WriteInteger(-1);
            message.End();
            await _stream.WriteAsync(message.Written, stop);
        }
        await Succeed(name, stop);
        for (var hasValue = false; ; hasValue = true)
        {
            var answer = await Receive(stop);
            if (Kind(answer, name) != BoltMessage.Record)
            {
                Expect(answer, BoltMessage.Success, name);
                return hasValue;
            }
            if (!hasValue && read is not null)
                ReadRecord(answer.Span, name, read);
        }
    }

    // BEGIN {mode: "w", db, tx_timeout, bookmarks}
    public async ValueTask Begin(string database, TimeSpan limit, string[] bookmarks, CancellationToken stop)
    {
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Begin, 1);
            WriteTransaction(message, database, isRead: false, limit, bookmarks);
            message.End();
            await _stream.WriteAsync(message.Written, stop);
        }
        await Succeed("begin", stop);
    }

    /// <returns>The bookmark with which a read sees the commit; empty where Neo4j gives none.</returns>
    public async ValueTask<string> Commit(CancellationToken stop)
    {
        await Send(BoltMessage.Commit, stop);
        var answer = await Receive(stop);
        Expect(answer, BoltMessage.Success, "commit");
        return Text(answer.Span[2..], "bookmark"u8);
    }

    public async ValueTask Rollback(CancellationToken stop)
    {
        await Send(BoltMessage.Rollback, stop);
        await Succeed("rollback", stop);
    }

    private async ValueTask Send(BoltMessage kind, CancellationToken stop)
    {
        using var message = new BoltWriter();
        message.Begin(kind, 0);
        message.End();
        await _stream.WriteAsync(message.Written, stop);
    }

    private static void WriteTransaction(BoltWriter message, string? database, bool isRead, TimeSpan? limit, string[] bookmarks)
    {
        if (database is null)
        {
            message.WriteMap(0);
            return;
        }
        message.WriteMap(2 + (limit is null ? 0 : 1) + (bookmarks.Length == 0 ? 0 : 1));
        message.WriteText("mode"u8);
        message.WriteText(isRead ? "r"u8 : "w"u8);
        message.WriteText("db"u8);
        message.WriteText(database);
        if (limit is { } time)
        {
            message.WriteText("tx_timeout"u8);
            message.WriteInteger((long)time.TotalMilliseconds);
        }
        if (bookmarks.Length == 0)
            return;
        message.WriteText("bookmarks"u8);
        message.WriteList(bookmarks.Length);
        foreach (var bookmark in bookmarks)
            message.WriteText(bookmark);
    }

    /// <summary>The one value of a record, as JSON.</summary>
    private static void ReadRecord(ReadOnlySpan<byte> record, string statement, ReadValue read)
    {
        using var json = new AnswerBuffer();
        try
        {
            var values = new BoltReader(record[2..]);
            if (values.ReadListHeader() > 0)
                values.WriteJson(json);
            var value = new Utf8JsonReader(json.Written.Span);
            value.Read();
            read(ref value);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or InvalidOperationException)
        {
            throw new QueryException(statement, "", "an answer found that is not of the statement", null, e);
        }
    }

    private async ValueTask Succeed(string statement, CancellationToken stop) =>
        Expect(await Receive(stop), BoltMessage.Success, statement);

    private static void Expect(ReadOnlyMemory<byte> message, BoltMessage expected, string statement)
    {
        if (Kind(message, statement) is var found && found != expected)
            throw new QueryException(statement, "", $"{found} found; expected {expected}", null);
    }

    /// <exception cref="QueryException">It tells a failure.</exception>
    private static BoltMessage Kind(ReadOnlyMemory<byte> message, string statement)
    {
        if (message.Length < 2)
            throw new QueryException(statement, "", "an answer found that is not of Bolt", null);
        var kind = (BoltMessage)message.Span[1];
        if (kind != BoltMessage.Failure)
            return kind;
        var details = message.Span[2..];
        throw new QueryException(statement, Text(details, "code"u8), Text(details, "message"u8), null);
    }

    /// <summary>What a message says of itself; an empty text where it does not say that.</summary>
    private static string Text(ReadOnlySpan<byte> details, ReadOnlySpan<byte> key)
    {
        try
        {
            return new BoltReader(details).FindText(key) ?? "";
        }
        catch (InvalidDataException)
        {
            return "";
        }
    }

    // 00 05 … … … … … 00 02 … … 00 00
    /// <summary>The next message, of which the chunks are pushed together; it stands until the next is received.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> Receive(CancellationToken stop)
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

    public void Dispose() => _stream.Dispose();
}
