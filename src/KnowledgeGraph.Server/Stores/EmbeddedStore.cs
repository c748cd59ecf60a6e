using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The store that needs no set-up.</summary>
public sealed class EmbeddedStore : IDisposable
{
    private readonly TimeProvider _clock;

    private EmbeddedStore(GraphModel model, TimeProvider clock) => (_clock, Snapshot) = (clock, GraphSnapshot.Empty(model));

    /// <summary>The latest version.</summary>
    public GraphSnapshot Snapshot { get; private set; }

    /// <exception cref="StoreException">The folder cannot be used; the message says why.</exception>
    public static EmbeddedStore Open(string folder, GraphModel model, TimeProvider clock) { ArgumentException.ThrowIfNullOrEmpty(folder); return new(model, clock); }

    /// <summary>Commits the changes whole, then publishes the next snapshot and gives it.</summary>
    /// <exception cref="ChangeRefusedException">The changes contradict the model or the graph.</exception>
    /// <exception cref="StoreException">They could not be written; nothing was.</exception>
    public GraphSnapshot Commit(ChangeSet changes)
    {
        if (ChangeSetValidator.Validate(Snapshot.Model, changes, Snapshot) is { Count: > 0 } errors)
            throw new ChangeRefusedException(errors);
        return Snapshot = Snapshot.Apply(changes.Expand(Snapshot), _clock.GetUtcNow());
    }

    public void Dispose() { }
}
