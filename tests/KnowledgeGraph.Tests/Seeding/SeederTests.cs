using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>What loading a seed changes in a graph.</summary>
public sealed class SeederTests
{
    private const string Yaml = """
        agreements:
          x:
            name: X
            kind: STRATEGY
            objectives: [{ to: objective:o, strength: EXPLICIT, evidence: claim:c }]
        objectives: { o: { name: O, theme: y } }
        claims: { c: { statement: C, about: [instrument:x] }, d: { statement: D } }
        """;

    [Fact]
    public void Again_it_changes_nothing()
    {
        var graph = Load(GraphSnapshot.Empty(TestGraph.Model), Yaml);
        Assert.True(Changes(graph, Yaml).IsEmpty);
    }

    [Fact]
    public void The_seed_of_the_program_changes_nothing_again()
    {
        var seed = SeedReader.Read(TestGraph.Model, Path.Combine(AppContext.BaseDirectory, "seed"));
        var graph = GraphSnapshot.Empty(TestGraph.Model).Commit(Seeder.Check(seed, TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)));
        Assert.True(graph.NodeCount > 50);
        Assert.True(Seeder.Check(seed, TestGraph.Model, graph).IsEmpty);
    }

    [Fact]
    public void What_the_seed_leaves_out_stays()
    {
        var graph = Load(GraphSnapshot.Empty(TestGraph.Model), Yaml);
        var stored = graph.FindNode("instrument:x")!;
        graph = graph.Commit(new ChangeSet
        {
            Nodes = [stored with { Properties = new Dictionary<string, object>(stored.Properties) { ["status"] = "IN_FORCE", ["summary"] = "S" } }],
        });
        Assert.True(Changes(graph, Yaml).IsEmpty);

        var changes = Changes(graph, Yaml.Replace("name: X", "name: Y", StringComparison.Ordinal));
        Assert.Empty(changes.Relationships);
        var changed = Assert.Single(changes.Nodes).Properties;
        Assert.Equal(("Y", "IN_FORCE", "S"), (changed["name"], changed["status"], changed["summary"]));
    }

    [Fact]
    public void Claims_are_united_with_the_stored_ones()
    {
        var graph = Load(GraphSnapshot.Empty(TestGraph.Model), Yaml);
        var changes = Changes(graph, Yaml.Replace("evidence: claim:c", "evidence: claim:d", StringComparison.Ordinal));
        Assert.Empty(changes.Nodes);
        Assert.Equal("claim:c, claim:d", string.Join(", ", Assert.Single(changes.Relationships).Claims));
    }

    [Fact]
    public void A_seed_may_rest_on_what_the_graph_has()
    {
        var graph = Load(GraphSnapshot.Empty(TestGraph.Model), Yaml);
        var changes = Changes(graph, "objectives: { p: { name: P, theme: y, broader: [{ to: objective:o, evidence: claim:c }] } }");
        Assert.Equal(["objective:p"], changes.Nodes.Select(n => n.Id));
        Assert.Single(changes.Relationships);
    }

    private static ChangeSet Changes(GraphSnapshot graph, string yaml) => Seeder.Check(SeedReaderTests.Read(("a.yaml", yaml)), TestGraph.Model, graph);

    private static GraphSnapshot Load(GraphSnapshot graph, string yaml) => graph.Commit(Changes(graph, yaml));
}
