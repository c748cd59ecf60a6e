using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Where the graph is kept: it answers plans and commits changes. Thread-safe.</summary>
internal interface IGraphStore : IDisposable
{
    /// <summary>What messages call it: a folder, or an address.</summary>
    string Name { get; }

    /// <summary>The version of which answers are now; null where only asking the store would tell.</summary>
    long? Version { get; }

    /// <summary>Sent with a read, to any server of the same store, makes it see this one's last commit; null where every read does, and where there was none.</summary>
    string? Bookmark { get; }

    /// <summary>The sizes of the graph, which costs are estimated from. Reading them is free; they may be a minute old, or unknown.</summary>
    GraphSizes Sizes { get; }

    /// <summary>Makes it ready to answer, and commits the first change where it is empty.</summary>
    /// <param name="first">Asked for only where the store is empty; null to leave it so.</param>
    /// <param name="waiting">Told why it is waited for, when that changes; null to fail instead of waiting.</param>
    /// <returns>Whether the first change was committed.</returns>
    /// <exception cref="StoreException">It cannot be used, and waiting would not help.</exception>
    ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop);

    /// <summary>Whether answering needs no more planning.</summary>
    bool IsPrepared(BoundPlan plan);

    /// <summary>Plans what the store needs to answer, which takes processor time: this server's, and that of a database.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot answer now.</exception>
    ValueTask Prepare(BoundPlan plan, CancellationToken stop);

    /// <summary>
    /// Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON. Where the graph is in memory it is complete when it comes back:
    /// nothing is allocated for the wait.
    /// </summary>
    /// <param name="today">What `inEffect` goes by where neither its argument nor @asOf gives a date (UTC).</param>
    /// <param name="bookmark">What a commit gave to its client, whose commit is then read; null for none.</param>
    /// <exception cref="GraphErrorException">The operation asks for more than it may.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot answer now.</exception>
    ValueTask Answer(BoundPlan plan, DateOnly today, AnswerBuffer answer, string? bookmark, CancellationToken stop);

    /// <summary>Commits what is proposed whole, or nothing of it.</summary>
    /// <exception cref="Changes.ChangeRefusedException">The changes contradict the model or the graph.</exception>
    /// <exception cref="StoreException">They could not be written; nothing was.</exception>
    ValueTask<CommittedChange> Commit(ProposedChange proposed, CancellationToken stop);

    /// <summary>Whether it can answer now, and how large it is; one that is told to stop before it knows is not ready.</summary>
    ValueTask<StoreState> State(CancellationToken stop);
}
