using System.Text.Json;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>
/// One connection with its requests and responses (https://neo4j.com/docs/bolt/current/bolt/message/), one after another. It cannot be used after a failure.
/// </summary>
internal sealed class BoltConnection : IDisposable
{
    private const string UserAgent = "KnowledgeGraph/1.0";

    /// <summary>Maximum time of the log-on. It allows for a slow network and a busy Neo4j.</summary>
    private static readonly TimeSpan s_openLimit = TimeSpan.FromSeconds(5);

    private readonly BoltChannel _channel;
    private readonly long _opened = Environment.TickCount64;

    private BoltConnection(BoltChannel channel) => _channel = channel;

    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _opened);

    public bool IsUsable => _channel.IsUsable;

    /// <summary>The bookmark of the last statement that was its own transaction; empty after any other.</summary>
    public string Bookmark { get; private set; } = "";

    /// <exception cref="IOException">The server does not respond, or not in time, or not securely.</exception>
    /// <exception cref="QueryException">The server is not a Neo4j with Bolt, or it refuses the password.</exception>
    public static async ValueTask<BoltConnection> Open(Neo4jAddress address, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_openLimit);
        BoltConnection? connection = null;
        try
        {
            connection = new BoltConnection(await BoltChannel.Open(address, limited.Token));
            await connection.LogOn(address, limited.Token);
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is OperationCanceledException && !stop.IsCancellationRequested)
                throw new IOException("No connection in time", new TimeoutException());
            throw;
        }
    }

    // HELLO {user_agent, bolt_agent: {product}, notifications_minimum_severity, routing?}, LOGON {scheme, principal, credentials}
    private async ValueTask LogOn(Neo4jAddress address, CancellationToken stop)
    {
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Hello, 1);
            message.WriteMap(address.IsCluster ? 4 : 3);
            message.WriteText("user_agent"u8);
            message.WriteText(UserAgent);
            message.WriteText("bolt_agent"u8);
            message.WriteMap(1);
            message.WriteText("product"u8);
            message.WriteText(UserAgent);
            // Nobody reads notifications.
            message.WriteText("notifications_minimum_severity"u8);
            message.WriteText("OFF"u8);
            if (address.IsCluster)
            {
                message.WriteText("routing"u8);
                WriteContext(message, address);
            }
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
            await _channel.Send(message, stop);
        }
        await Succeed("hello", stop);
        await Succeed("log on", stop);
        _channel.AllowLongMessages();
    }

    // ROUTE {address, …} [] {db}
    /// <summary>Asks which servers of the cluster do what.</summary>
    public async ValueTask<RoutingTable> Route(Neo4jAddress address, TimeProvider clock, CancellationToken stop)
    {
        using (var message = new BoltWriter())
        {
            message.Begin(BoltMessage.Route, 3);
            WriteContext(message, address);
            message.WriteList(0);
            message.WriteMap(address.Database.Length > 0 ? 1 : 0);
            if (address.Database.Length > 0)
            {
                message.WriteText("db"u8);
                message.WriteText(address.Database);
            }
            message.End();
            await _channel.Send(message, stop);
        }
        var answer = await _channel.Receive(stop);
        Expect(answer, BoltMessage.Success, "route");
        using var json = new ResponseBuffer();
        try
        {
            new BoltReader(answer.Span[2..]).WriteJson(json);
        }
        catch (InvalidDataException e)
        {
            throw new QueryException("route", "", "The response is not a routing table", null, e);
        }
        return RoutingTable.Parse(json.Written, address.Database, clock);
    }

    private static void WriteContext(BoltWriter message, Neo4jAddress address)
    {
        var context = address.RoutingContext;
        message.WriteMap(context.Length);
        foreach (var (key, value) in context)
        {
            message.WriteText(key);
            message.WriteText(value);
        }
    }

    /// <param name="database">Null in a transaction, which already has its database. Empty: the home database.</param>
    /// <returns>Whether there was a value.</returns>
    public async ValueTask<bool> Run(BoltStatement run, string? database, ReadValue? read, CancellationToken stop)
    {
        await Send(run, database, stop);
        return await Receive(run.Statement.Name, read, stop);
    }

    // RUN statement {parameters} {mode: "r", db, bookmarks}, PULL {n: -1}
    /// <summary>Sends a statement. Its response must be received after those of the statements that were sent before it.</summary>
    /// <param name="database">Null in a transaction, which already has its database.</param>
    public async ValueTask Send(BoltStatement run, string? database, CancellationToken stop)
    {
        using var message = new BoltWriter();
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
        await _channel.Send(message, stop);
    }

    /// <summary>Receives the response to a statement.</summary>
    /// <param name="name">The name of the statement.</param>
    /// <returns>Whether there was a value.</returns>
    public async ValueTask<bool> Receive(string name, ReadValue? read, CancellationToken stop)
    {
        await Succeed(name, stop);
        for (var hasValue = false; ; hasValue = true)
        {
            var answer = await _channel.Receive(stop);
            if (Kind(answer, name) != BoltMessage.Record)
            {
                Expect(answer, BoltMessage.Success, name);
                Bookmark = Text(answer.Span[2..], "bookmark"u8);
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
            await _channel.Send(message, stop);
        }
        await Succeed("begin", stop);
    }

    /// <returns>The bookmark that makes a read see the commit; empty if Neo4j returns none.</returns>
    public async ValueTask<string> Commit(CancellationToken stop)
    {
        await Send(BoltMessage.Commit, stop);
        var answer = await _channel.Receive(stop);
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
        await _channel.Send(message, stop);
    }

    private static void WriteTransaction(BoltWriter message, string? database, bool isRead, TimeSpan? limit, string[] bookmarks)
    {
        if (database is null)
        {
            message.WriteMap(0);
            return;
        }
        message.WriteMap(1 + (database.Length == 0 ? 0 : 1) + (limit is null ? 0 : 1) + (bookmarks.Length == 0 ? 0 : 1));
        message.WriteText("mode"u8);
        message.WriteText(isRead ? "r"u8 : "w"u8);
        if (database.Length > 0)
        {
            message.WriteText("db"u8);
            message.WriteText(database);
        }
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

    /// <summary>Reads the only value of a record as JSON.</summary>
    private static void ReadRecord(ReadOnlySpan<byte> record, string statement, ReadValue read)
    {
        using var json = new ResponseBuffer();
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
            throw new QueryException(statement, "", "The response does not belong to the statement", null, e);
        }
    }

    private async ValueTask Succeed(string statement, CancellationToken stop) =>
        Expect(await _channel.Receive(stop), BoltMessage.Success, statement);

    private static void Expect(ReadOnlyMemory<byte> message, BoltMessage expected, string statement)
    {
        if (Kind(message, statement) is var found && found != expected)
            throw new QueryException(statement, "", $"The response must be {expected}, but was {found}", null);
    }

    /// <exception cref="QueryException">The message is a failure.</exception>
    private static BoltMessage Kind(ReadOnlyMemory<byte> message, string statement)
    {
        if (message.Length < 2)
            throw new QueryException(statement, "", "The response is not Bolt", null);
        var kind = (BoltMessage)message.Span[1];
        if (kind != BoltMessage.Failure)
            return kind;
        var details = message.Span[2..];
        throw new QueryException(statement, Text(details, "code"u8), Text(details, "message"u8), null);
    }

    /// <summary>The text under a key of the details of a message; empty if it is missing.</summary>
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

    public void Dispose() => _channel.Dispose();
}
