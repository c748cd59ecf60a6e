using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>The store on a real server: what it commits, and what it answers.</summary>
public abstract class Neo4jStoreTests(Protocol protocol)
{
    private static readonly Lazy<Seed> s_article = new(() => SeedReader.Read(TestGraph.Model, Path.Combine(SeedFolders.Seed, "article")));

    [SkippableFact]
    public async Task The_seed_loads_once_even_when_servers_start_together()
    {
        var address = await StoreDatabase.Empty(protocol);
        var stores = Enumerable.Range(0, 4).Select(_ => new Neo4jStore(address, TestGraph.Model, TimeProvider.System)).ToList();
        var seeded = await Task.WhenAll(stores.Select(s => s.Open(() => Seeder.Propose(s_article.Value), null, default).AsTask()));
        Assert.Single(seeded, s => s);
        var (nodes, relationships) = (SeedFolders.Graph("article").NodeCount, SeedFolders.Graph("article").RelationshipCount);
        foreach (var store in stores)
        {
            Assert.Equal(new StoreState(1, nodes, relationships), await store.State(default));
            store.Dispose();
        }
    }

    [SkippableFact]
    public async Task An_operation_costs_the_same_as_on_the_embedded_store()
    {
        using var store = await Opened(await StoreDatabase.Empty(protocol));
        await store.Commit(Seeder.Propose(s_article.Value), null, default);
        await store.ReadSizes(default);
        var embedded = SeedFolders.Graph("article").Sizes;
        Assert.Equal(embedded.ToString(), store.Sizes.ToString());
        var operation = Operation.Parse(TestGraph.Schema, "{ countries(first: 500, order: [{ name: DESC }]) { nodes { agreements { nodes { id } } } } }", null);
        Assert.Equal(operation.Bind(new Dictionary<string, object?>(), embedded).Cost, operation.Bind(new Dictionary<string, object?>(), store.Sizes).Cost);
    }

    [SkippableFact]
    public async Task Loading_again_changes_nothing()
    {
        using var store = await Opened(await StoreDatabase.Empty(protocol));
        var first = await store.Commit(Seeder.Propose(s_article.Value), null, default);
        Assert.Equal((1, s_article.Value.Nodes.Length), (first.Version, first.Changes.Nodes.Length));
        var again = await store.Commit(Seeder.Propose(s_article.Value), null, default);
        Assert.True(again.Changes.IsEmpty);
        Assert.Equal(1, again.Version);
    }

    [SkippableFact]
    public async Task Changes_are_checked_against_what_is_stored()
    {
        using var store = await Opened(await StoreDatabase.Empty(protocol));
        await store.Commit(Of(StoredGraph.Small), null, default);
        foreach (var (changes, expected) in Wrong())
        {
            var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => store.Commit(Of(changes), null, default).AsTask());
            Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal(new StoreState(1, StoredGraph.Small.Nodes.Length, StoredGraph.Small.Relationships.Length), await store.State(default));
    }

    private static IEnumerable<(ChangeSet Changes, string Expected)> Wrong()
    {
        yield return (new() { Nodes = [StoredGraph.Country("MEX", "PA", "Mexico")] }, "`iso2` must be unique, but country:PAN also has \"PA\".");
        yield return (new() { RemovedNodes = ["country:XXX"] }, "country:XXX: The node cannot be removed because it is not in the graph.");
        yield return (new() { RemovedNodes = ["claim:1"] }, "would have no evidence left");
        yield return (new() { Relationships = [Link("LIES_IN", "place:darien", "country:CRI", ["claim:1"])] }, "The node country:CRI does not exist.");
        yield return (new() { Relationships = [Link("PARTY_TO", "place:darien", "instrument:mou", ["claim:1"])] }, "but leads from Place to Agreement.");
        yield return (
            new() { Relationships = [Link("SIGNED", "official:mayorkas", "instrument:mou", ["claim:1"], properties: ("onBehalfOf", "country:XXX"))] },
            "`onBehalfOf` names country:XXX, which does not exist.");
        yield return (new() { Nodes = [Node("Measure", "instrument:mou", ("name", "x"), ("kind", "VISA_REQUIREMENT"))] }, "The type must be `Agreement`, as in the graph, but was `Measure`.");
    }

