using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Seeding;

namespace KnowledgeGraph.Tests.Stores;

/// <summary>Runs of a seed on the embedded store, and what its file keeps of them.</summary>
public sealed class SeedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ConflictChoice.Ours)]
    [InlineData(ConflictChoice.Theirs)]
    public async Task Conflicts_are_listed_until_they_are_decided(ConflictChoice choice)
    {
        await new SeedRuns(() => Task.FromResult<IGraphStore>(_folder.Open())).Check(choice);
        Assert.Empty(StoreCheck.Run(_folder.Path, TestGraph.Model));
    }

    [Fact]
    public void Random_runs_do_what_they_do_in_memory()
    {
        var folders = new List<TemporaryFolder>();
        SeedRuns.CheckRandom(20, () =>
        {
            folders.Add(new TemporaryFolder());
            return folders[^1].Open();
        });
        folders.ForEach(f => f.Dispose());
    }

    [Theory]
    [InlineData("UPDATE seed SET content = x'00'", "seed: what it said last: The row does not match its checksum.")]
    [InlineData("DELETE FROM seed", "seed: The row is missing, or there is more than one.")]
    public async Task What_is_damaged_is_named_and_stops_the_seed_alone(string tampering, string problem)
    {
        var seed = SeedReaderTests.Read(("a.yaml", "objectives: { o: { name: O, theme: y } }"));
        using (IGraphStore store = _folder.Open())
            await store.Commit(Seeder.Propose(seed), default);
        _folder.Tamper(tampering);
        Assert.Equal([problem], StoreCheck.Run(_folder.Path, TestGraph.Model));
        using IGraphStore damaged = _folder.Open();
        var failure = await Assert.ThrowsAsync<StoreException>(async () => await damaged.Commit(Seeder.Propose(seed), default));
        Assert.StartsWith($"{_folder.File}: What the seed said last is damaged.", failure.Message, StringComparison.Ordinal);
        await damaged.Commit(ProposedChange.Of(StoredGraph.Small), default);
    }

    /// <summary>An empty store gets the seed at its first start, and knows then what it said.</summary>
    [Fact]
    public async Task The_seed_of_the_first_start_is_known()
    {
        using IGraphStore store = _folder.Open();
        Assert.True(await store.Open(() => Seeder.Propose(SeedReaderTests.Read(("a.yaml", "objectives: { o: { name: O, theme: y } }"))), waiting: null, default));
        await store.Commit(Seeder.Propose(SeedReaderTests.Read(("a.yaml", "objectives: { p: { name: P, theme: y } }"))), default);
        Assert.Equal("objective:p", Assert.Single((await store.ReadAll(default)).Nodes).Id);
    }
}
