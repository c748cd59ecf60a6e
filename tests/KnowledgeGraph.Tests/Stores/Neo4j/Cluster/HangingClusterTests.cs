using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Cluster;

/// <summary>A partition of which nobody is told: a member takes connections and requests, and never responds.</summary>
[Collection(StoreDatabase.Name)]
public sealed class HangingClusterTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private ScriptedCluster? _cluster;
    private Neo4jStore? _store;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _store?.Dispose();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    private async Task Open()
    {
        _cluster = new ScriptedCluster(await StoreDatabase.Empty());
        var quick = new BoltSettings(TimeProvider.System)
        {
            Silence = TimeSpan.FromMilliseconds(500),
            WatchPeriod = TimeSpan.FromMilliseconds(100),
            OpenLimit = TimeSpan.FromSeconds(2),
            RouteLimit = TimeSpan.FromSeconds(2),
        };
        _store = new Neo4jStore(_cluster.Address, TestGraph.Model, TimeProvider.System, client: INeo4jClient.To(_cluster.Address, TimeProvider.System, quick));
        await _store.Open(() => new(StoredGraph.Small, _ => StoredGraph.Small), null, default);
    }

    private async Task<CommittedChange> Write(string id) => await _store!.Commit(
        ProposedChange.Of(new ChangeSet { Nodes = [Node("Outlet", $"outlet:{id}", ("name", id), ("kind", "NEWSPAPER"))] }), response: null, default).AsTask().WaitAsync(s_patience);

    private async Task<string[]> Outlets(string? bookmark = null)
    {
        using var answer = JsonDocument.Parse(await _store!.Ask("{ outlets(first: 500) { nodes { name } } }", bookmark: bookmark).WaitAsync(s_patience));
        return [.. answer.RootElement.GetProperty("data").GetProperty("outlets").GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()!)];
    }

    [SkippableFact]
    public async Task Reads_go_to_another_server()
    {
        await Open();
        await Write("one");
        for (var i = 0; i < 3; i++)
            await Outlets();
        _cluster!.Cores[1].Hang();
        foreach (var read in Enumerable.Range(0, 6).Select(_ => Outlets()).ToList())
            Assert.Equal(["one"], await read);
        // It has left the table.
        var before = _cluster.Cores[1].Reads;
        for (var i = 0; i < 6; i++)
            Assert.Equal(["one"], await Outlets());
        Assert.Equal(before, _cluster.Cores[1].Reads);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_without_a_response_is_looked_up_and_written_once(bool isMade)
    {
        await Open();
        _cluster!.Commits.Enqueue(member =>
        {
            _cluster.Leader = _cluster.Cores[1];
            member.Hang();
            return isMade ? Treatment.Pass : Treatment.Held;
        });
        var written = await Write("one");
        Assert.Equal(2, written.Version);
        Assert.NotEmpty(written.Bookmark!);
        Assert.Equal(["one"], await Outlets(written.Bookmark));
        Assert.Equal("2", await StoreDatabase.Ask(_cluster.Neo4j, "MATCH (s:_Store) RETURN s.version"));
    }

    [SkippableFact]
    public async Task A_leader_that_hangs_before_a_write_is_replaced()
    {
        await Open();
        await Write("one");
        _cluster!.Cores[0].Hang();
        _cluster.Leader = _cluster.Cores[2];
        await Write("two");
        Assert.Equal(["one", "two"], await Outlets());
    }
}
