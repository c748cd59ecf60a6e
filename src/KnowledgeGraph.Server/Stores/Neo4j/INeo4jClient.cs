using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Server.Stores.Neo4j.QueryApi;
using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Receives a value that a statement returned, as JSON. The reader is at its first token, and must be left at its last one.</summary>
internal delegate void ReadValue(ref Utf8JsonReader value);

/// <summary>Receives a value that a statement returned, in the format of the protocol. The reader is at its first token.</summary>
internal interface IRowTarget
{
    void Read<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct;
}

/// <summary>Gives the value on as JSON.</summary>
internal sealed class JsonTarget(ReadValue read) : IRowTarget
{
    public void Read<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct => row.ReadJson(new ReadJson(read));

    public static JsonTarget? Of(ReadValue? read) => read is null ? null : new JsonTarget(read);
}

/// <summary>Runs statements in Neo4j, with the protocol of its address. A statement returns rows with one column, mostly one. Thread-safe.</summary>
internal interface INeo4jClient : IDisposable
{
    /// <summary>Creates a client for Bolt, or for the Query API if the address is HTTP.</summary>
    /// <param name="bolt">How connections of Bolt are opened and kept; null for the usual way.</param>
    static INeo4jClient To(Neo4jAddress address, TimeProvider clock, BoltSettings? bolt = null) =>
        address.IsHttp ? new QueryClient(address) : new BoltClient(address, bolt ?? new BoltSettings(clock));

    /// <summary>How reads and rolled-back transactions are repeated.</summary>
    ResiliencePipeline Retries { get; }

    /// <summary>Runs a statement that reads. It is repeated if that may help, and ended in Neo4j if it is stopped.</summary>
    /// <param name="read">Receives the value of each row, again at each try.</param>
    /// <returns>Whether there was a value.</returns>
    /// <exception cref="QueryException">Neo4j refuses the statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, IRowTarget read, CancellationToken stop);

    /// <summary>The same, with values as JSON.</summary>
    ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, ReadValue read, CancellationToken stop) =>
        Read(statement, writeParameters, bookmarks, new JsonTarget(read), stop);

    /// <summary>
    /// Asks for a mark of all that is committed. It is another one after each transaction that changed the database, also of another program, and the same
    /// after reads. It is a bookmark: a read that has it sees at least what is marked. Empty if Neo4j gives none.
    /// </summary>
    /// <exception cref="QueryException">Neo4j refuses the statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    ValueTask<string> ReadMark(string[] bookmarks, CancellationToken stop);

    /// <summary>Runs a statement once, in its own transaction.</summary>
    /// <returns>Whether there was a value.</returns>
    ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop);

    /// <summary>Opens a transaction of several statements.</summary>
    /// <param name="limit">The time after which Neo4j rolls the transaction back.</param>
    ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop);
}
