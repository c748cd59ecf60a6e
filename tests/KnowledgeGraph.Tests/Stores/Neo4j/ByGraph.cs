using KnowledgeGraph.Tests.Cases;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Runs cases of one graph after each other, so that each graph is loaded once.</summary>
public sealed class ByGraph : ITestCaseOrderer
{
    public IEnumerable<T> OrderTestCases<T>(IEnumerable<T> testCases) where T : ITestCase =>
        testCases.OrderBy(c => c.TestMethodArguments is [string name] ? Case.Named(name).Graph : "", StringComparer.Ordinal).ThenBy(c => c.DisplayName, StringComparer.Ordinal);
}
