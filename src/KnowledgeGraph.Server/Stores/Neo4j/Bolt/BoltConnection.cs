using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>
/// One connection with its requests and responses (https://neo4j.com/docs/bolt/current/bolt/message/), one after another. After a failure, it must be reset.
/// </summary>
internal sealed partial class BoltConnection : IDisposable
{
    private readonly BoltChannel _channel;
    /// <summary>The SUCCESS of the last statement.</summary>
    private ReadOnlyMemory<byte> _summary;
    private readonly TimeProvider _clock;
    private readonly long _opened;

    private BoltConnection(BoltChannel channel, TimeProvider clock) => (_channel, _clock, _opened) = (channel, clock, clock.GetTimestamp());

    public bool IsUsable => _channel.IsUsable;

    /// <summary>The bookmark that the last statement gave, if it was its own transaction; otherwise empty. To be asked before the next statement.</summary>
    public string Bookmark => Text(_summary.Span[2..], "bookmark"u8);

    /// <param name="database">Null in a transaction, which already has its database. Empty: the home database.</param>
    /// <returns>Whether there was a value.</returns>
    public async ValueTask<bool> Run(BoltStatement run, string? database, IRowTarget? read, CancellationToken stop)
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
    public async ValueTask<bool> Receive(string name, IRowTarget? read, CancellationToken stop)
    {
        await Succeed(name, stop);
        for (var hasValue = false; ; hasValue = true)
        {
            var answer = await _channel.Receive(stop);
            if (Kind(answer, name) != BoltMessage.Record)
            {
                Expect(answer, BoltMessage.Success, name);
                _summary = answer;
                return hasValue;
            }
            if (read is not null)
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

    /// <summary>Reads the only value of a record.</summary>
    private static void ReadRecord(ReadOnlySpan<byte> record, string statement, IRowTarget read)
    {
        try
        {
            var values = new BoltReader(record[2..]);
            values.Read();
            values.Expect(RowToken.StartList);
            values.Read();
            read.Read(ref values);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or InvalidOperationException || (e is StoredValueException && !IsWhole(record)))
        {
            throw new QueryException(statement, "", "The response does not belong to the statement", null, e);
        }
    }

    /// <summary>Whether the record has values to its end. Otherwise it is not from Neo4j, and nothing in it was stored.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> record)
    {
        try
        {
            var values = new BoltReader(record[2..]);
            values.Read();
            values.Skip();
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
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
        // Since 5.7, the code of GQL has the short name, and Neo4j's own the long one.
        var code = Text(details, "code"u8) is { Length: > 0 } own ? own : Text(details, "neo4j_code"u8);
        throw new QueryException(statement, code, Text(details, "message"u8), null);
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
