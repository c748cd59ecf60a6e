using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Cluster;

/// <summary>What clients notice of a cluster that loses servers: nothing that was acknowledged is lost, nothing is written twice, and a read sees its bookmark.</summary>
[Collection(StoreDatabase.Name)]
public sealed class ClusterTests : IAsyncLifetime
{
    private ScriptedCluster? _cluster;
    private Neo4jStore? _store;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _store?.Dispose();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
    }

    /// <summary>The tests count requests, so that the store does not ask by itself whether a large change is being written.</summary>
    private static readonly StagingLimits s_limits = new() { Lease = TimeSpan.FromHours(1), Poll = TimeSpan.FromHours(1) };

    private async Task<Neo4jStore> Open(Func<ScriptedCluster, Neo4jAddress>? address = null)
    {
        _cluster = new ScriptedCluster(await StoreDatabase.Empty());
        _store = new Neo4jStore(address?.Invoke(_cluster) ?? _cluster.Address, TestGraph.Model, TimeProvider.System, limits: s_limits);
        await _store.Open(() => new(StoredGraph.Small, _ => StoredGraph.Small), null, default);
        return _store;
    }

    private static ChangeSet Outlet(string id) => new() { Nodes = [Node("Outlet", $"outlet:{id}", ("name", id), ("kind", "NEWSPAPER"))] };

    private async Task<CommittedChange> Write(string id) => await _store!.Commit(ProposedChange.Of(Outlet(id)), response: null, default);

    private async Task<string[]> Outlets(string? bookmark = null)
    {
        using var answer = JsonDocument.Parse(await _store!.Ask("{ outlets(first: 500) { nodes { name } } }", bookmark: bookmark));
        return [.. answer.RootElement.GetProperty("data").GetProperty("outlets").GetProperty("nodes").EnumerateArray().Select(n => n.GetProperty("name").GetString()!)];
    }

    [SkippableFact]
    public async Task Reads_go_to_followers_in_turn_and_writes_to_the_leader()
    {
        await Open();
        foreach (var member in _cluster!.Members)
            member.Reads = member.Writes = 0;
        await Write("one");
        for (var i = 0; i < 9; i++)
            Assert.Contains("one", await Outlets());
        Assert.Equal((0, 1), (_cluster.Cores[0].Reads, _cluster.Cores[0].Writes));
        Assert.All([_cluster.Cores[1], _cluster.Cores[2], _cluster.Replica], member => Assert.Equal((3, 0), (member.Reads, member.Writes)));
        Assert.Single(_cluster.Asked);
    }

    [SkippableFact]
    public async Task The_routing_context_and_the_home_database_are_asked_for_as_given()
    {
        await Open(cluster => cluster.AddressWith("policy=europe&region=west%20coast", database: ""));
        Assert.Equal(["Panamá"], await Names());
        var asked = _cluster!.Asked.First();
        foreach (var part in new[] { "address", $"127.0.0.1:{_cluster.Cores[0].Port}", "policy", "europe", "region", "west coast" })
            Assert.True(ClusterMember.Contains(asked, Encoding.UTF8.GetBytes(part)), part);
        Assert.False(ClusterMember.Contains(asked, "db"u8));
    }

    /// <summary>Neo4j itself gives a table of one server.</summary>
    [SkippableFact]
    public async Task One_real_server_is_a_cluster_of_one()
    {
        var bolt = await StoreDatabase.Empty();
        using var store = new Neo4jStore(new Neo4jAddress(new UriBuilder(bolt.Url) { Scheme = "neo4j" }.Uri, "", bolt.User, bolt.Password), TestGraph.Model, TimeProvider.System);
        await store.Open(() => new(StoredGraph.Small, _ => StoredGraph.Small), null, default);
        var written = await store.Commit(ProposedChange.Of(Outlet("one")), response: null, default);
        Assert.Contains("one", await store.Ask("{ outlets { nodes { name } } }", bookmark: written.Bookmark), StringComparison.Ordinal);
    }

    private async Task<string[]> Names()
    {
        using var answer = JsonDocument.Parse(await _store!.Ask("""{ country(code: "PA") { name } }"""));
        return [answer.RootElement.GetProperty("data").GetProperty("country").GetProperty("name").GetString()!];
    }

    [SkippableFact]
    public async Task A_table_that_has_expired_is_fetched_again()
    {
        await Open();
        _cluster!.TimeToLive = 0;
        // The table that is known holds for five minutes; the router is asked again when it has no leader any more.
        _cluster.Leader = _cluster.Cores[1];
        await Write("one");
        var before = _cluster.Asked.Count;
        await Outlets();
        await Outlets();
        Assert.Equal(2, _cluster.Asked.Count - before);
    }

    /// <summary>Some servers say that their table is good forever, with the largest number.</summary>
    [SkippableFact]
    public async Task A_table_that_is_good_forever_is_not_fetched_again()
    {
        await Open();
        _cluster!.TimeToLive = long.MaxValue;
        _cluster.Leader = _cluster.Cores[1];
        await Write("one");
        var before = _cluster.Asked.Count;
        await Outlets();
        await Write("two");
        Assert.Equal(before, _cluster.Asked.Count);
    }

    [SkippableFact]
    public async Task Another_leader_is_found_and_no_client_notices()
    {
        await Open();
        await Write("one");
        _cluster!.Leader = _cluster.Cores[2];
        await Write("two");
        // An election takes a while.
        _cluster.Leader = null;
        var writing = Write("three");
        await Task.Delay(700);
        Assert.False(writing.IsCompleted);
        _cluster.Leader = _cluster.Cores[1];
        await writing;
        Assert.Equal(["one", "three", "two"], await Outlets());
    }

    [SkippableFact]
    public async Task A_leader_that_became_a_replica_is_left_as_well()
    {
        await Open();
        var refused = 0;
        _cluster!.Refuse = (member, isRead, _) => !isRead && member == _cluster.Cores[0] && Interlocked.Increment(ref refused) > 0 ? "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase" : null;
        _cluster.Leader = _cluster.Cores[1];
        await Write("one");
        Assert.Equal(1, refused);
        Assert.Equal(["one"], await Outlets());
    }

    public static TheoryData<string> Losses => ["before", "after", "killed"];

    /// <summary>The leader is lost in the middle of a commit: the commit is found where it was made, and made again where it was not.</summary>
    [SkippableTheory]
    [MemberData(nameof(Losses))]
    public async Task A_leader_that_is_lost_during_a_commit_writes_once(string loss)
    {
        await Open();
        _cluster!.Commits.Enqueue(member =>
        {
            _cluster.Leader = _cluster.Cores[1];
            if (loss == "killed")
                member.Stop();
            return loss == "after" ? Treatment.ResponseLost : Treatment.Lost;
        });
        var version = (await Write("one")).Version;
        Assert.Equal(2, version);
        Assert.Equal(["one"], await Outlets());
        Assert.Equal("2", await StoreDatabase.Ask(_cluster.Neo4j, "MATCH (s:_Store) RETURN s.version"));
    }

    [SkippableFact]
    public async Task A_read_waits_for_its_bookmark_at_another_server()
    {
        await Open();
        var bookmark = (await Write("one")).Bookmark!;
        Assert.NotEmpty(bookmark);
        var late = new ConcurrentQueue<string>();
        // Two of the three that read are behind.
        _cluster!.Refuse = (member, isRead, message) => isRead && member != _cluster.Replica && ClusterMember.Contains(message, "bookmarks"u8) && Note(member) ? "Neo.TransientError.Transaction.BookmarkTimeout" : null;
        for (var i = 0; i < 4; i++)
            Assert.Equal(["one"], await Outlets(bookmark));
        Assert.NotEmpty(late);

        bool Note(ClusterMember member)
        {
            late.Enqueue(member.Name);
            return true;
        }
    }

    [SkippableFact]
    public async Task An_empty_bookmark_is_none()
    {
        await Open();
        Assert.Empty(await Outlets(bookmark: ""));
    }

    [SkippableFact]
    public async Task A_database_that_a_server_does_not_have_yet_is_read_elsewhere()
    {
        await Open();
        _cluster!.Refuse = (member, isRead, _) => isRead && member == _cluster.Cores[1] ? "Neo.ClientError.Database.DatabaseUnavailable" : null;
        for (var i = 0; i < 6; i++)
            Assert.Empty(await Outlets());
    }

    [SkippableFact]
    public async Task When_all_servers_are_gone_it_is_said_and_when_they_are_back_it_goes_on()
    {
        await Open();
        foreach (var member in _cluster!.Members)
            member.Stop();
        // Each repeats for nine seconds.
        var (read, written, state) = (Outlets(), Write("one"), _store!.State(default).AsTask());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => read);
        var failed = await Assert.ThrowsAsync<StoreException>(() => written);
        Assert.Contains("Neo4j is not responding", failed.Message, StringComparison.Ordinal);
        Assert.Equal("Neo4j is not responding.", (await state).Reason);
        foreach (var member in _cluster.Members)
            member.Start();
        await Write("two");
        Assert.Equal(["two"], await Outlets());
    }

    /// <summary>Each core restarts, one after another, while many read and write.</summary>
    [SkippableFact]
    public async Task A_rolling_restart_loses_nothing_and_writes_nothing_twice()
    {
        await Open();
        using var over = new CancellationTokenSource();
        var (acknowledged, reads) = (new ConcurrentBag<string>(), 0);
        var writers = Enumerable.Range(0, 2).Select(w => Task.Run(async () =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                var id = $"w{w}-{i}";
                var bookmark = (await Write(id)).Bookmark;
                acknowledged.Add(id);
                // What was acknowledged is read at once, whichever server answers.
                Assert.Contains(id, await Outlets(bookmark));
                Interlocked.Increment(ref reads);
            }
        })).ToList();
        // Longer on a busy machine: until enough was written and read while servers came and went.
        for (var round = 0; round < 2 || (reads <= 10 && round < 20); round++)
            foreach (var core in _cluster!.Cores)
            {
                await Task.Delay(150);
                if (_cluster.Leader == core)
                    _cluster.Leader = null;
                core.Stop();
                await Task.Delay(150);
                _cluster.Leader ??= _cluster.Cores.First(c => c.IsUp);
                await Task.Delay(150);
                core.Start();
            }
        await over.CancelAsync();
        await Task.WhenAll(writers);
        Assert.True(reads > 10, $"{reads} reads");
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), (await Outlets()).Order(StringComparer.Ordinal));
        Assert.Equal($"{1 + acknowledged.Count}", await StoreDatabase.Ask(_cluster!.Neo4j, "MATCH (s:_Store) RETURN s.version"));
    }
}
