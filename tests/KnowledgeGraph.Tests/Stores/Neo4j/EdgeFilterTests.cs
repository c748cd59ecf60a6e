using CsCheck;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Graph.Reading.Connections;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>A filter of edges on Neo4j returns what a client finds that filters the edges of the same field.</summary>
[Collection(TestNeo4j.Name)]
public sealed class EdgeFilterTests(TestNeo4j neo4j)
{
    [SkippableFact]
    public void They_equal_filtering_by_the_client()
    {
        neo4j.SkipIfAbsent();
        Graphs.Any.Sample((steps, size, seed) =>
        {
            var choices = new Choices(seed);
            neo4j.Clear();
            var graph = Graphs.Grow(choices, steps, size + 20, onApply: neo4j.Apply).Naive;
            EdgeFilterProperties.Check(choices, [.. graph.Nodes.Select(n => n.Record)], [.. graph.Links.Select(l => l.Record)], Ask);
        }, iter: 4, threads: 1);
    }

    [SkippableFact]
    public void On_the_seed_they_equal_filtering_by_the_client()
    {
        neo4j.SkipIfAbsent();
        var seed = SeedFolders.Graph("seed");
        neo4j.Load("seed", () => seed);
        var (nodes, relationships) = (seed.AllNodes().ToList(), seed.AllRelationships().ToList());
        Gen.Int[0, int.MaxValue - 1].Sample(s => EdgeFilterProperties.Check(new Choices(s), nodes, relationships, Ask), iter: 6, threads: 1);
    }

    private string Ask(string document) => neo4j.Ask(Operation.Parse(TestGraph.Schema, document, null).Bind(new Dictionary<string, object?>()));
}
