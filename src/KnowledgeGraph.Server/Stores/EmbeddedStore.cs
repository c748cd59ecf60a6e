using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The store that needs no set-up: one folder, used by one process. Reads use memory. Each commit is written to a file before it is visible.</summary>
public sealed class EmbeddedStore : IGraphStore
{
    private const string FileName = "graph.db";

    private readonly Lock _writing = new();
    /// <summary>Held while the file is written, read or opened; within <see cref="_writing"/> if both are held.</summary>
    private readonly Lock _using = new();
    private readonly FolderLock _lock;
    private readonly string _file;
    private readonly TimeProvider _clock;
    private readonly EmbeddedChangeLog _log;
    private readonly CommitQueue _commits;
    private GraphSnapshot _snapshot;
    private Database _database;
    /// <summary>The version whose commit is in doubt: the file may have it or not. Null if memory and file agree.</summary>
    private GraphSnapshot? _inDoubt;
    private bool _disposed;

    private EmbeddedStore(FolderLock folder, string file, GraphModel model, TimeProvider clock)
    {
        (_lock, _file, _clock) = (folder, file, clock);
        Name = Path.GetDirectoryName(file)!;
        Database.CreateIfMissing(file);
        _database = Database.Open(file, model);
        _log = new EmbeddedChangeLog(() => _database, _using);
        _commits = new CommitQueue(Commit);
        try
        {
            _snapshot = _database.Read().With(_log);
        }
        catch
        {
            _database.Dispose();
            throw;
        }
    }

    /// <summary>Its folder.</summary>
    public string Name { get; }

    /// <summary>The latest version.</summary>
    public GraphSnapshot Snapshot => Volatile.Read(ref _snapshot);

    /// <summary>The number of transactions of the file: each is flushed once, for all its commits.</summary>
    internal long Flushes { get; private set; }

    /// <summary>For tests, which cannot fill a disk everywhere.</summary>
    internal Database Database => _database;

    /// <summary>Creates the folder if it does not exist, and reads its data.</summary>
    /// <exception cref="StoreException">The folder cannot be used; the message says why. Its content is unchanged.</exception>
    public static EmbeddedStore Open(string folder, GraphModel model, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var owned = FolderLock.Take(folder);
        try
        {
            return new EmbeddedStore(owned, Path.Combine(folder, FileName), model, clock);
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    long? IGraphStore.Version => Snapshot.Version;

    /// <summary>Null: every read sees every commit.</summary>
    string? IGraphStore.Bookmark => null;

    GraphSizes IGraphStore.Sizes => Snapshot.Sizes;

    async ValueTask<bool> IGraphStore.Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop)
    {
        if (first is null || Snapshot.Version > 0)
            return false;
        await _commits.Run(new PendingCommit(first(), response: null, stop));
        return true;
    }

    bool IGraphStore.IsPrepared(BoundPlan plan) => true;

    ValueTask IGraphStore.Prepare(BoundPlan plan, CancellationToken stop) => ValueTask.CompletedTask;

    ValueTask IGraphStore.Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop)
    {
        SnapshotExecutor.Execute(plan, Snapshot, today, answer, stop);
        return ValueTask.CompletedTask;
    }

