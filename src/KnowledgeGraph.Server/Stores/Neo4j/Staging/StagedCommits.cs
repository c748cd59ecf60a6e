using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Staging;

/// <summary>
/// Writes changes that are too large for one transaction. While the lock of the store is held, the pages of the change are stored where no read finds them. When
/// the transaction with the lock commits, the change is decided. Then each page is written in a transaction of its own, which also counts it: so several
/// stores may continue the same change, and nothing is written twice. The last page counts the version.
/// </summary>
/// <param name="tell">Receives what should be logged.</param>
internal sealed class StagedCommits(INeo4jClient client, GraphModel model, StagingLimits limits, TimeProvider clock, Action<string> tell)
{
    private const int RemovedTogether = 10;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    /// <summary>Which large change this store is writing, and how far it is; null for none.</summary>
    public string? Progress { get; private set; }

    /// <summary>Stores the pages of a change.</summary>
    /// <param name="id">The id of the commit.</param>
    /// <param name="locked">The transaction that has the lock of the store.</param>
    /// <returns>The number of pages.</returns>
    public async ValueTask<int> Stage(StagedChange change, string id, int records, INeo4jTransaction locked, CancellationToken stop)
    {
        foreach (var abandoned in await Commits(locked, stop))
            await RemovePages(abandoned, stop);
        tell($"A change of {records} nodes and relationships is prepared. It is written in parts.");
        var (count, told) = (0, clock.GetTimestamp());
        foreach (var page in change.Pages(limits.PageRows, limits.PageBytes))
        {
            var (position, content) = (count++, SeedPack.Pack(page.Span));
            await client.Retries.ExecuteAsync(
                async stop => { await client.Run(StagedStatements.Put, StagedStatements.Parameters(id, position, content), null, stop); }, stop);
            // Neo4j ends a transaction over HTTP that is not used.
            await locked.Run(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => value.Skip(), stop);
            if (IsTime(ref told))
                tell($"{count} parts of the change are prepared.");
        }
        return count;
    }

    /// <summary>Writes the pages of a change that is decided, until the last one is written, by this store or by another.</summary>
    /// <param name="mark">Has the change.</param>
    /// <param name="isOwn">Whether this store has decided it.</param>
    /// <returns>The bookmarks of the commit.</returns>
    public async ValueTask<ImmutableArray<string>> Apply(StoreMark mark, bool isOwn, CancellationToken stop)
    {
        var (staged, told) = (mark.Staged!, clock.GetTimestamp());
        try
        {
            Progress = staged.Progress;
            tell(isOwn ? $"The change is written in {staged.Pages} parts. Requests are refused until it is complete."
                : $"A large change is not complete: {staged.Applied} of {staged.Pages} parts are written. It is continued. Requests are refused until it is complete.");
            if (staged.Applied == 0 && mark.Version > 0)
                await Task.Delay(limits.Notice, clock, stop);
            while (true)
            {
                var (now, bookmarks) = await client.Retries.ExecuteAsync(stop => ApplyNext(staged.Id, stop), stop);
                if (now is null)
                {
                    tell($"The large change is complete: version {mark.Version + 1}.");
                    await TryRemovePages(staged.Id, stop);
                    return bookmarks;
                }
                Progress = now.Progress;
                if (IsTime(ref told))
                    tell(now.Progress);
            }
        }
        finally
        {
            Progress = null;
        }
    }

