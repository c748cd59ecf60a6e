using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Writing;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Commits each change set in one transaction: it waits for the lock of the store, fetches the records that the change touches, decides,
/// checks, writes in batches, and counts. A failure before the commit leaves nothing behind. A change that is too large for one transaction is only
/// decided in it (<see cref="StagedCommits"/>).
/// </summary>
internal sealed class Committer(
    INeo4jClient client, GraphModel model, StatementCompiler compiler, EvidenceFetch evidence, StagedCommits staged, StagingLimits limits, TimeProvider clock)
{
    private const int Batch = 1_000;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);
    /// <summary>For a large change, of which the lock is held until all its pages are stored.</summary>
    private static readonly TimeSpan s_largeLimit = TimeSpan.FromHours(1);
    /// <summary>How long to wait for a server that was lost in the middle of a commit.</summary>
    private static readonly TimeSpan s_doubtLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_doubtPause = TimeSpan.FromMilliseconds(500);

    /// <param name="response">Is written in the transaction, after the changes; null for none.</param>
    /// <param name="onlyIfEmpty">Whether to do nothing and return null if the graph already has a commit.</param>
    public async ValueTask<(CommittedChange? Change, ImmutableArray<string> Bookmarks)> Commit(
        ProposedChange proposed, CommitResponse? response, bool onlyIfEmpty, string[] bookmarks, CancellationToken stop)
    {
        while (true)
        {
            var outcome = await client.Retries.ExecuteAsync(stop => TryCommit(proposed, response, onlyIfEmpty, bookmarks, stop), stop);
            if (outcome.Mark is not { } mark)
                return (outcome.Change, outcome.Bookmarks);
            if (outcome.Decided is not { } decided)
                await staged.Apply(mark, isOwn: false, stop);
            else if (await Complete(mark, stop) is var written)
                return (new CommittedChange(decided, string.Join(' ', written)), written);
        }
    }

    /// <param name="Mark">Has a large change that must be completed; null for none.</param>
    /// <param name="Decided">What that change is; null if another commit has decided it, so that this one must be repeated.</param>
    private readonly record struct Outcome(CommittedChange? Change, ImmutableArray<string> Bookmarks, StoreMark? Mark = null, PreparedChange? Decided = null);

    private async ValueTask<ImmutableArray<string>> Complete(StoreMark mark, CancellationToken stop)
    {
        try
        {
            return await staged.Apply(mark, isOwn: true, stop);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException)
        {
            throw new StoreException($"The change is decided, but not all of it could be written ({e.Message}). Every server of this graph, and the next command, continues it.", e);
        }
    }

    private async ValueTask<Outcome> TryCommit(ProposedChange proposed, CommitResponse? response, bool onlyIfEmpty, string[] bookmarks, CancellationToken stop)
    {
        var (id, at) = (Guid.NewGuid().ToString("N"), clock.GetUtcNow());
        Proposal? proposal;
        await using (var transaction = await client.Begin(limits.IsLarge(proposed.Touched) ? s_largeLimit : s_limit, bookmarks, stop))
        {
            var mark = await TakeLock(transaction, id, stop);
            if (mark.Staged is not null)
                return response is null ? new(null, [], mark) : throw ReadLease.Closed();
            var version = mark.Version;
            if (onlyIfEmpty && version > 0)
                return new(null, []);
            if (proposed.Kept is { } seed)
                seed.Last = await ReadSeed(transaction, stop);
            // Entries also ask for what was there before, so that it is fetched now.
            var (prepared, isLarge, moved) = await new RecordFetch(model, transaction, stop).Decide(
                proposed.Touched, graph => Prepare(proposed, graph, version + 1, at, mayBeStaged: response is null));
            var isDryRun = proposed.IsDryRun || response is { IsDryRun: true };
            var isCommit = !prepared.Entries.IsEmpty && proposed.Proposal is null && !isDryRun;
            proposal = isDryRun ? null : await ProposalOf(proposed, prepared, isCommit, transaction, stop);
            var kept = proposed is { Kept.IsChanged: true } && !isDryRun ? proposed.Kept : null;
            if (isCommit && isLarge)
                return await Decide(StagedChange.Of(model, prepared, moved, proposal, kept is null ? null : SeedPack.Pack(kept.Next.Span)), prepared, id, mark, transaction, stop);
            if (!prepared.Entries.IsEmpty && (isCommit || response is not null))
                await Write(transaction, prepared, id, stop);
            if (response is not null)
                await Answer(transaction, response, new(isCommit ? prepared.Version : null, proposal), stop);
            if (!isCommit && proposal is null && kept is null)
                return new(isDryRun ? CommittedChange.NotWritten(prepared, version) : CommittedChange.Nothing(version), []);
            if (proposed.Proposal is null)
            {
                if (proposal is not null)
                    await transaction.Run(ProposalStatements.Put, json => ProposalStatements.Write(json, proposal), null, stop);
                if (kept is not null)
                    await WriteSeed(transaction, kept, stop);
                var own = isCommit ? await End(transaction, id, version, stop) : await transaction.Commit(stop);
                return new(isCommit ? new CommittedChange(prepared, own.IsEmpty ? null : string.Join(' ', own)) : CommittedChange.Nothing(version), own);
            }
        }
        // The changes were written only for the response: the transaction has ended without a commit.
        return await Store(proposal!, bookmarks, stop) is { } stored ? new(CommittedChange.Nothing(stored.Version), stored.Bookmarks)
            : await TryCommit(proposed, response, onlyIfEmpty, bookmarks, stop);
    }

    private (PreparedChange Prepared, bool IsLarge, ImmutableArray<RelationshipRecord> Moved) Prepare(ProposedChange proposed, IStoredGraph graph, long version, DateTimeOffset at, bool mayBeStaged)
    {
        var prepared = PreparedChange.Of(proposed, proposed.Resolve(model, graph, ChangeStatements.Check), graph, version, at);
        ImmutableArray<RelationshipRecord> moved = mayBeStaged ? StagedChange.Moved(prepared, graph) : [];
        return (prepared, mayBeStaged && (limits.IsLarge(prepared) || moved.Length > limits.MaxRecords), moved);
    }

    /// <summary>Stores the pages of a large change, and decides it.</summary>
    private async ValueTask<Outcome> Decide(StagedChange change, PreparedChange prepared, string id, StoreMark mark, INeo4jTransaction transaction, CancellationToken stop)
    {
        await UniqueValues.Check(model, prepared.Changes, transaction, stop);
        var pages = await staged.Stage(change, id, prepared.Changes.Nodes.Length + prepared.Changes.Relationships.Length, transaction, stop);
        var at = prepared.At.ToUnixTimeMilliseconds();
        await transaction.Run(StoreNode.Decide, StoreNode.Parameters(id, at: at, pages: pages), null, stop);
        await End(transaction, id, mark.Version, stop);
        return new(null, [], mark with { Staged = new(id, pages, 0, at) }, prepared);
    }

    private async ValueTask Write(INeo4jTransaction transaction, PreparedChange prepared, string id, CancellationToken stop)
    {
        await transaction.Run(
            [
                .. ChangeStatements.Of(model, prepared.Changes, prepared.At, Batch).Select(c => new TransactionStep(c.Statement, c.WriteParameters)),
                .. HistoryStatements.Of(prepared, Batch).Select(e => new TransactionStep(e.Statement, e.WriteParameters)),
                new TransactionStep(StoreNode.Count, StoreNode.Parameters(id, at: prepared.At.ToUnixTimeMilliseconds())),
            ],
            stop);
    }

    /// <summary>The proposal that a change makes or reviews; null for none.</summary>
    private static async ValueTask<Proposal?> ProposalOf(ProposedChange proposed, PreparedChange prepared, bool isCommit, INeo4jTransaction transaction, CancellationToken stop)
    {
        if (proposed.Review() is { } review)
            return review.End(proposed.By, prepared.At, isCommit ? prepared.Version : null);
        return proposed.Proposal is { } made && !prepared.Entries.IsEmpty ? made.Of(await LastNumber(transaction, stop) + 1, prepared) : null;
    }

    private static async ValueTask<long> LastNumber(INeo4jTransaction transaction, CancellationToken stop)
    {
        var last = 0L;
        await transaction.Run(ProposalStatements.LastNumber, StoreNode.Parameters(), (ref Utf8JsonReader value) => last = ListReader.Read(ref value)[0].GetInt64(), stop);
        return last;
    }

    /// <returns>Null if another proposal has taken the number.</returns>
    private async ValueTask<(long Version, ImmutableArray<string> Bookmarks)?> Store(Proposal proposal, string[] bookmarks, CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_limit, bookmarks, stop);
        var version = (await TakeLock(transaction, Guid.NewGuid().ToString("N"), stop)).Version;
        if (await LastNumber(transaction, stop) != proposal.Number - 1)
            return null;
        await transaction.Run(ProposalStatements.Put, json => ProposalStatements.Write(json, proposal), null, stop);
        return (version, await transaction.Commit(stop));
    }

    /// <summary>Writes the response to a change by reading what the transaction has written.</summary>
    private async ValueTask Answer(INeo4jTransaction transaction, CommitResponse response, WriteOutcome outcome, CancellationToken stop)
    {
        var plan = response.Plan(outcome);
        await Answer(transaction, plan, response, stop);
        if (response.Answer.HasUnknownIds && await RedirectFetch.Apply(plan, (statement, parameters, read) => transaction.Run(statement, parameters, read, stop)) is var redirected && redirected != plan)
            await Answer(transaction, redirected, response, stop);
    }

    private async ValueTask Answer(INeo4jTransaction transaction, BoundPlan plan, CommitResponse response, CancellationToken stop)
    {
        var compiled = compiler.Compile(plan);
        var facts = new StatementFacts(response.Today, compiled.NeedsEvidence ? await evidence.ReadAll(transaction, stop) : null);
        await transaction.Read(
            compiled.Statement, json => compiled.WriteParameters(json, plan, facts),
            new ResponseTarget(compiled, plan, response.Answer), stop);
    }

    private static async ValueTask<ReadOnlyMemory<byte>> ReadSeed(INeo4jTransaction transaction, CancellationToken stop)
    {
        JsonElement[]? stored = null;
        await transaction.Run(SeedStatements.Read, null, (ref Utf8JsonReader value) => stored = ListReader.Read(ref value), stop);
        try
        {
            return stored is null ? default : SeedPack.Unpack(stored[0].GetBytesFromBase64());
        }
        catch (Exception e) when (e is FormatException or InvalidDataException)
        {
            throw new StoreException("What the seed said last is damaged in Neo4j. Restore a backup.", e);
        }
    }

    private static ValueTask WriteSeed(INeo4jTransaction transaction, KeptSeed kept, CancellationToken stop) =>
        transaction.Run(SeedStatements.Write, json => SeedStatements.WriteParameters(json, SeedPack.Pack(kept.Next.Span)), null, stop);

    private static async ValueTask<string?> CommitOf(long version, INeo4jTransaction transaction, CancellationToken stop)
    {
        string? commit = null;
        await transaction.Run(StoreNode.CommitOf, StoreNode.Parameters(version: version), (ref Utf8JsonReader value) => commit = ListReader.Read(ref value)[0].GetString(), stop);
        return commit;
    }

    private static async ValueTask<StoreMark> TakeLock(INeo4jTransaction transaction, string id, CancellationToken stop)
    {
        JsonElement[]? stored = null;
        await transaction.Run(
            [new(StoreNode.Lock, StoreNode.Parameters(id)), new(StoreNode.Read, StoreNode.Parameters(), (ref Utf8JsonReader value) => stored = ListReader.Read(ref value))], stop);
        return stored is null
            ? throw new StoreException("The database of Neo4j has lost the node with the state of the store. Restart this server to create it again.")
            : StoreMark.Of(stored);
    }

    private async ValueTask<ImmutableArray<string>> End(INeo4jTransaction transaction, string id, long version, CancellationToken stop)
    {
        try
        {
            return await transaction.Commit(stop);
        }
        catch (Exception e) when (e is QueryException or HttpRequestException or IOException or OperationCanceledException)
        {
            if (await FindInDoubt(id, version) is { } bookmarks)
                return bookmarks;
            throw;
        }
    }

    /// <summary>The bookmarks of all that is committed, as an empty transaction gets them. The one that looked for the commit has taken the lock and is not committed.</summary>
    private async ValueTask<ImmutableArray<string>> Bookmarks(CancellationToken stop)
    {
        await using var transaction = await client.Begin(s_doubtLimit, [], stop);
        return await transaction.Commit(stop);
    }

    /// <summary>Asks Neo4j whether a commit in doubt, whose response was lost, succeeded.</summary>
    /// <returns>The bookmarks that make a read see it; null if it did not succeed.</returns>
    private async ValueTask<ImmutableArray<string>?> FindInDoubt(string id, long version)
    {
        using var limit = new CancellationTokenSource(s_doubtLimit);
        try
        {
            while (true)
                try
                {
                    // Takes the lock, so that a commit that is still running has ended.
                    await using var transaction = await client.Begin(s_doubtLimit, [], limit.Token);
                    var now = await TakeLock(transaction, Guid.NewGuid().ToString("N"), limit.Token);
                    if (now.Staged?.Id != id && now.Version == version)
                        return null;
                    // Others may have committed since. A version that another commit made was not made by this one.
                    var made = now.Staged?.Id == id ? id : now.Version == version + 1 ? now.Commit : await CommitOf(version + 1, transaction, limit.Token);
                    if (made is not null)
                        return made == id ? await Bookmarks(limit.Token) : null;
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
