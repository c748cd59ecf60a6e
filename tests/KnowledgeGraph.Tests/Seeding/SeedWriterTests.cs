using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Tests.Changes.Seeding;
using KnowledgeGraph.Tests.Generators;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Seeding;

/// <summary>A graph as files of a seed: they are read as what was written, and look as a curator writes them.</summary>
public sealed class SeedWriterTests
{
    [Fact]
    public void Fields_are_in_the_order_of_the_model_without_defaults()
    {
        ChangeSet graph = new()
        {
            Nodes =
            [
                Node("Country", "country:PAN", ("name", "Panamá"), ("iso2", "PA"), ("iso3", "PAN")),
                Node("Agreement", "instrument:x", ("signed", "2024-07-01"), ("name", "X: a \"quoted\" name"), ("kind", "STRATEGY"), ("status", "UNKNOWN"), ("aliases", (string[])["MOU", "2024", "no"])),
                Node("Agreement", "instrument:y", ("name", "true"), ("kind", "STRATEGY"), ("announced", "2024")),
                Node("Claim", "claim:1", ("statement", "one\ntwo"), ("inferred", true)),
                Node("Claim", "claim:2", ("statement", "null")),
            ],
            Relationships =
            [
                Link("PARTY_TO", "country:PAN", "instrument:x", ["claim:1"], properties: ("role", "SIGNATORY")),
                Link("RELATES_TO", "instrument:x", "instrument:y", ["claim:2", "claim:1"], since: "2024-07", properties: ("kind", "AMENDS")),
                Link("CLAIMS_ABOUT", "claim:1", "instrument:x"),
                Link("CLAIMS_ABOUT", "claim:1", "country:PAN"),
            ],
        };
        Assert.Equal(
            """
            countries.yaml
            # yaml-language-server: $schema=schema.json

            countries:
              PAN:
                name: Panamá
                iso2: PA
                iso3: PAN

            agreements.yaml
            # yaml-language-server: $schema=schema.json

            agreements:
              x:
                name: 'X: a "quoted" name'
                aliases: [MOU, "2024", "no"]
                kind: STRATEGY
                signed: 2024-07-01
                related:
                  - to: instrument:y
                    kind: AMENDS
                    since: 2024-07
                    evidence:
                      - claim:2
                      - claim:1
                parties:
                  - to: country:PAN
                    role: SIGNATORY
                    evidence: claim:1

              y:
                name: "true"
                kind: STRATEGY
                announced: 2024

            claims.yaml
            # yaml-language-server: $schema=schema.json

            claims:
              "1":
                statement: "one\ntwo"
                inferred: true
                about:
                  - country:PAN
                  - instrument:x

              "2":
                statement: "null"


            """,
            string.Concat(Files(GraphSnapshot.Empty(TestGraph.Model).Apply(graph, RecordedAt)).Where(f => f.Name != SeedFiles.SchemaName).Select(f => $"{f.Name}\n{f.Text}\n")));
    }

    [Fact]
    public void The_seed_is_read_as_it_was_written_and_changes_nothing()
    {
        var graph = SeedFolders.Graph("seed");
        CheckRoundTrip(graph);
        foreach (var (name, text) in Files(graph))
            if (name != SeedFiles.SchemaName)
                Assert.Equal((name, ""), (name, SeedSchemaTests.Mistakes(text)));
    }

    [Fact]
    public void Any_graph_is_read_as_it_was_written_and_changes_nothing() => Graphs.Any.Sample(
        (steps, size, seed) =>
        {
            var graph = Graphs.Grow(new Choices(seed), steps, size).Snapshot;
            if (graph.NodeCount > 0)
                CheckRoundTrip(graph);
        },
        iter: 100);

    [Fact]
    public void An_export_keeps_what_merged_nodes_became()
    {
        var seeded = new SeededGraph();
        Assert.Equal("", seeded.Load("places: { c: { name: C, kind: TOWN }, a: { mergedInto: place:b }, b: { mergedInto: place:c } }"));
        var places = Files(seeded.Graph).Single(f => f.Name == "places.yaml").Text;
        Assert.EndsWith("\n  a:\n    mergedInto: place:b\n\n  b:\n    mergedInto: place:c\n", places, StringComparison.Ordinal);
        Assert.Equal("place:c", seeded.Graph.Redirects.Resolve("place:a"));
        CheckRoundTrip(seeded.Graph);
    }

    private static void CheckRoundTrip(GraphSnapshot graph)
    {
        var files = Files(graph);
        var seed = SeedReaderTests.Read(files);
        Assert.Empty(seed.Errors);
        var seeded = new SeededGraph();
        seeded.Edit(new() { Nodes = [.. graph.AllNodes()], Relationships = [.. graph.AllRelationships()], Redirects = [.. graph.Redirects.All] });
        var (changes, conflicts) = seeded.Load(seed.Content);
        Assert.True(changes.IsEmpty, string.Join('\n', changes.Nodes.Select(n => n.Id).Concat(changes.Relationships.Select(r => r.Key))));
        Assert.Empty(conflicts);
        var fresh = new SeededGraph();
        Assert.Empty(fresh.Load(seed.Content).Conflicts);
        Assert.Equal(files, Files(fresh.Graph));
    }

    internal static (string Name, string Text)[] Files(GraphSnapshot graph)
    {
        var files = new List<(string Name, StringWriter Text)>();
        SeedWriter.Write(new GraphExtract(graph, GraphSelection.All(TestGraph.Model), default), name =>
        {
            files.Add((name, new StringWriter()));
            return files[^1].Text;
        });
        return [.. files.Select(f => (f.Name, f.Text.ToString()))];
    }
}
