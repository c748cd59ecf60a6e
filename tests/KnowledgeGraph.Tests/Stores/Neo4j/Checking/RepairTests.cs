using System.Text;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Exporting;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Checking;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Checking;

/// <summary>What a check finds in a damaged graph, and what a repair makes of it.</summary>
[Collection(StoreDatabase.Name)]
public sealed class RepairTests
{
    private static readonly TimeProvider s_clock = new TemporaryFolder.StoppedClock();

    private static Neo4jCheck CheckOf(Neo4jAddress address) => new(address, TestGraph.Model, s_clock);

    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task A_damaged_graph_is_repaired_where_that_is_possible(Protocol protocol)
    {
        var address = await Seeded(protocol, "article");
        var whole = await Export(address);
        foreach (var damage in Damage.All)
            await Run(address, damage.Cypher);
        Assert.True(Damage.All.Count >= 30);

        var check = CheckOf(address);
        var found = await check.Run(default);
        foreach (var damage in Damage.All)
        {
            var finding = found.First.FirstOrDefault(f => f.Kind == damage.Kind && f.Message.Contains(damage.Says, StringComparison.Ordinal));
            Assert.True(finding is not null, $"Not found: {damage.Kind.Name}: {damage.Says}\n{Text(found)}");
            Assert.True(finding.IsMendable == damage.Correct is null, finding.Message);
        }

        await check.Repair(default);
        var left = await check.Run(default);
        foreach (var damage in Damage.All)
            Assert.True(
                left.First.Any(f => f.Kind == damage.Kind && f.Message.Contains(damage.Says, StringComparison.Ordinal)) == damage.Correct is not null, $"{damage.Kind.Name}: {damage.Says}\n{Text(left)}");
        foreach (var correction in Damage.All.SelectMany(d => new[] { d.Correct, d.After }).OfType<string>())
            await Run(address, correction);
        await check.Repair(default);
        Assert.Equal("", Text(await check.Run(default)));
        Assert.Equal(whole, await Export(address));
    }

    [SkippableFact]
    public async Task The_whole_seed_has_no_problems_and_a_repair_of_it_writes_nothing()
    {
        var address = await Seeded(Protocol.Bolt, "seed");
        var report = await CheckOf(address).Run(default);
        Assert.Equal("", Text(report));
        Assert.Equal((SeedFolders.Graph("seed").NodeCount, SeedFolders.Graph("seed").RelationshipCount), (report.Nodes, report.Relationships));
        using var client = INeo4jClient.To(address, TimeProvider.System);
        var mark = await client.ReadMark([], default);
        var repair = await CheckOf(address).Repair(default);
        Assert.Equal((0, 0, 0, mark), (repair.Nodes, repair.Relationships, repair.Commits, await client.ReadMark([], default)));
    }

    [SkippableFact]
    public async Task A_repair_that_was_stopped_continues_to_the_same_graph()
    {
        const string Made = """
            UNWIND range(1, 600) AS i
            CREATE (p:Place {name: 'Camp ' + i, kind: 'FACILITY', notes: 'by hand'})-[:LOCATED_IN {claims: ['claim:1']}]->(:Place {name: 'Region ' + i, kind: 'REGION'});
            UNWIND range(1, 20) AS i CREATE (:Place {name: 'Same', kind: 'REGION'});
            CREATE (:Claim {id: 'claim:1', statement: 'All of it'})-[:STATED_IN]->(:Report {title: 'Notes', kind: 'NEWS'})
            """;
        async Task<Neo4jAddress> Make()
        {
            var address = await StoreDatabase.Empty();
            await Run(address, Made);
            return address;
        }

        var address = await Make();
        await CheckOf(address).Repair(default);
        var whole = await Export(address);
        Assert.Equal("600", await StoreDatabase.Ask(address, "MATCH (p:Place {notes: 'by hand'}) RETURN count(p) AS data"));

        // The commits of the nodes are made, and the first one of relationships is not.
        address = await Make();
        await Assert.ThrowsAsync<TimeoutException>(() => new Neo4jCheck(address, TestGraph.Model, new FailingClock(4)).Repair(default));
        Assert.Contains(FindingKind.History, (await CheckOf(address).Run(default)).First.Select(f => f.Kind));
        await CheckOf(address).Repair(default);
        Assert.Equal("", Text(await CheckOf(address).Run(default)));
        Assert.Equal(whole, await Export(address));
    }

    /// <summary>Fails like a process that ends, when it is asked for the n-th time.</summary>
    private sealed class FailingClock(int n) : TimeProvider
    {
        private int _calls;

        public override DateTimeOffset GetUtcNow() => ++_calls < n ? TestGraph.RecordedAt : throw new TimeoutException();
    }

    [SkippableFact]
    public async Task What_is_not_of_the_model_is_counted_and_left_alone()
    {
        var address = await Seeded(Protocol.Bolt, "article");
        await Run(address, "CREATE (:Person {name: 'Ana'})-[:KNOWS]->(:Person {name: 'Ben'}), (:Person)-[:PART_OF]->(:Person)");
        var report = await CheckOf(address).Run(default);
        Assert.Equal("not of the model, not served: 1 KNOWS, 1 PART_OF, 4 Person\n", Text(report));
        Assert.Equal(0, report.Count);
    }

    private static async Task<Neo4jAddress> Seeded(Protocol protocol, string seed)
    {
        var address = await StoreDatabase.Empty(protocol);
        using var store = new Neo4jStore(address, TestGraph.Model, s_clock);
        await ((IGraphStore)store).Open(() => Seeder.Propose(SeedReader.Read(TestGraph.Model, seed == "seed" ? SeedFolders.Seed : Path.Combine(SeedFolders.Seed, seed))), null, default);
        return address;
    }

    private static async Task Run(Neo4jAddress address, string cypher)
    {
        using var client = INeo4jClient.To(address, TimeProvider.System);
        foreach (var statement in cypher.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            await client.Run(new Statement("test", statement), null, null, default);
    }

    private static string Text(CheckReport report)
    {
        using var output = new StringWriter { NewLine = "\n" };
        report.Write(output);
        return output.ToString();
    }

    private static async Task<string> Export(Neo4jAddress address)
    {
        using var store = new Neo4jStore(address, TestGraph.Model, s_clock);
        await ((IGraphStore)store).Open(null, null, default);
        return Export(await store.ReadSnapshot(default));
    }

    private static string Export(GraphSnapshot graph)
    {
        using var bytes = new MemoryStream();
        ExportFormat.Find("jsonl").Writer.Write(new GraphExtract(graph, GraphSelection.All(TestGraph.Model), default), new StreamTarget(bytes));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
