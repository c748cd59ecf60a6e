using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Commits changes in one transaction each: it waits for the store's lock, fetches what the change touches, decides, checks, writes in
/// batches, and counts. Whatever fails before the commit leaves nothing behind.
/// </summary>
internal sealed class Committer(INeo4jClient client, GraphModel model, TimeProvider clock)
{
    private const int Batch = 1_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    /// <summary>How long a server that went away in the middle of a commit is waited for.</summary>
    private static readonly TimeSpan s_doubtLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_doubtPause = TimeSpan.FromMilliseconds(500);

    /// <param name="onlyIfEmpty">Whether to do nothing, and give null, where a commit was there before.</param>
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
        var changes = proposed.Decide(stored);
        if (changes.IsEmpty)
            return (new CommittedChange(changes, version, Bookmark: null), []);
        if ((IReadOnlyList<ChangeError>)[.. ChangeSetValidator.Validate(model, changes, stored), .. ChangeStatements.Check(changes)] is { Count: > 0 } errors)
            throw new ChangeRefusedException(errors);
        foreach (var change in ChangeStatements.Of(model, changes.Expand(stored), at, Batch))
            await transaction.Run(change.Statement, change.WriteParameters, null, stop);
        await transaction.Run(StoreNode.Count, StoreNode.Parameters(id, at: at.ToUnixTimeMilliseconds()), null, stop);
        var own = await End(transaction, id, version, stop);
        return (new CommittedChange(changes, version + 1, string.Join(' ', own)), own);
    }

    /// <returns>The version, and the id of the commit that made it.</returns>
    private static async ValueTask<(long Version, string? Commit)> TakeLock(INeo4jTransaction transaction, string id, CancellationToken stop)
    {
        JsonElement[]? stored = null;
        await transaction.Run(StoreNode.Lock, StoreNode.Parameters(id), null, stop);
        await transaction.Run(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => stored = StoreNode.ReadList(ref value), stop);
        return stored is null
            ? throw new StoreException("Neo4j's database found without the store's own node; expected it: restart this server, which makes it anew")
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

    /// <summary>Whether a commit of which the answer was lost was done, once Neo4j tells.</summary>
    private async ValueTask<bool> Holds(string id, long version)
    {
        using var limit = new CancellationTokenSource(s_doubtLimit);
        try
        {
            while (true)
                try
                {
                    // Under the lock, so that a commit which still runs has ended.
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
            // Neo4j has not come back in time.
        }
        throw new StoreException("no answer to a commit found; expected one: whether it was done is not known, doing it again tells");
    }
}
