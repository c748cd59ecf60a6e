using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Http;

/// <summary>A store that takes its time.</summary>
internal sealed class SlowStore(IGraphStore store) : IGraphStore
{
    /// <summary>Whether it has the graph only when the request for it is stopped.</summary>
    public bool IsSlow { get; set; } = true;
    /// <summary>How long it thinks about an operation.</summary>
    public TimeSpan Delay { get; init; }
    public TaskCompletionSource Entered { get; } = new();

    public async ValueTask<GraphSnapshot> ReadSnapshot(CancellationToken stop)
    {
        // A test that waits until a request has entered may then make the store quick for later requests. This one stays slow.
        var isSlow = IsSlow;
        Entered.TrySetResult();
        if (isSlow)
            await Task.Delay(Timeout.Infinite, stop);
        return await store.ReadSnapshot(stop);
    }

    public string Name => store.Name;
    public long? Version => store.Version;
    public string? Bookmark => store.Bookmark;
    public GraphSizes Sizes => store.Sizes;
    public bool IsPrepared(BoundPlan plan) => store.IsPrepared(plan);
    public ValueTask Prepare(BoundPlan plan, CancellationToken stop) => store.Prepare(plan, stop);
    public ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop) => store.Open(first, waiting, stop);
    public ValueTask<CommittedChange> Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) => store.Commit(proposed, response, stop);
    public ValueTask<IReadOnlyList<long>> ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop) => store.ProposalNumbers(statuses, stop);
    public ValueTask<IReadOnlyList<ListedProposal>> Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop) => store.Proposals(numbers, withConflicts, stop);
    public ValueTask<StoreState> State(CancellationToken stop) => store.State(stop);

    public async ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop)
    {
        await Task.Delay(Delay, stop);
        await store.Answer(plan, today, answer, bookmark, stop);
    }

    public void Dispose()
    {
        // The server's own store is disposed with the server.
    }
}
