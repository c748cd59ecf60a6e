using KnowledgeGraph.Tests.Stores.Neo4j;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("KnowledgeGraph.Tests.LongestFirst", "KnowledgeGraph.Tests")]

namespace KnowledgeGraph.Tests;

/// <summary>The tests that share a Neo4j take minutes, one after another. They begin first, so that all others run beside them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(c => c.DisplayName == TestNeo4j.Name).ThenByDescending(c => c.DisplayName.EndsWith(nameof(Neo4jCrashTests), StringComparison.Ordinal));
}