    [SkippableFact]
    public async Task A_node_that_a_property_names_is_not_removed()
    {
        using var store = await Opened(await StoreDatabase.Empty(protocol));
        await store.Commit(Of(StoredGraph.Small), null, default);
        var signed = Link("SIGNED", "official:mayorkas", "instrument:mou", ["claim:1"], properties: ("onBehalfOf", "country:CUB"));
        await store.Commit(Of(new() { Nodes = [StoredGraph.Country("CUB", "CU", "Cuba")], Relationships = [signed] }), null, default);

        await store.Commit(Of(new() { Relationships = [signed with { Until = "2025" }] }), null, default);
        var refused = await Assert.ThrowsAsync<ChangeRefusedException>(() => store.Commit(Of(new() { RemovedNodes = ["country:CUB"] }), null, default).AsTask());
        Assert.Equal(ChangeErrorCode.StillReferenced, Assert.Single(refused.Errors).Code);
        await store.Commit(Of(new() { RemovedNodes = ["country:CUB"], RemovedRelationships = [signed] }), null, default);
    }

    /// <summary>Each state is that of the embedded store, record by record and time by time.</summary>
    [SkippableFact]
    public async Task Changes_do_what_they_do_in_the_embedded_store()
    {
        var address = await StoreDatabase.Empty(protocol);
        using var folder = new TemporaryFolder();
        using var embedded = folder.Open();
        using var store = await Opened(address);
        ChangeSet[] steps =
        [
            StoredGraph.Small,
            new() { Nodes = [StoredGraph.Country("PAN", "US", "Panama"), StoredGraph.Country("USA", "PA", "America")] },
            new()
            {
                RemovedRelationships = [.. StoredGraph.Small.Relationships.Where(r => r.Claims is ["claim:2"])],
                RemovedNodes = ["claim:2"],
                Nodes = [Node("Claim", "claim:3", ("statement", "three"))],
            },
            new() { RemovedNodes = ["official:mayorkas"] },
        ];
        foreach (var changes in steps)
        {
            embedded.Commit(changes);
            await store.Commit(Of(changes), null, default);
            const string All = "{ nodes: countries { nodes { id name iso2 } } agreements { edges { node { id parties { edges { role since until node { ... on Node { id } } evidence { id } } } } } } officials { nodes { id aliases offices { edges { title seenOn node { ... on Node { id } } } } } } places { nodes { id latitude longitude } } claims { nodes { id inferred } } }";
            Assert.Equal(JsonNode.Parse(embedded.Snapshot.Ask(All))!.ToJsonString(), JsonNode.Parse(await store.Ask(All))!.ToJsonString());
            Assert.Equal(
                new StoreState(embedded.Snapshot.Version, embedded.Snapshot.NodeCount, embedded.Snapshot.RelationshipCount), await store.State(default));
        }
    }

