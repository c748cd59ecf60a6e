using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>An explicit transaction. It has its own connection until it ends.</summary>
/// <param name="note">Takes note of a failure of the server.</param>
internal sealed class BoltTransaction(BoltLease lease, Action<Exception> note) : INeo4jTransaction
{
    /// <summary>The maximum number of statements that are sent before their responses are read. Neo4j keeps what it has not run yet in memory.</summary>
    private const int MaxTogether = 16;

    private static readonly TimeSpan s_rollbackLimit = TimeSpan.FromSeconds(5);

    private bool _isOver;

    public async ValueTask Read(Statement statement, Action<Utf8JsonWriter>? writeParameters, IRowTarget? target, CancellationToken stop)
    {
        await Act(() => lease.Connection.Run(new BoltStatement(statement, writeParameters, IsRead: false, []), database: null, target, stop));
        _isOver = false;
    }

    public async ValueTask Run(IReadOnlyList<TransactionStep> steps, CancellationToken stop)
    {
        foreach (var together in steps.Chunk(MaxTogether))
            await Act(() => RunTogether(together, stop));
        _isOver = false;
    }

    private async ValueTask<bool> RunTogether(TransactionStep[] steps, CancellationToken stop)
    {
        // Neo4j runs them one after another, and the time on the way is spent once.
        foreach (var step in steps)
            await lease.Connection.Send(new BoltStatement(step.Statement, step.WriteParameters, IsRead: false, []), database: null, stop);
        foreach (var step in steps)
            await lease.Connection.Receive(step.Statement.Name, JsonTarget.Of(step.Read), stop);
        return true;
    }

    public async ValueTask<ImmutableArray<string>> Commit(CancellationToken stop)
    {
        var bookmark = await Act(() => lease.Connection.Commit(stop));
        lease.Keep();
        return bookmark.Length == 0 ? [] : [bookmark];
    }

    private async ValueTask<T> Act<T>(Func<ValueTask<T>> act)
    {
        // After a failure, the connection is reset or closed, which rolls back.
        _isOver = true;
        try
        {
            return await act();
        }
        catch (Exception e)
        {
            lease.Fail(e);
            note(e);
            throw;
        }
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
