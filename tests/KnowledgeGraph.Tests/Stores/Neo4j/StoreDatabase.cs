using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Tests that write to the shared Neo4j run one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StoreDatabase
{
    public const string Name = "Neo4j store";

    /// <summary>The shared database, emptied.</summary>
    internal static async Task<Neo4jAddress> Empty(Protocol protocol = Protocol.Bolt)
    {
        var address = await Neo4jServer.Find(protocol);
        await Empty(address);
        return address;
    }

    internal static async Task Empty(Neo4jAddress address)
    {
        using var client = INeo4jClient.To(address, TimeProvider.System);
        await client.Run(new Statement("empty", "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"), null, null, CancellationToken.None);
    }

    /// <summary>The one value that a statement returns, as JSON.</summary>
    internal static async Task<string> Ask(Neo4jAddress address, string text)
    {
        using var client = INeo4jClient.To(address, TimeProvider.System);
        var json = "";
        await client.Run(
            new Statement("test", text), null,
            (ref Utf8JsonReader value) =>
            {
                using var document = JsonDocument.ParseValue(ref value);
                json = document.RootElement.GetRawText();
            },
            CancellationToken.None);
        return json;
    }
}

internal static class StoreQuestions
{
    public static async Task<string> Ask(
        this IGraphStore store, string document, Dictionary<string, object?>? variables = null, string? bookmark = null, CancellationToken stop = default)
    {
        var plan = Operation.Parse(TestGraph.Schema, document, null, limits: null, stop)
            .Bind((IReadOnlyDictionary<string, object?>?)variables ?? ImmutableDictionary<string, object?>.Empty, stop: stop);
        using var answer = new ResponseBuffer();
        await store.Answer(plan, TestGraph.Today, answer, bookmark, stop);
        return Encoding.UTF8.GetString(answer.Written.Span);
    }
}