    /// <summary>Format 1 had neither nodes nor relationships with what orders them; 2 had names alone in the order of a node's edges; 3 had no revisions; 4 kept nothing of a seed.</summary>
    [SkippableTheory]
    [InlineData(1, "REMOVE r._out, r._in, r._tie, r._revision", "n._order, n._revision")]
    [InlineData(2, "SET r._out = startNode(r).id + ' ' + left(endNode(r)._name, 100), r._in = endNode(r).id + ' ' + left(startNode(r)._name, 100) REMOVE r._tie, r._revision", "n._order, n._revision")]
    [InlineData(3, "REMOVE r._revision", "n._revision")]
    public async Task A_database_of_an_earlier_format_is_brought_up_to_date(int format, string earlier, string lacking)
    {
        var address = await StoreDatabase.Empty(protocol);
        const string Parties = "{ agreements { nodes { parties { nodes { ... on Country { id } } } } } }";
        const string Found = """{"data":{"agreements":{"nodes":[{"parties":{"nodes":[{"id":"country:PAN"},{"id":"country:USA"}]}}]}}}""";
        const string Written = """
            MATCH (a)-[r]->(b) WHERE r._key IS NOT NULL WITH a, r, b ORDER BY a.id, type(r), b.id, r._key
            RETURN [collect([type(r), r._tie, r._out, r._in, r._revision]), collect(DISTINCT a._order + b._order), collect(DISTINCT [a._revision, b._revision])] AS data
            """;
        string written;
        using (var store = await Opened(address))
        {
            await store.Commit(Of(StoredGraph.Small), null, default);
            Assert.Equal(Found, await store.Ask(Parties));
            written = await StoreDatabase.Ask(address, Written);
            Assert.Contains("\\u0000", written, StringComparison.Ordinal);
            await StoreDatabase.Ask(address, $"MATCH ()-[r]->() {earlier} WITH count(*) AS count MATCH (n:Entity) REMOVE {lacking} WITH DISTINCT count MATCH (s:_Store) SET s.format = {format} RETURN count");
            Assert.NotEqual(written, await StoreDatabase.Ask(address, Written));
        }
        using var opened = await Opened(address);
        Assert.Equal(Found, await opened.Ask(Parties));
        Assert.Equal(written, await StoreDatabase.Ask(address, Written));
        Assert.Equal($"[{GraphLayout.Format}]", await StoreDatabase.Ask(address, "MATCH (s:_Store) RETURN [s.format] AS data"));
    }

    [SkippableFact]
    public async Task A_failure_in_the_middle_leaves_nothing()
    {
        var address = await StoreDatabase.Empty(protocol);
        using var store = await Opened(address);
        await store.Commit(Of(StoredGraph.Small), null, default);
        // Another program's node has what this change wants: the constraint refuses it after other batches were written.
        await StoreDatabase.Ask(address, "CREATE (n:Country {_iso2: 'mx'}) RETURN 1");
        var many = Enumerable.Range(0, 1500).Select(i => Node("Claim", $"claim:many{i}", ("statement", $"{i}"))).Append(StoredGraph.Country("MEX", "MX", "Mexico"));
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Commit(Of(new() { Nodes = [.. many] }), null, default).AsTask());
        Assert.Contains("ConstraintValidationFailed", failed.Message, StringComparison.Ordinal);
        Assert.Equal(new StoreState(1, StoredGraph.Small.Nodes.Length, StoredGraph.Small.Relationships.Length), await store.State(default));
    }

    [SkippableFact]
    public async Task A_bookmark_of_a_write_makes_another_store_see_it()
    {
        var address = await StoreDatabase.Empty(protocol);
        using var writer = await Opened(address);
        using var reader = await Opened(address);
        var committed = await writer.Commit(Of(StoredGraph.Small), null, default);
        Assert.NotEmpty(committed.Bookmark!);
        Assert.Equal("""{"data":{"country":{"name":"Panamá"}}}""", await reader.Ask("""{ country(code: "PA") { name } }""", bookmark: committed.Bookmark));
        var refused = await Assert.ThrowsAsync<GraphErrorException>(() => reader.Ask("{ countries { totalCount } }", bookmark: "nonsense"));
        Assert.Equal(RequestErrorCodes.InvalidBookmark, Assert.Single(refused.Errors).Code);
    }

    [SkippableFact]
    public async Task A_statement_that_is_stopped_ends_in_Neo4j()
    {
        var address = await StoreDatabase.Empty(protocol);
        using var client = INeo4jClient.To(address, TimeProvider.System);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var endless = new Statement("endless", "UNWIND range(1, 100000000000) AS x WITH x WHERE x % 7 = 8 RETURN count(x) AS data");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Read(
            endless,
            json =>
            {
                json.WriteStartObject();
                json.WriteEndObject();
            },
            [], (ref Utf8JsonReader value) => value.Skip(), limit.Token).AsTask());
        var running = "";
        for (var i = 0; i < 20 && running != "0"; i++)
        {
            running = await StoreDatabase.Ask(address, "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery STARTS WITH 'UNWIND range(1, 100000000000)' RETURN count(*) AS data");
            await Task.Delay(250);
        }
        Assert.Equal("0", running);
    }

    /// <summary>Whoever stops waiting leaves an answer on its way: nobody else gets it.</summary>
    [SkippableFact]
    public async Task No_answer_is_anothers_whoever_stops_waiting()
    {
        using var client = INeo4jClient.To(await StoreDatabase.Empty(protocol), TimeProvider.System);
        var echo = new Statement("echo", "RETURN $x AS data");
        var (answered, stopped) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 150).Select(async asker =>
        {
            var random = new Random(asker);
            for (var i = 0; i < 20; i++)
            {
                var (sent, got) = ($"{asker} {i} {new string('x', random.Next(5000))}", "");
                using var stop = new CancellationTokenSource();
                if (random.Next(4) == 0)
                    stop.CancelAfter(random.Next(20));
                try
                {
                    Assert.True(await client.Read(
                        echo,
                        json =>
                        {
                            json.WriteStartObject();
                            json.WriteString("x"u8, sent);
                            json.WriteEndObject();
                        },
                        [], (ref Utf8JsonReader value) => got = value.GetString()!, stop.Token));
                    Assert.Equal(sent, got);
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref stopped);
                }
            }
        }));
        Assert.Equal(150 * 20, answered + stopped);
        Assert.InRange(stopped, 1, 150 * 20 / 2);
    }

    private static ProposedChange Of(ChangeSet changes) => new(changes, _ => changes);

    private static async Task<Neo4jStore> Opened(Neo4jAddress address)
    {
        var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        Assert.False(await store.Open(first: null, waiting: null, default));
        return store;
    }
}

