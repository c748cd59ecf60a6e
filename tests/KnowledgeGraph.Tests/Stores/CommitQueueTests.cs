using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>Commits that come while another one is written.</summary>
public sealed class CommitQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ChangeSet Place(int number) => new() { Nodes = [TestGraph.Node("Objective", $"objective:{number}", ("name", $"{number}"), ("theme", "x"))] };

    [Fact]
    public async Task Commits_that_wait_are_written_with_one_flush_and_each_has_its_version()
    {
        using var store = _folder.Open();
        IGraphStore graph = store;
        using var go = new ManualResetEventSlim();
        var deciding = new TaskCompletionSource();
        var first = Task.Run(() => graph.Commit(new ProposedChange(ChangeSet.Empty, _ =>
        {
            deciding.TrySetResult();
            go.Wait();
            return Place(0);
        }), default).AsTask());
        await deciding.Task;
        var waiting = Enumerable.Range(1, 20).Select(i => graph.Commit(ProposedChange.Of(Place(i)), default).AsTask()).ToList();
        // One is refused, and the others are written all the same. One changes nothing.
        var refused = graph.Commit(ProposedChange.Of(new() { RemovedNodes = ["objective:none"] }), default).AsTask();
        var empty = graph.Commit(ProposedChange.Of(Place(5)), default).AsTask();
        using var stop = new CancellationTokenSource();
        var stopped = graph.Commit(ProposedChange.Of(Place(99)), response: null, stop.Token).AsTask();
        await stop.CancelAsync();
        Assert.Equal((0, 0), (store.Snapshot.Version, store.Flushes));
        go.Set();
        Assert.Equal(1, (await first).Version);
        Assert.Equal(Enumerable.Range(2, 20).Select(i => (long)i), (await Task.WhenAll(waiting)).Select(c => c.Version));
        await Assert.ThrowsAsync<ChangeRefusedException>(() => refused);
        Assert.Equal((null, 21), ((await empty).Id, (await empty).Version));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        Assert.Equal((21, 2), (store.Snapshot.Version, store.Flushes));
        Assert.Null(store.Snapshot.FindNode("objective:99"));
    }

    [Fact]
    public async Task A_closed_store_refuses_those_that_wait()
    {
        IGraphStore graph;
        using (var store = _folder.Open())
            graph = store;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => graph.Commit(ProposedChange.Of(Place(1)), default).AsTask());
    }
}
