using System.Diagnostics;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>The database of the Neo4j that NEO4J_TEST_BOLT names, with NEO4J_TEST_USER and NEO4J_TEST_PASSWORD. It belongs to the benchmarks: they empty it.</summary>
internal static class Neo4jDatabase
{
    /// <summary>How many rows a statement has outside of the product's own commit.</summary>
    private const int Batch = 10_000;

    public static Neo4jAddress Address { get; } = new(
        new Uri(Environment.GetEnvironmentVariable("NEO4J_TEST_BOLT") ?? "bolt://localhost:7687"), "neo4j",
        Environment.GetEnvironmentVariable("NEO4J_TEST_USER") ?? "neo4j", Environment.GetEnvironmentVariable("NEO4J_TEST_PASSWORD") ?? "");

    /// <summary>Makes it hold this graph and nothing else, by a commit of the product's store.</summary>
    public static async Task Load(GeneratedGraph graph)
    {
        var clock = Stopwatch.StartNew();
        await Empty();
        using var store = new Neo4jStore(Address, graph.Model, TimeProvider.System);
        await store.Open(() => new ProposedChange(graph.Changes, _ => graph.Changes), waiting: null, CancellationToken.None);
        await Report(store, clock);
    }

    /// <summary>The same by the same statements, each in a transaction of its own, and the indexes made at the end: for graphs that no transaction can hold.</summary>
    public static async Task LoadInBatches(GeneratedGraph graph)
    {
        var clock = Stopwatch.StartNew();
        await Empty();
        using var client = INeo4jClient.To(Address, TimeProvider.System);
        await client.Run(SchemaStatements.Prepare(graph.Model).First(), null, null, CancellationToken.None);
        var at = TimeProvider.System.GetUtcNow();
        foreach (var change in ChangeStatements.Of(graph.Model, graph.Changes, at, Batch))
            await client.Run(change.Statement, change.WriteParameters, null, CancellationToken.None);
        // The store itself waits for five minutes.
        foreach (var statement in (IEnumerable<Statement>)[.. SchemaStatements.Prepare(graph.Model), new("await indexes", "CALL db.awaitIndexes(7200)")])
            await client.Run(statement, null, null, CancellationToken.None);
        using var store = new Neo4jStore(Address, graph.Model, TimeProvider.System);
        await store.Open(first: null, waiting: null, CancellationToken.None);
        await client.Run(StoreNode.Count, StoreNode.Parameters("load", at: at.ToUnixTimeMilliseconds()), null, CancellationToken.None);
        await Report(store, clock);
    }

    private static async Task Empty()
    {
        using var client = INeo4jClient.To(Address, TimeProvider.System);
        // Relationships first: a node with very many of them is more than a transaction holds.
        await client.Run(new Statement("empty of relationships", "MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 10000 ROWS"), null, null, CancellationToken.None);
        await client.Run(new Statement("empty", "MATCH (n) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS"), null, null, CancellationToken.None);
    }

    private static async Task Report(Neo4jStore store, Stopwatch clock)
    {
        var state = await store.State(CancellationToken.None);
        Console.Error.WriteLine(FormattableString.Invariant($"{state.Nodes:N0} nodes and {state.Relationships:N0} relationships in {clock.Elapsed.TotalSeconds:F0} s"));
    }
}
