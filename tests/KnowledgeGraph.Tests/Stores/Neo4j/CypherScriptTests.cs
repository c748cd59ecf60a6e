using System.Text;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Exporting;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Cases;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>The Cypher script of an export: a Neo4j in which it ran answers as the store from which it came.</summary>
[Collection(StoreDatabase.Name)]
public sealed class CypherScriptTests
{
    [SkippableTheory]
    [InlineData(Protocol.Bolt)]
    [InlineData(Protocol.QueryApi)]
    public async Task The_seed_from_a_script_answers_the_named_questions(Protocol protocol)
    {
        var graph = SeedFolders.Graph("seed");
        using var store = await Load(graph, protocol);
        Assert.Equal(Export(graph, "jsonl"), Export(await store.ReadSnapshot(default), "jsonl"));
        foreach (var question in Case.All.Where(c => c is { IsNamedQuestion: true, Graph: "seed" }))
            question.CheckAnswer(bound =>
            {
                using var answer = new ResponseBuffer();
                store.Answer(bound, Today, answer, bookmark: null, default).AsTask().GetAwaiter().GetResult();
                ExtensionsWriter.AddTo(answer, bound, withCost: false);
                return Encoding.UTF8.GetString(answer.Written.Span);
            });
    }

    /// <summary>Texts that would end a literal, and values at the edges of their types.</summary>
    [SkippableFact]
    public async Task Any_text_comes_through_a_script()
    {
        const string Text = "it's \"x\" \\ \\\\ \\u0027 \\\\u0027}) // ; \u0001 \u0007 \u007F \u0085 \u2028 \uFFFD 日本 \U0001F600\t\r\n;\nRETURN 1;";
        var graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new()
        {
            Nodes =
            [
                Node("Place", "place:a", ("name", Text), ("kind", "TOWN"), ("latitude", 1e-300), ("longitude", -0.1)),
                Node("Place", "place:b", ("name", "b"), ("kind", "TOWN"), ("aliases", (string[])[Text, "b"])),
                Node("Statistic", "statistic:s", ("measure", "m"), ("value", 1.5e300), ("from", "2024"), ("to", "2024")),
                Node("Claim", "claim:1", ("statement", Text), ("inferred", true)),
                Node("Official", "official:o", ("name", "O")),
                Node("Country", "country:PAN", ("name", "P"), ("iso2", "PA"), ("iso3", "PAN")),
            ],
            Relationships =
            [
                Link("LOCATED_IN", "place:a", "place:b", ["claim:1"]),
                Link("CLAIMS_ABOUT", "claim:1", "place:b"),
                Link("HOLDS_OFFICE", "official:o", "country:PAN", ["claim:1"], since: "2020", properties: ("title", "it's \\u0027 the 1st")),
            ],
        });
        using var store = await Load(graph);
        Assert.Equal(Export(graph, "jsonl"), Export(await store.ReadSnapshot(default), "jsonl"));
        Assert.Equal(Export(graph, "cypher"), Export(await store.ReadSnapshot(default), "cypher"));
    }

    private static string Export(GraphSnapshot graph, string format)
    {
        using var bytes = new MemoryStream();
        ExportFormat.Find(format).Writer.Write(new GraphExtract(graph, GraphSelection.All(TestGraph.Model), default), new StreamTarget(bytes));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>Runs the statements one after another, as `cypher-shell` does. No literal has a line break, so that a line that ends with a semicolon ends a statement.</summary>
    private static async Task<IGraphStore> Load(GraphSnapshot graph, Protocol protocol = Protocol.Bolt)
    {
        var address = await StoreDatabase.Empty(protocol);
        using (var client = INeo4jClient.To(address, TimeProvider.System))
            foreach (var statement in Export(graph, "cypher").Split(";\n", StringSplitOptions.RemoveEmptyEntries))
                await client.Run(new Statement("script", statement), null, null, default);
        var store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        await ((IGraphStore)store).Open(first: null, waiting: null, default);
        return store;
    }
}
