using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>
/// Neo4j is killed, as by a power cut, while it is written to: afterwards each commit is whole or absent. It is one of its own, so that
/// other tests go on while it starts.
/// </summary>
public sealed class Neo4jCrashTests
{
    /// <summary>Each takes as long as Neo4j takes to start, so there are more only where they are asked for.</summary>
    private static readonly int s_kills = int.TryParse(Environment.GetEnvironmentVariable("NEO4J_TEST_KILLS"), System.Globalization.CultureInfo.InvariantCulture, out var kills) ? kills : 3;
    private const int NodesOfAChange = 40;

    [SkippableFact]
    public async Task A_commit_is_whole_or_absent_whenever_Neo4j_is_killed()
    {
        using var server = Neo4jProcess.Create();
        var address = await server.Start();
        using var store = new Neo4jStore(address, TestGraph.Model, TimeProvider.System);
        await store.Open(null, null, default);
        var seed = SeedReader.Read(TestGraph.Model, Path.Combine(SeedFolders.Seed, "article"));
        var random = new Random(7);
        for (var kill = 0; kill < s_kills; kill++)
        {
            await StoreDatabase.Empty(address);
            await store.Open(null, null, default);
            using var ending = new CancellationTokenSource();
            var writing = Write(store, seed, ending.Token);
            await Task.Delay(random.Next(50, 1500));
            await server.Kill();
            await ending.CancelAsync();
            var acknowledged = await writing;
            await server.Start(address.Url.Port);

            var state = await StateOnceBack(store);
            Assert.InRange(state.Version, acknowledged, acknowledged + 1);
            var (seedNodes, seedLinks) = state.Version == 0 ? (0, 0) : (seed.Nodes.Length, seed.Relationships.Length);
            Assert.Equal(new StoreState(state.Version, seedNodes + Math.Max(0, state.Version - 1) * NodesOfAChange, seedLinks), state);
            // The history agrees with the data.
            var history = await StoreDatabase.Ask(address, """
                OPTIONAL MATCH (c:_Change)
                WITH count(c) AS changes, sum(c.entries) AS entries
                RETURN [changes, entries - COUNT { (:_Entry) }] AS data
                """);
            Assert.Equal($"[{state.Version},0]", history);
        }
    }

    /// <summary>Neo4j may answer by HTTP before it does by Bolt, and connections from before the end are found broken first.</summary>
    private static async Task<StoreState> StateOnceBack(Neo4jStore store)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            var state = await store.State(default);
            if (state.Reason is null || patience.IsCancellationRequested)
                return state;
            await Task.Delay(200);
        }
    }

    /// <summary>The seed, then changes, until a commit fails.</summary>
    /// <returns>The last version that was acknowledged.</returns>
    private static async Task<long> Write(Neo4jStore store, Seed seed, CancellationToken stop)
    {
        var version = 0L;
        try
        {
            version = (await store.Commit(Seeder.Propose(seed), null, stop)).Version;
            while (true)
                version = (await store.Commit(Numbered(version), null, stop)).Version;
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            return version;
        }
    }

    private static ProposedChange Numbered(long number)
    {
        var changes = new ChangeSet
        {
            Nodes = [.. Enumerable.Range(0, NodesOfAChange).Select(i => Node("Claim", $"claim:{number}-{i}", ("statement", $"{number} {i}")))],
        };
        return new ProposedChange(changes, _ => changes);
    }
}
