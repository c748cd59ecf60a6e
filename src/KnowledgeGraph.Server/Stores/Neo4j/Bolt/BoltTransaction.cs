using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>An explicit transaction. It has its own connection until it ends.</summary>
internal sealed class BoltTransaction(BoltClient.Lease lease) : INeo4jTransaction
{
    /// <summary>The maximum number of statements that are sent before their responses are read. Neo4j keeps what it has not run yet in memory.</summary>
    private const int MaxTogether = 16;

    private static readonly TimeSpan s_rollbackLimit = TimeSpan.FromSeconds(5);

    private bool _isOver;

    public async ValueTask Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop)
    {
        // After a failure, the connection is closed, which rolls back.
        _isOver = true;
        await lease.Connection.Run(new BoltStatement(statement, writeParameters, IsRead: false, []), database: null, read, stop);
        _isOver = false;
    }

    public async ValueTask Run(IReadOnlyList<TransactionStep> steps, CancellationToken stop)
    {
        _isOver = true;
        foreach (var together in steps.Chunk(MaxTogether))
        {
            // Neo4j runs them one after another, and the time on the way is spent once.
            foreach (var step in together)
                await lease.Connection.Send(new BoltStatement(step.Statement, step.WriteParameters, IsRead: false, []), database: null, stop);
            foreach (var step in together)
                await lease.Connection.Receive(step.Statement.Name, step.Read, stop);
        }
        _isOver = false;
    }

    public async ValueTask<ImmutableArray<string>> Commit(CancellationToken stop)
    {
        _isOver = true;
        var bookmark = await lease.Connection.Commit(stop);
        lease.Keep();
        return bookmark.Length == 0 ? [] : [bookmark];
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_isOver)
                return;
            using var limit = new CancellationTokenSource(s_rollbackLimit);
            await lease.Connection.Rollback(limit.Token);
            lease.Keep();
        }
        catch (Exception e) when (e is IOException or QueryException or OperationCanceledException)
        {
            // Neo4j rolls back when the connection is closed.
        }
        finally
        {
            lease.Dispose();
        }
    }
}
