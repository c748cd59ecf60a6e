using System.Globalization;
using KnowledgeGraph.Changes.Seeding;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Changes.Seeding;

/// <summary>What becomes of what the seed changed, what the graph changed, and what both did.</summary>
public sealed class SeedMergeTests
{
    private const string Story = """
        agreements:
          x:
            name: X
            kind: STRATEGY
            summary: S
            objectives: [{ to: objective:o, strength: EXPLICIT, evidence: [claim:c, claim:d] }]
        objectives: { o: { name: O, theme: y } }
        reports: { r: { title: R, kind: NEWS, outlet: outlet:l } }
        outlets: { l: { name: L, kind: OTHER } }
        claims: { c: { statement: C, about: [instrument:x], report: report:r }, d: { statement: D, about: [instrument:x] } }
        """;

    private static SeededGraph Loaded(string yaml = Story)
    {
        var graph = new SeededGraph();
        Assert.Equal("", graph.Load(yaml));
        return graph;
    }

    private static string With(string old, string @new) => Without(Story, old, @new);

    private static string Without(string yaml, string text, string @new = "")
    {
        Assert.Contains(text, yaml, StringComparison.Ordinal);
        return yaml.Replace(text, @new, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Order(StringComparer.Ordinal);

    /// <summary>Checks that a conflict is listed each time, and how both choices decide it.</summary>
    private static void CheckConflict(Func<SeededGraph> make, string yaml, string conflict, Func<SeededGraph, object?> read, object? graph, object? seed)
    {
        foreach (var choice in new[] { ConflictChoice.Ours, ConflictChoice.Theirs })
        {
            var seeded = make();
            for (var run = 0; run < 3; run++)
            {
                Assert.Equal(conflict, seeded.Load(yaml));
                Assert.Equal(graph, read(seeded));
            }
            Assert.Equal("", seeded.Load(yaml, choice));
            var decided = choice == ConflictChoice.Ours ? graph : seed;
            Assert.Equal(decided, read(seeded));
            Assert.Equal("", seeded.Load(yaml));
            Assert.Equal(decided, read(seeded));
        }
    }

    [Fact]
    public void What_only_the_seed_changed_is_changed()
    {
        var graph = Loaded();
        graph.Set("instrument:x", ("status", "IN_FORCE"), ("aliases", (string[])["A"]));
        Assert.Equal("", graph.Load(With("name: X", "name: Y")));
        Assert.Equal(("Y", "IN_FORCE", "S"), (graph["instrument:x", "name"], graph["instrument:x", "status"], graph["instrument:x", "summary"]));
    }

    [Fact]
    public void What_only_the_graph_changed_stays()
    {
        var graph = Loaded();
        graph.Set("instrument:x", ("name", "Y"), ("summary", null));
        graph.Edit(new() { RemovedNodes = ["report:r"], RemovedRelationships = [graph.Relationship("STATED_IN")] });
        graph.Set("PURSUES", r => r with { Until = "2024", Claims = ["claim:d"] });
        Assert.Equal("", graph.Load(Story));
        Assert.Equal("Y", graph["instrument:x", "name"]);
        Assert.Null(graph["instrument:x", "summary"]);
        Assert.Null(graph.Graph.FindNode("report:r"));
        Assert.Equal(("2024", "claim:d"), (graph.Relationship("PURSUES").Until, Assert.Single(graph.Relationship("PURSUES").Claims)));
    }

    [Fact]
    public void What_both_changed_alike_is_no_conflict()
    {
        var graph = Loaded();
        graph.Set("instrument:x", ("name", "Y"));
        Assert.Equal("", graph.Load(With("name: X", "name: Y")));
        graph.Set("instrument:x", ("name", "Z"));
        Assert.Equal("", graph.Load(With("name: X", "name: Y")));
        Assert.Equal("Z", graph["instrument:x", "name"]);
    }

    [Fact]
    public void A_property_that_both_changed_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Set("instrument:x", ("name", "Ours"));
            return graph;
        },
        With("name: X", "name: Theirs"), "instrument:x: `name`: the graph has \"Ours\", the seed says \"Theirs\".", g => g["instrument:x", "name"], "Ours", "Theirs");

