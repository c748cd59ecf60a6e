using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Runs of a seed on Neo4j, and what it keeps of them.</summary>
[Collection(StoreDatabase.Name)]
public sealed class SeedRunInNeo4jTests
{
    [SkippableTheory]
    [InlineData(Protocol.Bolt, ConflictChoice.Ours)]
    [InlineData(Protocol.Bolt, ConflictChoice.Theirs)]
    [InlineData(Protocol.QueryApi, ConflictChoice.Ours)]
    public async Task Conflicts_are_listed_until_they_are_decided(Protocol protocol, ConflictChoice choice)
    {
        var address = await StoreDatabase.Empty(protocol);
        await new SeedRuns(() => Opened(address)).Check(choice);
        Assert.Equal("1", await StoreDatabase.Ask(address, "MATCH (s:_Seed) RETURN count(s) AS data"));
    }

    [SkippableFact]
    public async Task Random_runs_do_what_they_do_in_memory()
    {
        var address = await StoreDatabase.Empty();
        SeedRuns.CheckRandom(8, () =>
        {
            StoreDatabase.Empty(address).GetAwaiter().GetResult();
            return Opened(address).GetAwaiter().GetResult();
        });
    }

    [SkippableFact]
    public async Task What_is_damaged_stops_the_seed_alone()
    {
        var address = await StoreDatabase.Empty();
        var seed = SeedReader.Read(TestGraph.Model, Path.Combine(SeedFolders.Seed, "article"));
        using var store = await Opened(address);
        await store.Commit(Seeder.Propose(seed), default);
        await StoreDatabase.Ask(address, "MATCH (s:_Seed) SET s.content = 'AAAA' RETURN 1 AS data");
        var failure = await Assert.ThrowsAsync<StoreException>(async () => await store.Commit(Seeder.Propose(seed), default));
        Assert.Equal("What the seed said last is damaged in Neo4j. Restore a backup.", failure.Message);
        await store.Commit(ProposedChange.Of(StoredGraph.Small), default);
    }

    /// <summary>The layout before had no seed. It is brought up to date at start, so that no server of an earlier version writes to it.</summary>
    [SkippableFact]
    public async Task A_database_without_a_seed_is_brought_up_to_date()
    {
        var address = await StoreDatabase.Empty();
        using (var store = await Opened(address))
            await store.Commit(ProposedChange.Of(StoredGraph.Small), default);
        await StoreDatabase.Ask(address, "MATCH (s:_Store) SET s.format = 4 RETURN 1 AS data");
        using var opened = await Opened(address);
        Assert.Equal("7", await StoreDatabase.Ask(address, "MATCH (s:_Store) RETURN s.format AS data"));
        await opened.Commit(Seeder.Propose(SeedReader.Read(TestGraph.Model, Path.Combine(SeedFolders.Seed, "article"))), default);
        Assert.Equal("1", await StoreDatabase.Ask(address, "MATCH (s:_Seed) RETURN count(s) AS data"));
    }

    private static async Task<IGraphStore> Opened(Neo4jAddress address)
    {
        var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        await store.Open(first: null, waiting: null, default);
        return store;
    }
}
