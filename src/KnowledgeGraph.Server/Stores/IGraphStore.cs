using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Stores the graph, executes plans and commits changes. Thread-safe.</summary>
internal interface IGraphStore : IDisposable
{
    /// <summary>The name of the store in messages: a folder or an address.</summary>
    string Name { get; }

    /// <summary>The current version; null if only a request to the store could tell.</summary>
    long? Version { get; }

    /// <summary>A read with this bookmark, on any server of the same store, sees the last commit of this server. Null if every read sees it, or if there was no commit.</summary>
    string? Bookmark { get; }

    /// <summary>The sizes of the graph, from which costs are estimated. Reading them is free. They may be a minute old, or unknown.</summary>
    GraphSizes Sizes { get; }

    /// <summary>Makes the store ready, and commits the first change if the store is empty.</summary>
    /// <param name="first">Called only if the store is empty; null to leave it empty.</param>
    /// <param name="waiting">Called with the reason for waiting whenever the reason changes; null to fail instead of waiting.</param>
    /// <returns>Whether the first change was committed.</returns>
    /// <exception cref="StoreException">The store cannot be used, and waiting would not help.</exception>
    ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop);

    /// <summary>Whether the store has already prepared the plan.</summary>
    bool IsPrepared(BoundPlan plan);

    /// <summary>Prepares the execution of the plan. This takes processor time on this server, and on the database if there is one.</summary>
    /// <exception cref="StoreUnavailableException">The store is not available now.</exception>
    ValueTask Prepare(BoundPlan plan, CancellationToken stop);

    /// <summary>
    /// Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON. If the graph is in memory, the returned task is already complete,
    /// so that waiting allocates nothing.
    /// </summary>
    /// <param name="today">The date (UTC) for `inEffect` if neither its argument nor @asOf gives one.</param>
    /// <param name="bookmark">The bookmark of a commit that the read must see; null for none.</param>
    /// <exception cref="GraphErrorException">The operation asks for more than it may.</exception>
    /// <exception cref="StoreUnavailableException">The store is not available now.</exception>
    ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop);

    /// <summary>Commits the proposed change atomically.</summary>
    /// <param name="response">The response to the change, which reads the version that was committed; null for none.</param>
    /// <exception cref="ChangeRefusedException">The changes contradict the model or the graph.</exception>
    /// <exception cref="StoreException">The changes could not be written. Nothing was written.</exception>
    ValueTask<CommittedChange> Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop);

    /// <summary>Finds what the store cannot hold although the model allows it. A commit finds it too.</summary>
    IEnumerable<ChangeError> Check(ChangeSet changes) => [];

    /// <summary>The numbers of the proposals with one of the statuses, newest first.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer now.</exception>
    ValueTask<IReadOnlyList<long>> ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop);

    /// <summary>The proposals with these numbers. A number that does not exist is left out.</summary>
    /// <param name="withConflicts">Whether to find what has changed in the graph so that they cannot be accepted. This reads the records of all their entries.</param>
    /// <exception cref="StoreUnavailableException">The store cannot answer now.</exception>
    ValueTask<IReadOnlyList<ListedProposal>> Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop);

    /// <summary>Commits the proposed change atomically, without a response.</summary>
    ValueTask<CommittedChange> Commit(ProposedChange proposed, CancellationToken stop) => Commit(proposed, response: null, stop);

    /// <summary>The whole graph of one version, in memory.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<GraphSnapshot> ReadSnapshot(CancellationToken stop);

    /// <summary>A snapshot that was read, with its history. The embedded store gives it at once.</summary>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    ValueTask<GraphSnapshot> ReadHistory(GraphSnapshot snapshot, CancellationToken stop) => ValueTask.FromResult(snapshot);

    /// <summary>Whether the store is ready, and how large the graph is. The store is not ready if the call is stopped first.</summary>
    ValueTask<StoreState> State(CancellationToken stop);
}
