using System.Text.Json;
using KnowledgeGraph.Cypher;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Server.Stores.Neo4j.QueryApi;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Takes the value that a statement returned, as JSON: the reader stands on its first token, and then on its last.</summary>
internal delegate void ReadValue(ref Utf8JsonReader value);

/// <summary>Runs statements in Neo4j, by the protocol of its address. What a statement returns is one row of one column, or nothing. Thread-safe.</summary>
internal interface INeo4jClient : IDisposable
{
    /// <summary>By Bolt, or by the Query API where the address is of HTTP.</summary>
    static INeo4jClient To(Neo4jAddress address) => address.IsHttp ? new QueryClient(address) : new BoltClient(address);

    /// <summary>Runs a statement that reads; it is tried again where that may help, and ended in Neo4j when it is to stop.</summary>
    /// <param name="read">Takes the value anew at each try.</param>
    /// <returns>Whether there was a value.</returns>
    /// <exception cref="QueryException">Neo4j refuses it.</exception>
    /// <exception cref="IOException">The connection broke, or there is none; an <see cref="HttpRequestException"/> means the same.</exception>
    ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, ReadValue read, CancellationToken stop);

    /// <summary>Runs a statement in a transaction of its own, once.</summary>
    /// <returns>Whether there was a value.</returns>
    ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop);

    /// <summary>Opens a transaction of several statements.</summary>
    /// <param name="limit">Neo4j rolls it back when it takes longer.</param>
    ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop);
}
