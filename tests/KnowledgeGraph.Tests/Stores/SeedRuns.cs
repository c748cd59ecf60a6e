using System.Collections.Immutable;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Changes.Seeding;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Seeding;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>Runs of a seed on a store, which is opened again for each step. What comes of them is the same for both stores.</summary>
internal sealed class SeedRuns(Func<Task<IGraphStore>> open)
{
    private const string Yaml = "objectives: { o: { name: O, theme: y }, p: { name: P, theme: y } }";
    private const string Changed = "objectives: { o: { name: Theirs, theme: z } }";
    private const string Conflict = "objective:o: `name`: the graph has \"Ours\", the seed says \"Theirs\".";

    /// <returns>Version, what the run did, and its conflicts.</returns>
    private async Task<(long Version, string Did, string Conflicts)> Load(string yaml, ConflictChoice choice = ConflictChoice.List, bool isDryRun = false)
    {
        using var store = await open();
        var seed = SeedReaderTests.Read(("a.yaml", yaml));
        var run = new SeedRun(TestGraph.Model, seed.Content, choice);
        var committed = await store.Commit(Seeder.Propose(seed, run) with { IsDryRun = isDryRun }, default);
        Assert.Equal(committed.Version, (await store.State(default)).Version);
        Assert.Equal(committed.Id is null, committed.Changes.IsEmpty);
        return (
            committed.Version, string.Join(' ', committed.Entries.Select(e => $"{e.Kind}:{e.Id}:{string.Join(',', e.Fields.Select(f => f.Name))}")), string.Join('\n', run.Conflicts));
    }

    private async Task Edit(ChangeSet changes)
    {
        using var store = await open();
        await store.Commit(ProposedChange.Of(changes), default);
    }

    private async Task<string> Ask(string document)
    {
        using var store = await open();
        return await store.Ask(document);
    }

    public async Task Check(ConflictChoice choice)
    {
        Assert.Equal((1, "Added:objective:o:name,theme Added:objective:p:name,theme", ""), await Load(Yaml));
        Assert.Equal((1, "", ""), await Load(Yaml));
        await Edit(new() { Nodes = [TestGraph.Node("Objective", "objective:o", ("name", "Ours"), ("theme", "y"))] });
        Assert.Equal((2, "", ""), await Load(Yaml));

        const string Did = "Removed:objective:p:name,theme Changed:objective:o:theme";
        Assert.Equal((2, Did, Conflict), await Load(Changed, isDryRun: true));
        Assert.Equal((2, Did, Conflict), await Load(Changed, isDryRun: true));
        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => Load(Changed + "\nclaims: { c: { } }"));
        Assert.Single(refused.Errors);
        Assert.Equal((3, Did, Conflict), await Load(Changed));
        Assert.Equal(
            """{"data":{"changes":{"nodes":[{"version":3,"kind":"SEED"},{"version":2,"kind":"IMPORT"},{"version":1,"kind":"SEED"}]}}}""", await Ask("{ changes { nodes { version kind } } }"));
        Assert.Equal((3, "", Conflict), await Load(Changed));

        // The choice of a dry run is not kept. That of a run which changes nothing is, without a version.
        var decided = choice == ConflictChoice.Ours ? (3, "", "") : (4, "Changed:objective:o:name", "");
        Assert.Equal(choice == ConflictChoice.Ours ? decided : (3, decided.Item2, ""), await Load(Changed, choice, isDryRun: true));
        Assert.Equal((3, "", Conflict), await Load(Changed));
        Assert.Equal(decided, await Load(Changed, choice));
        Assert.Equal((decided.Item1, "", ""), await Load(Changed));
        Assert.Equal($$$"""{"data":{"objectives":{"nodes":[{"name":"{{{choice}}}"}]} } }""".Replace(" ", "", StringComparison.Ordinal), await Ask("{ objectives { nodes { name } } }"));
    }

    /// <summary>Random graphs, of which the seed and the graph each change something, against the same in memory.</summary>
    public static void CheckRandom(int times, Func<IGraphStore> open) => Graphs.Any.Sample(
        (steps, size, seed) =>
        {
            using var store = open();
            var choices = new Choices(seed);
            var start = Graphs.Grow(choices, steps, size);
            var seeded = new SeededGraph();
            var (now, edited) = (start.Apply(RandomChanges.Next(choices, start.Naive, size / 2)), RandomChanges.Next(choices, start.Naive, size / 2));
            Load(Content(start));
            seeded.Edit(edited);
            store.Commit(ProposedChange.Of(edited), default).AsTask().GetAwaiter().GetResult();
            foreach (var choice in new[] { ConflictChoice.List, ConflictChoice.Theirs, ConflictChoice.Ours, ConflictChoice.List })
                Load(Content(now), choice);

            void Load(SeedContent content, ConflictChoice choice = ConflictChoice.List)
            {
                var expected = "";
                try
                {
                    expected = SeededGraph.Text(seeded.Load(content, choice).Conflicts);
                }
                catch (ChangeRefusedException refused)
                {
                    expected = refused.Message;
                }
                var run = new SeedRun(TestGraph.Model, content, choice);
                try
                {
                    store.Commit(run.Propose(), default).AsTask().GetAwaiter().GetResult();
                    Assert.Equal(expected, SeededGraph.Text(run.Conflicts));
                }
                catch (ChangeRefusedException refused)
                {
                    Assert.Equal(expected, refused.Message);
                }
                Assert.Equal(Text(seeded.Graph), Text(store.ReadSnapshot(default).AsTask().GetAwaiter().GetResult()));
            }
        },
        iter: times, threads: 1);

    private static SeedContent Content(Graphs graphs) => new(
        [.. graphs.Snapshot.AllNodes()], [.. graphs.Snapshot.AllRelationships()], ImmutableDictionary<string, ImmutableArray<string>>.Empty);

    private static string Text(GraphSnapshot graph) => string.Join('\n', SeedWriterTests.Files(graph).Select(f => f.Text));
}
