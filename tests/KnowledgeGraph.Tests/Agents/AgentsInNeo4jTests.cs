using KnowledgeGraph.Server.Agents;
using KnowledgeGraph.Server.Agents.Tools;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Agents;

/// <summary>The tools over Neo4j: the same answers with the same evidence.</summary>
[Collection(StoreDatabase.Name)]
public sealed class AgentsInNeo4jTests
{
    [SkippableFact]
    public async Task Both_stores_give_agents_the_same()
    {
        var address = await StoreDatabase.Empty();
        var clock = new TemporaryFolder.StoppedClock();
        using var folder = new TempFolder();
        using IGraphStore embedded = EmbeddedStore.Open(folder.Path, TestGraph.Model, clock);
        using IGraphStore neo4j = new Neo4jStore(address, TestGraph.Model, clock);
        var seed = SeedReader.Read(TestGraph.Model, SeedFolders.Seed);
        foreach (var store in new[] { embedded, neo4j })
            await store.Open(() => Seeder.Propose(seed), waiting: null, CancellationToken.None);
        using var one = new AgentSeed(embedded);
        using var other = new AgentSeed(neo4j);
        (string Tool, object? Arguments)[] calls =
        [
            .. one.Questions.Current.All.Where(q => q.Name.StartsWith("who-", StringComparison.Ordinal)).Take(5).Select(q => (QuestionTool.NameOf(q.Name), (object?)null)),
            ("search", new { text = "mulino panama", types = new[] { "OFFICIAL", "REPORT" }, first = 5 }),
            ("get", new { id = "country:PAN" }),
            ("get", new { id = "claim:SA03" }),
            ("get", new { id = "country:XXX" }),
            ("paths", new { from = "country:USA", to = "official:mulino" }),
            ("query", new { query = "{ country(code: \"PA\") { agreements { nodes { name } } } }" }),
            ("check_citations", new { text = "A. [1] “U.S. and Panama signed an agreement on Monday” [1]", evidence = new[] { new { n = 1, claim = "claim:SA03" } } }),
        ];
        foreach (var (tool, arguments) in calls)
            Assert.Equal(
                AnswerWriter.StructureOf(await one.Call(tool, arguments)).ToJsonString(AnswerWriter.Json),
                AnswerWriter.StructureOf(await other.Call(tool, arguments)).ToJsonString(AnswerWriter.Json));
    }
}
