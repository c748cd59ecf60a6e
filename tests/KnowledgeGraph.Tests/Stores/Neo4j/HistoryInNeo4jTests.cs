using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>The history of the Neo4j store, as clients read it.</summary>
[Collection(StoreDatabase.Name)]
public sealed class HistoryInNeo4jTests
{
    [SkippableFact]
    public void Answers_are_those_of_a_list_of_changes()
    {
        var address = StoreDatabase.Empty().GetAwaiter().GetResult();
        RevisionProperties.Sample(
            4, (steps, _) =>
            {
                StoreDatabase.Empty(address).GetAwaiter().GetResult();
                using var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
                store.Open(first: null, waiting: null, default).AsTask().GetAwaiter().GetResult();
                var proposed = HistoryQuestions.Proposed(steps);
                foreach (var change in proposed)
                    store.Commit(change, null, default).AsTask().GetAwaiter().GetResult();
                HistoryQuestions.Check(
                    HistoryQuestions.Expected(proposed), 20, new Choices(steps.Count), (document, variables) => store.Ask(document, variables).GetAwaiter().GetResult());
            },
            threads: 1);
    }
}
