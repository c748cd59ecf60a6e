using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Seeding;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>What loading a seed changes in a graph that knows of no earlier seed. SeedMergeTests has the rest.</summary>
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
        var graph = GraphSnapshot.Empty(TestGraph.Model).Commit(Seeder.Propose(seed).Resolve(TestGraph.Model, GraphSnapshot.Empty(TestGraph.Model)));
        Assert.True(graph.NodeCount > 50);
        Assert.True(Seeder.Propose(seed).Resolve(TestGraph.Model, graph).IsEmpty);
    }

    [Fact]
    public void A_seed_may_rest_on_what_the_graph_has()
    {
        var graph = Load(GraphSnapshot.Empty(TestGraph.Model), Yaml);
        var changes = Changes(graph, "objectives: { p: { name: P, theme: y, broader: [{ to: objective:o, evidence: claim:c }] } }");
        Assert.Equal(["objective:p"], changes.Nodes.Select(n => n.Id));
        Assert.Single(changes.Relationships);
    }

    private const string Term = "{ to: country:PAN, title: President, since: 2019-07-01, until: 2024-07-01, evidence: claim:c }";
    private const string Day = "{ to: country:PAN, title: President, seenOn: [2023-05-02], evidence: claim:d }";

    [Theory]
    [InlineData(Day, Term)]
    [InlineData(Term, Day)]
    [InlineData("{ to: country:PAN, title: President, until: 2024-07-01, evidence: claim:d }", Term)]
    [InlineData(Term, "{ to: country:PAN, title: President, evidence: claim:d }")]
    public void What_is_partly_known_of_a_term_joins_it(string first, string second)
    {
        var empty = GraphSnapshot.Empty(TestGraph.Model);
        var both = SeedReaderTests.Read(("a.yaml", Office(first)), ("b.yaml", Office(second)));
        foreach (var graph in new[] { Load(Load(empty, Office(first)), Office(second)), empty.Commit(Seeder.Propose(both).Resolve(TestGraph.Model, empty)) })
        {
            var term = Assert.Single(graph.RelationshipsOf("official:o"), r => r.Type.Name == "HOLDS_OFFICE");
            Assert.Equal(("2019-07-01", "2024-07-01", "claim:c, claim:d"), (term.Since, term.Until, string.Join(", ", term.Claims.Order(StringComparer.Ordinal))));
            Assert.True(Seeder.Propose(both).Resolve(TestGraph.Model, graph).IsEmpty);
            Assert.True(Changes(graph, Office(first)).IsEmpty && Changes(graph, Office(second)).IsEmpty);
        }
    }

    /// <summary>Their author sees both, so that each stays.</summary>
    [Fact]
    public void Terms_in_one_file_are_not_joined()
    {
        var graph = Load(GraphSnapshot.Empty(TestGraph.Model), Office(Day, Term));
        Assert.Equal(2, graph.RelationshipsOf("official:o").Count(r => r.Type.Name == "HOLDS_OFFICE"));
        Assert.True(Changes(graph, Office(Term, Day)).IsEmpty);
    }

    [Theory]
    [InlineData("{ to: country:PAN, title: President, seenOn: [2023-05-02, 2024-07-02], evidence: claim:d }")]
    [InlineData("{ to: country:PAN, title: President, seenOn: [2019], capacity: ACTING, evidence: claim:d }")]
    [InlineData("{ to: country:PAN, title: President, until: 2024-06-30, evidence: claim:d }")]
    [InlineData("{ to: country:PAN, title: Minister, seenOn: [2023-05-02], evidence: claim:d }")]
    public void What_does_not_fit_into_a_term_stands_beside_it(string part)
    {
        var term = Term.Replace("until", "capacity: SUBSTANTIVE, until", StringComparison.Ordinal);
        var graph = Load(Load(GraphSnapshot.Empty(TestGraph.Model), Office(term)), Office(part));
        Assert.Equal(2, graph.RelationshipsOf("official:o").Count(r => r.Type.Name == "HOLDS_OFFICE"));
        Assert.Equal(2, Load(GraphSnapshot.Empty(TestGraph.Model), Office(term, part)).RelationshipsOf("official:o").Count(r => r.Type.Name == "HOLDS_OFFICE"));
    }

    private static string Office(params string[] offices) => $$"""
        officials: { o: { name: O, offices: [{{string.Join(", ", offices)}}] } }
        countries: { PAN: { name: Panama, iso2: PA, iso3: PAN } }
        claims: { c: { statement: C, about: [official:o] }, d: { statement: D, about: [official:o] } }
        """;

    private static ChangeSet Changes(GraphSnapshot graph, string yaml) => Seeder.Propose(SeedReaderTests.Read(("a.yaml", yaml))).Resolve(TestGraph.Model, graph);

    private static GraphSnapshot Load(GraphSnapshot graph, string yaml) => graph.Commit(Changes(graph, yaml));
}
