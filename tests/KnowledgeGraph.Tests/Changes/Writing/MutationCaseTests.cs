using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Changes.Writing;

/// <summary>The cases of mutations on the embedded store.</summary>
public sealed class MutationCaseTests
{
    public static TheoryData<string> Names() => [.. MutationCase.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Of(string name)
    {
        using var folder = new TemporaryFolder();
        using var store = folder.Open();
        await MutationCase.Check(name, store);
    }
}

/// <summary>The same cases on Neo4j.</summary>
[Collection(StoreDatabase.Name)]
public sealed class Neo4jMutationCaseTests
{
    public static TheoryData<string> Names() => [.. MutationCase.Names];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public async Task Of(string name)
    {
        using var store = new Neo4jStore(await StoreDatabase.Empty(), TestGraph.Model, new TemporaryFolder.StoppedClock());
        await MutationCase.Check(name, store);
    }
}
