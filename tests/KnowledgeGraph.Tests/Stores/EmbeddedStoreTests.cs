using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores;

public sealed class EmbeddedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_folder_is_made_and_empty()
    {
        var inner = Path.Combine(_folder.Path, "a", "b");
        using var store = EmbeddedStore.Open(inner, TestGraph.Model, TimeProvider.System);
        Assert.Equal(0, store.Snapshot.Version);
        Assert.True(File.Exists(Path.Combine(inner, "graph.db")));
    }

    [Fact]
    public void What_was_committed_is_there_after_reopening() => AssertKept(StoredGraph.Small);

    public static TheoryData<string, ChangeSet> Changes => new()
    {
        { "nothing", ChangeSet.Empty },
        { "a node that changes", new() { Nodes = [StoredGraph.Country("PAN", "PA", "Panama")] } },
        { "a node that goes, with its relationships", new() { RemovedNodes = ["country:PAN"] } },
        { "a node that another type takes the place of", new() { RemovedNodes = ["instrument:mou"], Nodes = [Node("Measure", "instrument:mou", ("name", "M"), ("kind", "PROGRAM"))] } },
        { "a claim that goes beside another", new()
            {
                RemovedNodes = ["claim:1"],
                RemovedRelationships = [Link("PARTY_TO", "country:PAN", "instrument:mou"), .. HoldsOffice(null, "2024"), .. HoldsOffice("Secretary", null)],
            } },
        { "a claim that is put anew", new() { RemovedNodes = ["claim:1"], Nodes = [Node("Claim", "claim:1", ("statement", "again"))] } },
        { "a relationship that changes", new() { Relationships = [Link("PARTY_TO", "country:PAN", "instrument:mou", ["claim:2"], until: "2026", properties: ("role", "HOST"))] } },
        { "one of several relationships between two nodes", new() { RemovedRelationships = HoldsOffice("Secretary", "2021-02") } },
        { "a relationship that is put anew", new() { RemovedRelationships = [Link("LIES_IN", "place:darien", "country:PAN")], Relationships = [Link("LIES_IN", "place:darien", "country:PAN", ["claim:1"])] } },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_there_after_reopening(string name, ChangeSet changes)
    {
        Assert.NotEmpty(name);
        AssertKept(StoredGraph.Small, changes);
    }

    private static System.Collections.Immutable.ImmutableArray<RelationshipRecord> HoldsOffice(string? title, string? since) =>
        [title is null ? Link("HOLDS_OFFICE", "official:mayorkas", "country:USA", since: since)
            : Link("HOLDS_OFFICE", "official:mayorkas", "country:USA", since: since, properties: ("title", title))];

    private void AssertKept(params ChangeSet[] changes)
    {
        string committed;
        using (var store = _folder.Open())
        {
            foreach (var set in changes)
                store.Commit(set);
            committed = store.Snapshot.Text();
        }
        using (var store = _folder.Open())
            Assert.Equal(committed, store.Snapshot.Text());
        using (var store = _folder.Open())
            Assert.Equal(committed, store.Snapshot.Text());
    }

    [Fact]
    public void What_is_put_again_keeps_the_time_when_it_was_recorded()
    {
        var clock = new Clock { Now = RecordedAt };
        using (var store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, clock))
        {
            store.Commit(StoredGraph.Small);
            clock.Now += TimeSpan.FromDays(1);
            store.Commit(StoredGraph.Small with { Nodes = [.. StoredGraph.Small.Nodes, Node("Objective", "objective:new", ("name", "N"), ("theme", "T"))] });
        }
        using (var store = _folder.Open())
        {
            var text = store.Snapshot.Text();
            Assert.Equal(13, text.Split($" {RecordedAt.ToUnixTimeMilliseconds()}").Length - 1);
            Assert.Contains($"objective:new {{\"name\":\"N\",\"theme\":\"T\"}} {clock.Now.ToUnixTimeMilliseconds()}", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_refused_change_leaves_graph_and_file_as_they_were()
    {
        using (var store = _folder.Open())
            store.Commit(StoredGraph.Small);
        var file = File.ReadAllBytes(_folder.File);
        using (var store = _folder.Open())
        {
            var before = store.Snapshot;
            var refused = new ChangeSet { Nodes = [Node("Objective", "objective:a", ("name", "A"), ("theme", "T")), Node("Country", "country:X")] };
            Assert.Throws<ChangeRefusedException>(() => store.Commit(refused));
            Assert.Same(before, store.Snapshot);
        }
        Assert.Equal(file, File.ReadAllBytes(_folder.File));
    }

    [Fact]
    public void Writers_at_once_make_versions_one_after_another()
    {
        var versions = new long[40];
        using (var store = _folder.Open())
            Parallel.For(0, versions.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
                versions[i] = store.Commit(new ChangeSet { Nodes = [Node("Objective", $"objective:{i}", ("name", $"{i}"), ("theme", "T"))] }).Version);
        Assert.Equal(Enumerable.Range(1, versions.Length).Select(i => (long)i), versions.Order());
        using (var store = _folder.Open())
            Assert.Equal((40, 40), (store.Snapshot.Version, store.Snapshot.NodeCount));
    }

    [Fact]
    public void A_closed_store_refuses_commits()
    {
        var store = _folder.Open();
        store.Dispose();
        store.Dispose();
        Assert.Throws<ObjectDisposedException>(() => store.Commit(StoredGraph.Small));
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
