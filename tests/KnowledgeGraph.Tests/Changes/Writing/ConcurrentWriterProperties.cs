using CsCheck;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Changes.Writing;

/// <summary>Eight clients that write at once, on the embedded store.</summary>
public sealed class ConcurrentWriterProperties
{
    [Fact]
    public Task Every_outcome_is_explained_by_some_order_of_the_operations() => Gen.Int.NonNegative.SampleAsync(
        async seed =>
        {
            using var folder = new TemporaryFolder();
            using var store = folder.Open();
            await ConcurrentWriters.Check(seed, store, withProposals: true);
        },
        iter: 40, threads: 1);
}

/// <summary>The same on Neo4j.</summary>
[Collection(StoreDatabase.Name)]
public sealed class ConcurrentWritersInNeo4jProperties
{
    [SkippableFact]
    public async Task Every_outcome_is_explained_by_some_order_of_the_operations()
    {
        await StoreDatabase.Empty();
        await Gen.Int.NonNegative.SampleAsync(
            async seed =>
            {
                using var store = new Neo4jStore(await StoreDatabase.Empty(), TestGraph.Model, new TemporaryFolder.StoppedClock());
                await ConcurrentWriters.Check(seed, store, withProposals: false);
            },
            iter: 4, threads: 1);
    }
}
