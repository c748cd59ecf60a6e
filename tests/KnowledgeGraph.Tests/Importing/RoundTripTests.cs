using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Stores;
using KnowledgeGraph.Tests.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Importing;

/// <summary>What is exported and imported is the same graph, in both stores.</summary>
[Collection(StoreDatabase.Name)]
public sealed class RoundTripTests : IDisposable
{
    private readonly TempFolder _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task The_seed_comes_back_in_an_embedded_store()
    {
        using var target = new TemporaryFolder();
        var (file, answers) = await ExportSeed();
        using IGraphStore store = target.Open();
        await Check(store, file);
        Assert.Equal(answers, await Answers(store));
    }

    [SkippableFact]
    public async Task The_seed_comes_back_in_Neo4j()
    {
        var address = await StoreDatabase.Empty();
        var (file, _) = await ExportSeed();
        using var store = new Neo4jStore(address, TestGraph.Model, TimeProvider.System);
        await store.Open(null, null, default);
        await Check(store, file);
        // The same is wrong on both stores.
        var errors = new ImportErrors("");
        await Import(store, _files.Write("h.jsonl", """
            {"node":"Country","id":"country:XXX","name":"X","iso2":"pa","iso3":"XXX"}
            {"node":"Claim","id":"claim:new","statement":"x"}
            {"relationship":"STATED_IN","from":"claim:new","to":"report:none"}
            """), errors);
        Assert.Equal([(1, 56), (3, 53)], errors.All.Select(e => (e.Location.Line, e.Location.Column)));
    }

    private static async Task Check(IGraphStore store, string file)
    {
        var tally = await Import(store, file, new ImportErrors(file));
        Assert.True(tally.AddedNodes > 1_000 && tally.AddedRelationships > 1_000);
        Assert.Equal(await Text(file), await ImportedLines.Of(store));
        Assert.Equal(0, (await Import(store, file, new ImportErrors(file))).Changes);
    }

    private static async Task<string> Text(string file)
    {
        using var stream = new StreamReader(new ImportStream(file, file, ".zst"));
        return await stream.ReadToEndAsync();
    }

    private static async Task<ImportTally> Import(IGraphStore store, string path, ImportErrors errors)
    {
        using var file = await ImportFile.Open(path, () => Stream.Null, default);
        var (reader, progress) = (new JsonLinesReader(TestGraph.Model, file), new ImportProgress(file.Length));
        var plan = await new ImportCheck(TestGraph.Model, store, reader, errors, skips: false, counts: false).Run(progress, default);
        return errors.Count > 0 ? new() : await new Importer(store, reader, file.PlainName, plan, errors).Run(progress, _ => { }, default);
    }

    private async Task<(string File, IReadOnlyList<string> Answers)> ExportSeed()
    {
        using var source = new TemporaryFolder();
        IReadOnlyList<string> answers;
        using (IGraphStore store = source.Open())
        {
            await store.Commit(Seeder.Propose(SeedReader.Read(TestGraph.Model, SeedFolders.Seed)), default);
            await store.Commit(ProposedChange.Of(new() { Redirects = [new("country:PA", "country:PAN")] }), default);
            answers = await Answers(store);
        }
        var file = Path.Combine(_files.Path, "g.jsonl.zst");
        using var text = new StringWriter();
        Assert.Equal(0, await Server.Program.Run(["export", file, "--data", source.Path], new Terminal(TextReader.Null, text, text), default));
        return (file, answers);
    }

    private static async Task<IReadOnlyList<string>> Answers(IGraphStore store)
    {
        var answers = new List<string>();
        foreach (var question in Directory.EnumerateFiles(Path.Combine(SeedFolders.Seed, "questions"), "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            answers.Add(await store.Ask(await File.ReadAllTextAsync(question)));
        return answers;
    }
}
