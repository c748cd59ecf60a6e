using KnowledgeGraph.Tests.Cases;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>The answers of the cases, and of the named questions, from Neo4j: the same files as those of the embedded store.</summary>
[Collection(TestNeo4j.Name)]
[TestCaseOrderer("KnowledgeGraph.Tests.Stores.Neo4j.ByGraph", "KnowledgeGraph.Tests")]
public sealed class Neo4jCaseTests(TestNeo4j neo4j)
{
    public static TheoryData<string> Names() => [.. Case.All.Select(c => c.Name)];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void Answer(string name)
    {
        neo4j.SkipIfAbsent();
        var asked = Case.Named(name);
        asked.CheckAnswer(bound =>
        {
            neo4j.Load(asked.Graph, () => SeedFolders.Graph(asked.Graph));
            return neo4j.Ask(bound, withExtensions: true);
        });
    }
}
