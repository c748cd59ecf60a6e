using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Commits each change set in one transaction: it waits for the lock of the store, fetches the records that the change touches, decides,
/// checks, writes in batches, and counts. A failure before the commit leaves nothing behind.
/// </summary>
internal sealed class Committer(INeo4jClient client, GraphModel model, TimeProvider clock)
{
    private const int Batch = 1_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    /// <summary>How long to wait for a server that was lost in the middle of a commit.</summary>
    private static readonly TimeSpan s_doubtLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_doubtPause = TimeSpan.FromMilliseconds(500);

    /// <param name="onlyIfEmpty">Whether to do nothing and return null if the graph already has a commit.</param>
    public ValueTask<(CommittedChange? Change, ImmutableArray<string> Bookmarks)> Commit(
        ProposedChange proposed, bool onlyIfEmpty, string[] bookmarks, CancellationToken stop) =>
        Retries.Pipeline.ExecuteAsync(stop => TryCommit(proposed, onlyIfEmpty, bookmarks, stop), stop);

    private async ValueTask<(CommittedChange? Change, ImmutableArray<string> Bookmarks)> TryCommit(
        ProposedChange proposed, bool onlyIfEmpty, string[] bookmarks, CancellationToken stop)
    {
        var (id, at) = (Guid.NewGuid().ToString("N"), clock.GetUtcNow());
        await using var transaction = await client.Begin(s_limit, bookmarks, stop);
        var version = (await TakeLock(transaction, id, stop)).Version;
        if (onlyIfEmpty && version > 0)
            return (null, []);
        var stored = await RecordFetch.Fetch(model, transaction, proposed.Touched, stop);
        var changes = proposed.Resolve(model, stored, ChangeStatements.Check);
        if (changes.IsEmpty)
            return (CommittedChange.Nothing(version), []);
        var prepared = PreparedChange.Of(proposed, changes, stored, version + 1, at);
        if (prepared.Entries.IsEmpty)
            return (CommittedChange.Nothing(version), []);
        foreach (var change in ChangeStatements.Of(model, prepared.Changes, at, Batch))
            await transaction.Run(change.Statement, change.WriteParameters, null, stop);
        foreach (var entries in HistoryStatements.Of(prepared, Batch))
            await transaction.Run(entries.Statement, entries.WriteParameters, null, stop);
        await transaction.Run(StoreNode.Count, StoreNode.Parameters(id, at: at.ToUnixTimeMilliseconds()), null, stop);
        var own = await End(transaction, id, version, stop);
        return (new CommittedChange(prepared, string.Join(' ', own)), own);
    }

    /// <returns>The version and the id of its commit.</returns>
    private static async ValueTask<(long Version, string? Commit)> TakeLock(INeo4jTransaction transaction, string id, CancellationToken stop)
    {
        JsonElement[]? stored = null;
        await transaction.Run(StoreNode.Lock, StoreNode.Parameters(id), null, stop);
        await transaction.Run(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => stored = ListReader.Read(ref value), stop);
        return stored is null
            ? throw new StoreException("The database of Neo4j has lost the node with the state of the store. Restart this server to create it again.")
            : (stored[0].GetInt64(), stored[1].GetString());
    }

    private async ValueTask<ImmutableArray<string>> End(INeo4jTransaction transaction, string id, long version, CancellationToken stop)
    {
        try
        {
            return await transaction.Commit(stop);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException or OperationCanceledException)
        {
            if (await Holds(id, version))
                return [];
            throw;
        }
    }

    /// <summary>Asks Neo4j whether a commit in doubt, whose response was lost, succeeded.</summary>
    private async ValueTask<bool> Holds(string id, long version)
    {
        using var limit = new CancellationTokenSource(s_doubtLimit);
        try
        {
            while (true)
                try
                {
                    // Takes the lock, so that a commit that is still running has ended.
                    await using var transaction = await client.Begin(s_doubtLimit, [], limit.Token);
                    var (now, last) = await TakeLock(transaction, Guid.NewGuid().ToString("N"), limit.Token);
                    if (now == version)
                        return false;
                    if (now == version + 1 && last == id)
                        return true;
                    break;
                }
                catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
                {
                    await Task.Delay(s_doubtPause, limit.Token);
                }
        }
        catch (OperationCanceledException)
        {
            // Neo4j did not come back in time.
        }
        throw new StoreException("Neo4j did not respond to the commit. It is in doubt whether the change was written. Repeat the change to find out.");
    }
}
