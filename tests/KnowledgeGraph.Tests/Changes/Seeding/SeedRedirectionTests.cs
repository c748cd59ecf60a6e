using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Changes.Writing;

namespace KnowledgeGraph.Tests.Changes.Seeding;

/// <summary>What the seed says about nodes that the graph has merged, and about nodes that the seed itself has merged.</summary>
public sealed class SeedRedirectionTests
{
    private const string Story = """
        places:
          a: { name: A, kind: TOWN, countries: [{ to: country:PAN, evidence: claim:c }] }
          b: { name: B, kind: TOWN }
        countries: { PAN: { name: Panama, iso2: PA, iso3: PAN } }
        claims: { c: { statement: C, about: [place:a], report: report:r } }
        reports: { r: { title: R, kind: NEWS, outlet: outlet:l } }
        outlets: { l: { name: L, kind: OTHER } }
        """;

    private static SeededGraph Merged()
    {
        var graph = new SeededGraph();
        Assert.Equal("", graph.Load(Story));
        var input = WriteInput.Of(new Dictionary<string, object?> { ["from"] = "place:a", ["into"] = "place:b" }, 0);
        graph.Edit(new WriteOperation(TestGraph.Model, [new Write(new WriteKind.MergeNodes(), input)], new Author(null, IsAdmin: true)).Propose(null).Resolve(TestGraph.Model, graph.Graph));
        return graph;
    }

    private static string[] Keys(SeededGraph graph) => [.. graph.Graph.AllRelationships().Select(r => r.Key).Where(k => k.Contains("place:", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Fact]
    public void The_seed_finds_what_its_node_became()
    {
        var graph = Merged();
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal("", graph.Load(Story));
            Assert.Null(graph.Graph.FindNode("place:a"));
            Assert.Equal(["CLAIMS_ABOUT claim:c place:b", "LIES_IN place:b country:PAN"], Keys(graph));
        }
    }

    [Fact]
    public void What_the_seed_adds_at_a_merged_node_goes_to_the_other()
    {
        var graph = Merged();
        Assert.Equal("", graph.Load(Story.Replace("b: { name: B, kind: TOWN }", "b: { name: B, kind: TOWN }\n  d: { name: D, kind: TOWN, within: [{ to: place:a, evidence: claim:c }] }", StringComparison.Ordinal)));
        Assert.Contains("LOCATED_IN place:d place:b", Keys(graph));
        Assert.Equal("", graph.Load(Story));
        Assert.DoesNotContain("LOCATED_IN place:d place:b", Keys(graph));
    }

    [Fact]
    public void What_the_seed_removes_at_a_merged_node_is_removed()
    {
        var graph = Merged();
        Assert.Equal("", graph.Load(Story.Replace(", countries: [{ to: country:PAN, evidence: claim:c }]", "", StringComparison.Ordinal)));
        Assert.Equal(["CLAIMS_ABOUT claim:c place:b"], Keys(graph));
    }

    [Fact]
    public void A_change_of_a_merged_node_is_a_conflict_until_it_is_said_of_the_other()
    {
        var graph = Merged();
        var changed = Story.Replace("name: A,", "name: AA,", StringComparison.Ordinal);
        const string Conflict = "place:a: The graph has merged it into place:b. Let the seed say it about place:b, or give this entry `mergedInto: place:b` alone.";
        Assert.Equal(Conflict, graph.Load(changed));
        Assert.Equal(Conflict, graph.Load(changed, ConflictChoice.Theirs));
        Assert.Equal("B", graph["place:b", "name"]);
        Assert.Equal("", graph.Load(changed, ConflictChoice.Ours));
        Assert.Equal("", graph.Load(changed));
    }

    [Fact]
    public void The_seed_can_merge_its_own_nodes()
    {
        var graph = new SeededGraph();
        Assert.Equal("", graph.Load(Story));
        var merged = Story.Replace("a: { name: A, kind: TOWN, countries: [{ to: country:PAN, evidence: claim:c }] }", "a: { mergedInto: place:b }", StringComparison.Ordinal)
            .Replace("about: [place:a]", "about: [place:b]", StringComparison.Ordinal);
        Assert.Equal("", graph.Load(merged));
        Assert.Equal("place:b", graph.Graph.Redirects.Resolve("place:a"));
        Assert.Null(graph.Graph.FindNode("place:a"));
        var version = graph.Graph.Version;
        Assert.True(graph.Load(Read(merged)).Changes.IsEmpty);
        // Once merged, an id is never free again: what the seed no longer says stays.
        Assert.True(graph.Load(Read(merged.Replace("a: { mergedInto: place:b }", "", StringComparison.Ordinal))).Changes.IsEmpty);
        Assert.Equal("place:b", graph.Graph.Redirects.Resolve("place:a"));
        Assert.True(version > 0);
    }

    [Fact]
    public void A_node_that_the_graph_merged_otherwise_is_a_conflict()
    {
        var graph = Merged();
        Assert.Equal(
            "place:a: `mergedInto`: the graph has \"place:b\", the seed says \"place:e\".",
            graph.Load(Story.Replace("a: { name: A, kind: TOWN, countries: [{ to: country:PAN, evidence: claim:c }] }", "a: { mergedInto: place:e }\n  e: { name: E, kind: TOWN }", StringComparison.Ordinal)));
        Assert.Equal("place:b", graph.Graph.Redirects.Resolve("place:a"));
    }

    private static SeedContent Read(string yaml) => KnowledgeGraph.Tests.Seeding.SeedReaderTests.Read(("a.yaml", yaml)).Content;
}
