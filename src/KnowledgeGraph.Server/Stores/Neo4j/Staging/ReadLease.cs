using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;

namespace KnowledgeGraph.Server.Stores.Neo4j.Staging;

/// <summary>
/// Keeps reads away from a large change while its pages are written, on every server of the store, without a check in their statements. A store that has seen
/// that no large change is decided may read for the time of a lease, counted from before it asked. The first page of a change is written only when every lease
/// from before the decision has ended. A read counts only if it ends within a lease, and if no large change was written between its lease and that one.
/// </summary>
internal sealed class ReadLease(INeo4jClient client, Neo4jAddress address, StagingLimits limits, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);
    /// <summary>How long requests are refused until the store node is asked again.</summary>
    private static readonly TimeSpan s_refusal = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile Seen? _seen;

    /// <summary>What the store node said.</summary>
    /// <param name="At">When it was asked: before it responded.</param>
    /// <param name="Bookmarks">Make a read on any member of a cluster see the last large change.</param>
    public sealed record Seen(long At, StoreMark Mark, string[] Bookmarks);

    /// <summary>The large change that was being written when the store node was last asked.</summary>
    public StagedCommit? Staged => _seen?.Mark.Staged;

    public static StoreUnavailableException Closed() => new("A large change is being written. Try again.");

    /// <summary>Begins a read.</summary>
    /// <exception cref="StoreUnavailableException">A large change is being written.</exception>
    public ValueTask<Seen> Enter(CancellationToken stop) => _seen is { } seen && Holds(seen) ? new(seen) : Ask(stop);

    /// <summary>Ends a read, which saw one version of the graph as a whole.</summary>
    /// <exception cref="StoreUnavailableException">A large change may have been written in between.</exception>
    public ValueTask Leave(Seen entered, CancellationToken stop) =>
        _seen is { } seen && Holds(seen) && seen.Mark.LastStaged == entered.Mark.LastStaged ? ValueTask.CompletedTask : Check(entered, stop);

    /// <summary>Does a read that sees one version of the graph as a whole.</summary>
    public async ValueTask<T> Read<T>(Func<ValueTask<T>> read, CancellationToken stop)
    {
        var entered = await Enter(stop);
        var result = await read();
        await Leave(entered, stop);
        return result;
    }

    /// <summary>Forgets the lease, so that the next read asks.</summary>
    public void Forget() => _seen = null;

    /// <summary>Asks the store node after a commit.</summary>
    public async ValueTask Renew(CancellationToken stop)
    {
        try
        {
            await Look(stop);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
        {
            Forget();
        }
    }

    /// <summary>Asks the store node.</summary>
    public async ValueTask<Seen> Look(CancellationToken stop)
    {
        var seen = await client.Retries.ExecuteAsync(async stop =>
        {
            var at = clock.GetTimestamp();
            JsonElement[]? stored = null;
            // It is asked of the leader of a cluster, which always knows.
            await client.Run(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => stored = ListReader.Read(ref value), stop);
            return new Seen(at, stored is null ? new(0, null, null, null) : StoreMark.Of(stored), []);
        }, stop);
        if (address.IsCluster && seen.Mark.LastStaged is { } last)
            seen = seen with { Bookmarks = _seen is { } known && known.Mark.LastStaged == last ? known.Bookmarks : await BookmarksNow(stop) };
        if (_seen is not { } newer || newer.At < seen.At)
            _seen = seen;
        return seen;
    }

    /// <summary>In an empty graph, a large change is written without waiting for leases: then every read asks.</summary>
    private bool Holds(Seen seen) => seen.Mark is { Staged: null, Version: > 0 } && clock.GetElapsedTime(seen.At) < limits.Lease;

    private async ValueTask<Seen> Ask(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (_seen is { } known && (Holds(known) || (known.Mark.Staged is not null && clock.GetElapsedTime(known.At) < s_refusal)))
                return OfOpen(known);
            return OfOpen(await Look(stop));
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask Check(Seen entered, CancellationToken stop)
    {
        if ((await Ask(stop)).Mark.LastStaged != entered.Mark.LastStaged)
            throw Closed();
    }

    private static Seen OfOpen(Seen seen) => seen.Mark.Staged is null ? seen : throw Closed();

    private async ValueTask<string[]> BookmarksNow(CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, [], stop);
        await transaction.Run(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => value.Skip(), stop);
        return [.. await transaction.Commit(stop)];
    }

    public void Dispose() => _turn.Dispose();
}