    async ValueTask<CommittedChange> IGraphStore.Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) =>
        (await _commits.Run(new PendingCommit(proposed, response, stop))).Change;

    ValueTask<GraphSnapshot> IGraphStore.ReadSnapshot(CancellationToken stop) => ValueTask.FromResult(Snapshot);

    ValueTask<StoreState> IGraphStore.State(CancellationToken stop)
    {
        var snapshot = Snapshot;
        return ValueTask.FromResult(new StoreState(snapshot.Version, snapshot.NodeCount, snapshot.RelationshipCount));
    }

    /// <summary>Commits all changes, then publishes and returns the next snapshot. Returns the latest one if there are no changes.</summary>
    /// <exception cref="ChangeRefusedException">The changes contradict the model or the graph.</exception>
    /// <exception cref="StoreException">The changes could not be written. Nothing was written.</exception>
    public GraphSnapshot Commit(ChangeSet changes) => _commits.Run(new PendingCommit(ProposedChange.Of(changes), response: null, default)).GetAwaiter().GetResult().Snapshot;

    /// <summary>Decides on commits one after another, writes them with one flush of the disk, and then makes them visible.</summary>
    private void Commit(IReadOnlyList<PendingCommit> commits)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Settle();
            var (working, decided) = (_snapshot, new List<DecidedCommit>(commits.Count));
            foreach (var commit in commits)
            {
                decided.Add(Decide(commit, working));
                working = decided[^1].After;
            }
            Write(decided, working == _snapshot ? working : working.With(_log));
        }
    }

    /// <param name="after">The graph after all of them.</param>
    private void Write(List<DecidedCommit> decided, GraphSnapshot after)
    {
        try
        {
            if (decided.Exists(d => d.IsWritten))
                lock (_using)
                {
                    Flushes++;
                    _database.Write(decided.Where(d => d.IsWritten));
                }
        }
        catch (Exception failure)
        {
            var isWritten = ResolveInDoubt(after);
            foreach (var commit in decided)
                if (isWritten && commit.Change is not null)
                    commit.Complete(after);
                else
                    commit.Commit.Fail(StoreFailure.Of(failure, _file));
            return;
        }
        Volatile.Write(ref _snapshot, after);
        decided.ForEach(d => d.Complete(d.After.Version == after.Version ? after : d.After.With(_log)));
    }

    private DecidedCommit Decide(PendingCommit commit, GraphSnapshot before)
    {
        try
        {
            commit.Stop.ThrowIfCancellationRequested();
            var (proposed, response) = (commit.Proposed, commit.Response);
            if (proposed.Kept is { } seed)
                lock (_using)
                    seed.Last = _database.ReadSeed();
            var (prepared, now) = (Prepare(proposed, before), _clock.GetUtcNow());
            // Made before the write: if the snapshot cannot be made, nothing is written.
            var next = prepared is null ? before : before.Apply(prepared).With(new PendingChangeLog(before.Log, prepared));
            var isDryRun = proposed.IsDryRun || response is { IsDryRun: true };
            var isCommit = prepared is not null && proposed.Proposal is null && !isDryRun;
            var proposal = isDryRun ? null : ProposalOf(proposed, prepared, now);
            if (response is not null)
                SnapshotExecutor.Execute(response.Plan(new(isCommit ? next.Version : null, proposal)), next, response.Today, response.Answer, commit.Stop);
            return new(commit, before, isCommit ? next : before)
            {
                Change = isCommit ? prepared : null,
                Proposal = proposal,
                Kept = proposed is { Kept.IsChanged: true } && !isDryRun ? proposed.Kept : null,
                DryRun = isDryRun ? prepared : null,
            };
        }
        catch (Exception refusal)
        {
            return new(commit, before, before) { Refusal = refusal };
        }
    }

    /// <summary>The change as it is written; null if there is nothing to write.</summary>
    private PreparedChange? Prepare(ProposedChange proposed, GraphSnapshot before)
    {
        var changes = proposed.Resolve(before.Model, before);
        if (changes.IsEmpty)
            return null;
        var prepared = PreparedChange.Of(proposed, changes, before, before.Version + 1, _clock.GetUtcNow());
        return prepared.Entries.IsEmpty ? null : prepared;
    }

    /// <summary>The proposal that a change makes or reviews; null for none.</summary>
    private Proposal? ProposalOf(ProposedChange proposed, PreparedChange? prepared, DateTimeOffset now)
    {
        if (proposed.Review() is { } review)
            return review.End(proposed.By, now, prepared?.Version);
        if (proposed.Proposal is not { } made || prepared is null)
            return null;
        lock (_using)
            return made.Of(_database.Proposals.LastNumber + 1, prepared);
    }

    ValueTask<IReadOnlyList<long>> IGraphStore.ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop) => ValueTask.FromResult(_log.ProposalNumbers(statuses));

    ValueTask<IReadOnlyList<ListedProposal>> IGraphStore.Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop)
    {
        var snapshot = Snapshot;
        var found = new List<ListedProposal>(numbers.Count);
        foreach (var number in numbers)
        {
            stop.ThrowIfCancellationRequested();
            if (_log.FindProposal(number) is { } proposal)
                found.Add(new(proposal, withConflicts ? ProposalConflicts.Of(proposal, snapshot.Model, snapshot) : []));
        }
        return ValueTask.FromResult<IReadOnlyList<ListedProposal>>(found);
    }

    private bool ResolveInDoubt(GraphSnapshot next)
    {
        _inDoubt = next;
        try
        {
            Settle();
        }
        catch (StoreException)
        {
            // The file cannot be opened now. The next commit tries again.
        }
        return _snapshot == next;
    }

    /// <summary>
    /// After a failed commit, the file decides, as it would after a restart: it is opened again, and the version in it is the valid one.
    /// Nothing more is written until that succeeds.
    /// </summary>
    private void Settle()
    {
        if (_inDoubt is not { } next)
            return;
        lock (_using)
        {
            _database.Dispose();
            _database = Database.Open(_file, next.Model);
        }
        if (_database.Version == next.Version)
            Volatile.Write(ref _snapshot, next);
        else if (_database.Version != _snapshot.Version)
            throw new StoreException(
                $"{_file}: The version must be {_snapshot.Version}, but was {_database.Version}. Another program changed the file. Restart the server to read it.");
        _inDoubt = null;
    }

    public void Dispose()
    {
        lock (_writing)
        {
            if (_disposed)
                return;
            _disposed = true;
            lock (_using)
                _database.Dispose();
            _lock.Dispose();
        }
    }
}
