using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>What another program changes by Cypher while the store is open.</summary>
[Collection(StoreDatabase.Name)]
public sealed class EditsByHandTests
{
    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task The_mark_moves_with_each_change_and_with_no_read(Protocol protocol)
    {
        var address = await StoreDatabase.Empty(protocol);
        using var client = INeo4jClient.To(address, TimeProvider.System);
        var mark = await client.ReadMark([], default);
        Assert.NotEqual("", mark);
        await StoreDatabase.Ask(address, "MATCH (n) RETURN count(n) AS data");
        Assert.Equal(mark, await client.ReadMark([], default));
        var marks = new HashSet<string> { mark };
        foreach (var change in (string[])["CREATE (n:Person) RETURN 1 AS data", "MATCH (n:Person) SET n.name = 'Ana' RETURN 1 AS data", "MATCH (n:Person) DETACH DELETE n RETURN 1 AS data"])
        {
            await StoreDatabase.Ask(address, change);
            mark = await client.ReadMark([], default);
            Assert.True(marks.Add(mark), change);
            Assert.Equal(mark, await client.ReadMark([mark], default));
        }
    }

    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task Evidence_words_and_sizes_are_those_of_the_database(Protocol protocol)
    {
        var address = await StoreDatabase.Empty(protocol);
        using var store = new Neo4jStore(address, TestGraph.Model, TimeProvider.System);
        await ((IGraphStore)store).Open(() => Seeder.Propose(SeedReader.Read(TestGraph.Model, Path.Combine(SeedFolders.Seed, "article"))), null, default);
        const string Parties = "query @evidence(publishedBy: \"2024-08-01\") { agreement(id: \"instrument:us_panama_mou_2024\") { parties(first: 10) { nodes { __typename } } } }";
        const string Near = "{ search(text: \"Zanzibarr\", fuzzy: true) { nodes { node { id } } } }";
        var (parties, near, sizes) = (await store.Ask(Parties), await store.Ask(Near), store.Sizes.ToString());
        Assert.Contains("Country", parties, StringComparison.Ordinal);
        Assert.DoesNotContain("place:zanzibar", near, StringComparison.Ordinal);

        await StoreDatabase.Ask(address, "MATCH (r:Report) SET r.publishedOn = '2025' RETURN 1 AS data");
        await StoreDatabase.Ask(address, "CREATE (p:Place:Entity {id: 'place:zanzibar', name: 'Zanzibar', kind: 'REGION', aliases: [], _name: 'zanzibar', _aliases: [], _words: ' zanzibar ', _nameWords: ' zanzibar ', _order: 'zanzibar' + '\\u0000Zanzibar\\u0000place:zanzibar', recordedAt: datetime(), _revision: 1}) RETURN 1 AS data");
        Assert.DoesNotContain("Country", await store.Ask(Parties), StringComparison.Ordinal);
        Assert.Contains("place:zanzibar", await store.Ask(Near), StringComparison.Ordinal);
        await store.ReadSizes(default);
        Assert.NotEqual(sizes, store.Sizes.ToString());
    }
}