[Collection(StoreDatabase.Name)]
public sealed class Neo4jStoreOverBolt() : Neo4jStoreTests(Protocol.Bolt)
{
    [SkippableFact]
    public async Task A_connection_is_used_again_also_after_an_error_and_by_one_at_a_time()
    {
        using var client = INeo4jClient.To(await Neo4jServer.Find(), TimeProvider.System);
        var (first, second) = (await Connection(), await Connection());
        Assert.Equal(first, second);
        await Assert.ThrowsAsync<QueryException>(() => client.Run(new Statement("wrong", "RETURN 1 / 0 AS data"), null, null, default).AsTask());
        // It is reset meanwhile. Until it is back, another one is opened, and then they take turns.
        var afterwards = new List<string>();
        while (!afterwards.Contains(first) && afterwards.Count < 100)
            afterwards.Add(await Connection());
        Assert.Contains(first, afterwards);
        Assert.InRange(afterwards.Distinct().Count(), 1, 2);
        await using (await client.Begin(TimeSpan.FromSeconds(9), [], default))
            await Connection();
        string[] idle = [await Connection(), await Connection(), await Connection()];
        Assert.Equal(2, idle.Distinct().Count());

        async Task<string> Connection()
        {
            var id = "";
            await client.Run(
                new Statement("connection", "SHOW TRANSACTIONS YIELD connectionId, currentQuery WHERE currentQuery STARTS WITH 'SHOW TRANSACTIONS YIELD connectionId' RETURN connectionId AS data"),
                null, (ref Utf8JsonReader value) => id = value.GetString()!, default);
            return id;
        }
    }

    [SkippableFact]
    public async Task More_than_there_are_connections_wait()
    {
        using var client = INeo4jClient.To(await Neo4jServer.Find(), TimeProvider.System);
        Task<INeo4jTransaction> Begin() => client.Begin(TimeSpan.FromSeconds(60), [], default).AsTask();
        var opened = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Begin()));
        var waiting = Begin();
        await Task.Delay(200);
        Assert.False(waiting.IsCompleted);
        await opened[0].DisposeAsync();
        await (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).DisposeAsync();
        foreach (var transaction in opened[1..])
            await transaction.DisposeAsync();
    }
}

[Collection(StoreDatabase.Name)]
public sealed class Neo4jStoreOverQueryApi() : Neo4jStoreTests(Protocol.QueryApi);