    /// <returns>How far the change is; null if it is complete.</returns>
    private async ValueTask<(StagedCommit? Staged, ImmutableArray<string> Bookmarks)> ApplyNext(string id, CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, [], stop);
        if ((await Lock(transaction, stop)).Staged is not { } staged || staged.Id != id)
            return (null, await transaction.Commit(stop));
        var isLast = staged.Applied + 1 == staged.Pages;
        var page = StagedChange.Read(model, await ReadPage(staged, transaction, stop), staged.At);
        await transaction.Run(
            [
                .. page.Select(p => new TransactionStep(p.Statement, p.WriteParameters)),
                .. isLast ? [new(StoreNode.EndStaged, StoreNode.Parameters()), new(StoreNode.Count, StoreNode.Parameters(id, at: staged.At))]
                    : (TransactionStep[])[new(StoreNode.Advance, StoreNode.Parameters())],
            ],
            stop);
        var bookmarks = await transaction.Commit(stop);
        return (isLast ? null : staged with { Applied = staged.Applied + 1 }, bookmarks);
    }

    private static async ValueTask<byte[]> ReadPage(StagedCommit staged, INeo4jTransaction transaction, CancellationToken stop)
    {
        JsonElement[]? stored = null;
        await transaction.Run(StagedStatements.Read, StagedStatements.Parameters(staged.Id, staged.Applied), (ref Utf8JsonReader value) => stored = ListReader.Read(ref value), stop);
        try
        {
            if (stored is not null)
                return SeedPack.Unpack(stored[0].GetBytesFromBase64());
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw Damaged(staged, e);
        }
        throw Damaged(staged, null);
    }

    private static StoreException Damaged(StagedCommit staged, Exception? cause) =>
        new($"Part {staged.Applied + 1} of {staged.Pages} of a large change is missing or damaged in Neo4j (node _Staged, commit {staged.Id}). Restore a backup.", cause);

    /// <summary>Whether there are pages of any change.</summary>
    public async ValueTask<bool> HasPages(CancellationToken stop)
    {
        var count = 0;
        await client.Retries.ExecuteAsync(async stop =>
        {
            await client.Run(StagedStatements.Commits, StagedStatements.Parameters(), (ref Utf8JsonReader value) => count = ListReader.Read(ref value).Length, stop);
        }, stop);
        return count > 0;
    }

    /// <summary>Removes the pages of changes that were never decided, or that are complete.</summary>
    public async ValueTask RemoveAbandoned(CancellationToken stop)
    {
        IReadOnlyList<string> abandoned;
        // While a change is staged, its store has the lock. So a change that has pages, and neither the lock nor a decision, is abandoned.
        await using (var transaction = await client.Begin(s_limit, [], stop))
        {
            var mark = await Lock(transaction, stop);
            abandoned = [.. (await Commits(transaction, stop)).Where(c => c != mark.Staged?.Id)];
        }
        foreach (var id in abandoned)
        {
            tell("Removes the parts of a large change that was not committed or is complete.");
            await RemovePages(id, stop);
        }
    }

    private static async ValueTask<IReadOnlyList<string>> Commits(INeo4jTransaction transaction, CancellationToken stop)
    {
        IReadOnlyList<string> commits = [];
        await transaction.Run(StagedStatements.Commits, StagedStatements.Parameters(), (ref Utf8JsonReader value) => commits = [.. ListReader.Read(ref value).Select(c => c.GetString()!)], stop);
        return commits;
    }

    /// <summary>The change is committed, so that pages that stay do no harm. They are removed later.</summary>
    private async ValueTask TryRemovePages(string id, CancellationToken stop)
    {
        try
        {
            await RemovePages(id, stop);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
        {
            tell("The parts of the large change could not be removed. They are removed at the next start.");
        }
    }

    private async ValueTask RemovePages(string id, CancellationToken stop)
    {
        for (var removed = RemovedTogether; removed == RemovedTogether;)
            await client.Retries.ExecuteAsync(async stop =>
            {
                removed = 0;
                await client.Run(
                    StagedStatements.Remove, StagedStatements.Parameters(id, RemovedTogether), (ref Utf8JsonReader value) => removed = ListReader.Read(ref value)[0].GetInt32(), stop);
            }, stop);
    }

    private static async ValueTask<StoreMark> Lock(INeo4jTransaction transaction, CancellationToken stop)
    {
        JsonElement[]? stored = null;
        await transaction.Run(
            [new(StoreNode.Lock, StoreNode.Parameters()), new(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => stored = ListReader.Read(ref value))], stop);
        return stored is null ? throw new StoreException("The database of Neo4j has lost the node with the state of the store. Restart this server to create it again.") : StoreMark.Of(stored);
    }

    private bool IsTime(ref long told)
    {
        if (clock.GetElapsedTime(told) < s_pause)
            return false;
        told = clock.GetTimestamp();
        return true;
    }
}
