using KnowledgeGraph.History;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>The history of the embedded store, as clients read it.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Answers_are_those_of_a_list_of_changes() => RevisionProperties.Sample(20, (steps, _) =>
    {
        using var folder = new TemporaryFolder();
        using IGraphStore store = folder.Open();
        var proposed = HistoryQuestions.Proposed(steps);
        foreach (var change in proposed)
            store.Commit(change, default).AsTask().GetAwaiter().GetResult();
        HistoryQuestions.Check(
            HistoryQuestions.Expected(proposed), 20, new Choices(steps.Count), (document, variables) => store.Ask(document, variables).GetAwaiter().GetResult());
    });

    [Fact]
    public void A_snapshot_does_not_show_later_changes()
    {
        using var store = _folder.Open();
        var earlier = store.Commit(StoredGraph.Small);
        store.Commit(new() { RemovedNodes = ["country:PAN"] });
        const string Changes = """{ changes { totalCount nodes { id } pageInfo { hasPreviousPage } } change(id: "change:2") { id } }""";
        Assert.Equal("""{"data":{"changes":{"totalCount":1,"nodes":[{"id":"change:1"}],"pageInfo":{"hasPreviousPage":false}},"change":null}}""", earlier.Ask(Changes));
        Assert.Equal(
            """{"data":{"changes":{"totalCount":2,"nodes":[{"id":"change:2"},{"id":"change:1"}],"pageInfo":{"hasPreviousPage":false}},"change":{"id":"change:2"}}}""",
            store.Snapshot.Ask(Changes));
    }

    /// <summary>Entries are not verified at start, but when they are read.</summary>
    [Fact]
    public void A_damaged_entry_is_not_returned()
    {
        using (var store = _folder.Open())
            store.Commit(StoredGraph.Small);
        _folder.Tamper("UPDATE change_entries SET fields = '[]' WHERE position = 0");
        using var opened = _folder.Open();
        Assert.Throws<StoreException>(() => opened.Snapshot.Ask("{ changes { nodes { entries { nodes { id } } } } }"));
    }

    [Fact]
    public void A_list_that_nobody_waits_for_ends()
    {
        using var store = _folder.Open();
        var log = store.Commit(StoredGraph.Small).Log;
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => log.Count(new ChangeFilter(["country:PAN"], null, 0), 1, stop.Token));
    }

    [Fact]
    public async Task A_history_can_be_read_while_others_commit()
    {
        using var store = _folder.Open();
        store.Commit(StoredGraph.Small);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var snapshot = store.Snapshot;
                Assert.Equal(snapshot.Version, snapshot.Log.Count(new ChangeFilter(null, null, 0), snapshot.Version, default));
                Assert.Equal([snapshot.Version], snapshot.Log.Before(new ChangeFilter(["country:PAN"], null, 0), snapshot.Version + 1, default).Take(1));
            }
        })).ToList();
        for (var i = 0; i < 200; i++)
            store.Commit(new() { Nodes = [StoredGraph.Country("PAN", "PA", $"Panama {i}")] });
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }
}