    [Fact]
    public void A_property_that_was_taken_out_of_the_seed_and_changed_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Set("instrument:x", ("summary", "Ours"));
            return graph;
        },
        With("    summary: S\n", ""), "instrument:x: `summary`: the graph has \"Ours\", the seed says nothing.", g => g["instrument:x", "summary"], "Ours", null);

    [Fact]
    public void A_property_that_was_taken_out_of_the_seed_gets_its_default()
    {
        var graph = Loaded(With("summary: S", "status: IN_FORCE"));
        Assert.Equal("", graph.Load(With("    summary: S\n", "")));
        Assert.Equal("UNKNOWN", graph["instrument:x", "status"]);
    }

    [Fact]
    public void An_end_that_both_changed_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Set("PURSUES", r => r with { Until = "2023" });
            return graph;
        },
        With("strength: EXPLICIT,", "strength: EXPLICIT, until: 2024,"), "PURSUES instrument:x objective:o: `until`: the graph has \"2023\", the seed says \"2024\".",
        g => g.Relationship("PURSUES").Until, "2023", "2024");

    [Fact]
    public void Each_claim_of_the_evidence_counts_by_itself()
    {
        var graph = Loaded();
        graph.Edit(new() { Nodes = [Node("Claim", "claim:e", ("statement", "E")), Node("Claim", "claim:f", ("statement", "F"))] });
        graph.Set("PURSUES", r => r with { Claims = ["claim:c", "claim:d", "claim:e"] });
        Assert.Equal("", graph.Load(With("[claim:c, claim:d]", "[claim:f, claim:d]")));
        Assert.Equal("claim:d claim:e claim:f", string.Join(' ', graph.Relationship("PURSUES").Claims));
    }

    [Fact]
    public void The_last_claim_of_a_relationship_stays() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Set("PURSUES", r => r with { Claims = ["claim:c"] });
            return graph;
        },
        With("[claim:c, claim:d]", "claim:d"), "PURSUES instrument:x objective:o: `evidence`: the graph has [claim:c], the seed says [claim:d].",
        g => Assert.Single(g.Relationship("PURSUES").Claims), "claim:c", "claim:d");

    [Fact]
    public void What_was_taken_out_of_the_seed_is_removed()
    {
        var graph = Loaded();
        Assert.Equal("", graph.Load(With(", d: { statement: D, about: [instrument:x] }", "").Replace(", claim:d]", "]", StringComparison.Ordinal)));
        Assert.Null(graph.Graph.FindNode("claim:d"));
        Assert.Equal("claim:c", Assert.Single(graph.Relationship("PURSUES").Claims));
        Assert.Equal("", graph.Load("objectives: { o: { name: O, theme: y } }"));
        Assert.Equal((1, 0), (graph.Graph.NodeCount, graph.Graph.RelationshipCount));
    }

    private const string Rest = "objectives: { o: { name: O, theme: y } }\nagreements: { x: { name: X, kind: STRATEGY, summary: S } }";

    [Fact]
    public void A_node_that_was_taken_out_and_changed_is_kept() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Set("outlet:l", ("name", "Ours"));
            return graph;
        },
        Rest, "outlet:l: The seed no longer has it, but the graph changed `name` from \"L\" to \"Ours\".", g => g.Graph.FindNode("outlet:l") is null, false, true);

    [Fact]
    public void A_relationship_that_was_taken_out_and_changed_is_kept_with_its_ends_and_evidence()
    {
        var graph = Loaded();
        graph.Set("PURSUES", r => r with { Until = "2023" });
        const string Objective = "objectives: { o: { name: O, theme: y } }";
        const string Conflicts = """
            PURSUES instrument:x objective:o: The seed no longer has it, but the graph changed `until` from nothing to "2023".
            instrument:x: The seed no longer has it, but PURSUES instrument:x objective:o needs it.
            claim:c: The seed no longer has it, but PURSUES instrument:x objective:o needs it.
            report:r: The seed no longer has it, but STATED_IN claim:c report:r needs it.
            outlet:l: The seed no longer has it, but PUBLISHED_BY report:r outlet:l needs it.
            """;
        Assert.Equal(Lines(Conflicts), Lines(graph.Load(Objective)));
        // The other claim is gone now, which is one more difference.
        Assert.Equal(Lines(Conflicts.Replace("\"2023\".", "\"2023\", `evidence` from [claim:c, claim:d] to [claim:c].", StringComparison.Ordinal)), Lines(graph.Load(Objective)));
        Assert.Equal("claim:c", Assert.Single(graph.Relationship("PURSUES").Claims));
        Assert.Equal("", graph.Load(Objective, ConflictChoice.Theirs));
        Assert.Equal((1, 0), (graph.Graph.NodeCount, graph.Graph.RelationshipCount));
    }

    /// <summary>A relationship of the API rests on the only claim, and the claim on its report, and so on.</summary>
    [Fact]
    public void The_only_evidence_of_a_relationship_is_kept_with_what_it_rests_on()
    {
        var graph = Loaded();
        graph.Edit(new() { Nodes = [Node("Objective", "objective:p", ("name", "P"), ("theme", "y"))], Relationships = [Link("SERVES_OBJECTIVE", "objective:o", "objective:p", ["claim:c"])] });
        const string Objective = "objectives: { o: { name: O, theme: y } }";
        const string Conflicts = """
            claim:c: The seed no longer has it, but SERVES_OBJECTIVE objective:o objective:p needs it.
            report:r: The seed no longer has it, but STATED_IN claim:c report:r needs it.
            outlet:l: The seed no longer has it, but PUBLISHED_BY report:r outlet:l needs it.
            """;
        foreach (var choice in new[] { ConflictChoice.List, ConflictChoice.Theirs, ConflictChoice.List })
            Assert.Equal(Conflicts.Split('\n')[0], graph.Load(Objective, choice).Split('\n')[0]);
        Assert.Equal(Conflicts, graph.Load(Objective));
        Assert.Equal(["PUBLISHED_BY", "SERVES_OBJECTIVE", "STATED_IN"], graph.Graph.AllRelationships().Select(r => r.Type.Name).Order(StringComparer.Ordinal));
        Assert.Null(graph.Graph.FindNode("claim:d"));
        graph.Edit(new() { RemovedRelationships = [graph.Relationship("SERVES_OBJECTIVE")] });
        Assert.Equal("", graph.Load(Objective));
        Assert.Equal((2, 0), (graph.Graph.NodeCount, graph.Graph.RelationshipCount));
    }

    [Fact]
    public void A_node_with_relationships_of_others_is_kept() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Edit(new() { Nodes = [Node("Report", "report:q", ("title", "Q"), ("kind", "NEWS"))], Relationships = [Link("PUBLISHED_BY", "report:q", "outlet:l")] });
            return graph;
        },
        Rest, "outlet:l: The seed no longer has it, but PUBLISHED_BY report:q outlet:l needs it.", g => g.Graph.FindNode("outlet:l") is null, false, true);

    [Fact]
    public void A_node_that_a_property_names_is_kept_also_if_the_seed_decides()
    {
        const string Country = "countries: { PAN: { name: Panama, iso2: PA, iso3: PAN } }\n";
        var graph = Loaded(Country + Story);
        graph.Edit(new()
        {
            Nodes = [Node("Official", "official:z", ("name", "Z"))],
            Relationships = [Link("SIGNED", "official:z", "instrument:x", ["claim:c"], null, null, ("onBehalfOf", "country:PAN"))],
        });
        const string Conflict = "country:PAN: The seed no longer has it, but SIGNED official:z instrument:x needs it.";
        Assert.Equal(Conflict, graph.Load(Story));
        Assert.Equal(Conflict, graph.Load(Story, ConflictChoice.Theirs));
        Assert.Equal("", graph.Load(Story, ConflictChoice.Ours));
        Assert.Equal("", graph.Load(Story));
        Assert.NotNull(graph.Graph.FindNode("country:PAN"));
    }

    [Fact]
    public void A_node_that_the_graph_removed_and_the_seed_changed_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Edit(new() { RemovedNodes = ["objective:o"] });
            return graph;
        },
        With("name: O", "name: P"), "objective:o: The graph no longer has it, but the seed changed `name` from \"O\" to \"P\".",
        g => g.Graph.AllRelationships().Count(r => r.Type.Name == "PURSUES") + g.Graph.AllNodes().Count(n => n.Id == "objective:o"), 0, 2);

    [Fact]
    public void A_new_relationship_to_a_node_that_the_graph_removed_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded(With("d: { statement: D, about: [instrument:x] }", "d: { statement: D }"));
            graph.Edit(new() { RemovedNodes = ["instrument:x"] });
            return graph;
        },
        Story, "CLAIMS_ABOUT claim:d instrument:x: The seed has it, but it needs instrument:x, which the graph no longer has or has as another type.",
        g => g.Graph.AllRelationships().Count(r => r.To == "instrument:x"), 0, 2);

    [Fact]
    public void Evidence_that_the_graph_removed_is_left_out()
    {
        var graph = Loaded(With("[claim:c, claim:d]", "claim:c"));
        graph.Edit(new() { RemovedNodes = ["claim:d"] });
        Assert.Equal("", graph.Load(Story));
        Assert.Equal("claim:c", Assert.Single(graph.Relationship("PURSUES").Claims));
    }

    [Fact]
    public void A_field_with_one_relationship_that_both_changed_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Edit(new()
            {
                Nodes = [Node("Outlet", "outlet:m", ("name", "M"), ("kind", "OTHER"))],
                RemovedRelationships = [graph.Relationship("PUBLISHED_BY")],
                Relationships = [Link("PUBLISHED_BY", "report:r", "outlet:m")],
            });
            return graph;
        },
        With("outlet: outlet:l", "outlet: outlet:n").Replace("l: { name: L, kind: OTHER }", "l: { name: L, kind: OTHER }, n: { name: N, kind: OTHER }", StringComparison.Ordinal),
        "report:r: `outlet`: the graph has \"outlet:m\", the seed says \"outlet:n\".", g => g.Relationship("PUBLISHED_BY").To, "outlet:m", "outlet:n");

    [Fact]
    public void A_node_gets_another_type_with_its_relationships()
    {
        var graph = Loaded();
        graph.Edit(new() { Nodes = [Node("Report", "report:q", ("title", "Q"), ("kind", "NEWS"))], Relationships = [Link("ABOUT", "report:q", "instrument:x")] });
        Assert.Equal("", graph.Load(With("agreements:", "measures:")));
        Assert.Equal("Measure", graph.Graph.FindNode("instrument:x")!.Type.Name);
        Assert.Equal(["ABOUT", "CLAIMS_ABOUT", "CLAIMS_ABOUT", "PURSUES"], graph.Graph.RelationshipsOf("instrument:x").Select(r => r.Type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Another_type_that_does_not_fit_is_a_conflict() => CheckConflict(
        () =>
        {
            var graph = Loaded();
            graph.Edit(new()
            {
                Nodes = [Node("Country", "country:PAN", ("name", "Panama"), ("iso2", "PA"), ("iso3", "PAN"))],
                Relationships = [Link("PARTY_TO", "country:PAN", "instrument:x", ["claim:c"])],
            });
            return graph;
        },
        With("agreements:", "measures:"),
        "instrument:x: `type`: the graph has \"Agreement\", the seed says \"Measure\".", g => g.Graph.FindNode("instrument:x")!.Type.Name, "Agreement", "Measure");

    /// <summary>A store of an earlier version knows nothing of a seed.</summary>
    [Fact]
    public void Without_a_last_time_equal_values_are_adopted_missing_ones_added_and_others_are_conflicts()
    {
        var graph = new SeededGraph();
        graph.Edit(new()
        {
            Nodes = [Node("Agreement", "instrument:x", ("name", "Old"), ("kind", "STRATEGY")), Node("Objective", "objective:o", ("name", "O"), ("theme", "y")), Node("Objective", "objective:p", ("name", "P"), ("theme", "y"))],
        });
        const string Conflict = "instrument:x: `name`: the graph has \"Old\", the seed says \"X\".";
        Assert.Equal(Conflict, graph.Load(Story));
        Assert.Equal(("Old", "S"), (graph["instrument:x", "name"], graph["instrument:x", "summary"]));
        Assert.Equal("claim:c claim:d", string.Join(' ', graph.Relationship("PURSUES").Claims));
        Assert.Equal(Conflict, graph.Load(Story));
        Assert.Equal("", graph.Load(Story, ConflictChoice.Theirs));
        Assert.Equal("X", graph["instrument:x", "name"]);
        // What the seed never said is not taken out of it.
        Assert.NotNull(graph.Graph.FindNode("objective:p"));
    }

    private static readonly (string, string)[] s_folders =
    [
        ("one/a.yaml", "objectives: { o: { name: O, theme: y }, p: { name: P, theme: y } }\nplaces: { z: { name: Z, kind: TOWN } }"),
        ("two/a.yaml", "objectives: { q: { name: Q, theme: y } }\nplaces: { z: { name: Z, latitude: 8 } }"),
    ];

    [Fact]
    public void One_folder_takes_out_only_what_no_other_has()
    {
        var graph = new SeededGraph();
        Assert.Equal("", graph.Load(s_folders));
        Assert.Equal("", graph.Load("objectives: { o: { name: New, theme: y } }", only: "one"));
        Assert.Equal(["objective:o", "objective:q", "place:z"], graph.Graph.AllNodes().Select(n => n.Id).Order(StringComparer.Ordinal));
        Assert.Equal(("New", "TOWN", "8"), (graph["objective:o", "name"], graph["place:z", "kind"], string.Create(CultureInfo.InvariantCulture, $"{graph["place:z", "latitude"]}")));
        Assert.Equal("two", Assert.Single(graph.Last.FoldersOf("place:z")));
        Assert.Equal("", graph.Load("objectives: { q: { name: Q, theme: y } }", only: "two"));
        Assert.Null(graph.Graph.FindNode("place:z"));
        Assert.NotNull(graph.Graph.FindNode("objective:o"));
    }

    [Fact]
    public void One_folder_corrects_what_it_shares()
    {
        var graph = new SeededGraph();
        Assert.Equal("", graph.Load(s_folders));
        Assert.Equal("", graph.Load("objectives: { q: { name: Q, theme: y } }\nplaces: { z: { name: New, kind: TOWN } }", only: "two"));
        Assert.Equal(("New", 8.0), (graph["place:z", "name"], graph["place:z", "latitude"]));
        Assert.Equal("one two", string.Join(' ', graph.Last.FoldersOf("place:z")));
    }

    [Fact]
    public void What_one_folder_knows_of_a_part_joins_the_whole_of_another()
    {
        const string Base = "officials: { o: { name: O, offices: [{0}] } }\ncountries: { PAN: { name: Panama, iso2: PA, iso3: PAN } }\nclaims: { c: { statement: C }, d: { statement: D } }";
        var graph = new SeededGraph();
        Assert.Equal("", graph.Load(("one/a.yaml", Without(Base, "{0}", "{ to: country:PAN, title: President, since: 2019-07-01, evidence: claim:c }"))));
        Assert.Equal("", graph.Load(Without(Base, "{0}", "{ to: country:PAN, title: President, seenOn: [2020-01-01], evidence: claim:d }"), only: "two"));
        Assert.Equal(("2019-07-01", "claim:c claim:d"), (graph.Relationship("HOLDS_OFFICE").Since, string.Join(' ', graph.Relationship("HOLDS_OFFICE").Claims)));
        Assert.Equal("one two", string.Join(' ', graph.Last.FoldersOf(graph.Relationship("HOLDS_OFFICE").Key)));
    }
}
