using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Checking;

/// <summary>The first start of a server on a graph that was made by hand: a seed must not be mixed into it.</summary>
[Collection(StoreDatabase.Name)]
public sealed class HandmadeStartTests
{
    private static readonly ProposedChange s_seed = ProposedChange.Of(StoredGraph.Small);

    [SkippableTheory]
    [InlineData("CREATE (:Country {name: 'Panama'})", false)]
    [InlineData("CREATE (:Person {name: 'Ana'})", true)]
    public async Task A_seed_is_loaded_only_if_there_are_no_nodes_of_the_model(string made, bool isSeeded)
    {
        var address = await StoreDatabase.Empty();
        await StoreDatabase.Ask(address, made + " RETURN 1 AS data");
        var log = new List<string>();
        using (var store = new Neo4jStore(address, TestGraph.Model, TimeProvider.System, log.Add))
        {
            Assert.Equal(isSeeded, await store.Open(() => s_seed, null, default));
            Assert.Equal(isSeeded ? 1 : 0, (await store.State(default)).Version);
        }
        if (isSeeded)
            Assert.Empty(log);
        else
            Assert.StartsWith($"{address}: The database has nodes of the model, but no commit made them. The seed is not loaded", Assert.Single(log), StringComparison.Ordinal);
    }
}
