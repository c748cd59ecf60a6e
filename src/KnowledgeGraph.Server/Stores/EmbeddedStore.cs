using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
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
        try
        {
            _snapshot = _database.Read().With(new EmbeddedChangeLog(() => _database.History, _using));
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

    ValueTask<bool> IGraphStore.Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop)
    {
        if (first is null || Snapshot.Version > 0)
            return ValueTask.FromResult(false);
        Commit(first(), response: null, stop);
        return ValueTask.FromResult(true);
    }

    bool IGraphStore.IsPrepared(BoundPlan plan) => true;

    ValueTask IGraphStore.Prepare(BoundPlan plan, CancellationToken stop) => ValueTask.CompletedTask;

    ValueTask IGraphStore.Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop)
    {
        SnapshotExecutor.Execute(plan, Snapshot, today, answer, stop);
        return ValueTask.CompletedTask;
    }

    ValueTask<CommittedChange> IGraphStore.Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) =>
        ValueTask.FromResult(Commit(proposed, response, stop).Change);

    ValueTask<ChangeSet> IGraphStore.ReadAll(CancellationToken stop)
    {
        var snapshot = Snapshot;
        return ValueTask.FromResult(new ChangeSet { Nodes = [.. snapshot.AllNodes()], Relationships = [.. snapshot.AllRelationships()] });
    }

    ValueTask<StoreState> IGraphStore.State(CancellationToken stop)
    {
        var snapshot = Snapshot;
        return ValueTask.FromResult(new StoreState(snapshot.Version, snapshot.NodeCount, snapshot.RelationshipCount));
    }

    /// <summary>Commits all changes, then publishes and returns the next snapshot. Returns the latest one if there are no changes.</summary>
    /// <exception cref="ChangeRefusedException">The changes contradict the model or the graph.</exception>
    /// <exception cref="StoreException">The changes could not be written. Nothing was written.</exception>
    public GraphSnapshot Commit(ChangeSet changes) => Commit(ProposedChange.Of(changes)).Snapshot;

    private (CommittedChange Change, GraphSnapshot Snapshot) Commit(ProposedChange proposed, CommitResponse? response = null, CancellationToken stop = default)
    {
        lock (_writing)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Settle();
            var before = _snapshot;
            if (proposed.Kept is { } kept)
                lock (_using)
                    kept.Last = _database.ReadSeed();
            var changes = proposed.Resolve(before.Model, before);
            if (changes.IsEmpty)
                return Nothing();
            var prepared = PreparedChange.Of(proposed, changes, before, before.Version + 1, _clock.GetUtcNow());
            if (prepared.Entries.IsEmpty)
                return Nothing();
            // Made before the write: if the snapshot cannot be made, nothing is written.
            var next = before.Apply(prepared);
            Answer(response, next, stop);
            if (proposed.IsDryRun || response is { IsDryRun: true })
                return (CommittedChange.NotWritten(prepared, before.Version), before);
            var committed = new CommittedChange(prepared, bookmark: null);
            try
            {
                lock (_using)
                    _database.Write(prepared, proposed.Kept);
            }
            catch (Exception failure)
            {
                return ResolveInDoubt(next) ? (committed, next) : throw StoreFailure.Of(failure, _file);
            }
            Volatile.Write(ref _snapshot, next);
            return (committed, next);

            (CommittedChange, GraphSnapshot) Nothing()
            {
                Answer(response, before, stop);
                if (proposed is { IsDryRun: false, Kept.IsChanged: true })
                    Keep(proposed.Kept, before);
                return (CommittedChange.Nothing(before.Version), before);
            }
        }
    }

    /// <summary>Writes what is kept of a seed that changes nothing in the graph.</summary>
    private void Keep(KeptSeed kept, GraphSnapshot snapshot)
    {
        try
        {
            lock (_using)
                _database.Write(change: null, kept);
        }
        catch (Exception failure)
        {
            // The file may have it or not. The next run of the seed writes it again, or finds it.
            ResolveInDoubt(snapshot);
            throw StoreFailure.Of(failure, _file);
        }
    }

    private static void Answer(CommitResponse? response, GraphSnapshot snapshot, CancellationToken stop)
    {
        if (response is not null)
            SnapshotExecutor.Execute(response.Plan(), snapshot, response.Today, response.Answer, stop);
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
