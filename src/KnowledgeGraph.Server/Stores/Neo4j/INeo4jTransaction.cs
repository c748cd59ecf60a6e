using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>A statement of a transaction, and what receives its value.</summary>
internal sealed record TransactionStep(Statement Statement, Action<Utf8JsonWriter>? WriteParameters, ReadValue? Read = null);

/// <summary>A transaction of several statements. It is rolled back unless it is committed.</summary>
internal interface INeo4jTransaction : IAsyncDisposable
{
    /// <param name="target">Receives the value; null for none.</param>
    ValueTask Read(Statement statement, Action<Utf8JsonWriter>? writeParameters, IRowTarget? target, CancellationToken stop);

    /// <summary>The same, with the value as JSON.</summary>
    ValueTask Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop) =>
        Read(statement, writeParameters, JsonTarget.Of(read), stop);

    /// <summary>Runs statements of which none needs the value of another. If the protocol can, they are sent together.</summary>
    ValueTask Run(IReadOnlyList<TransactionStep> steps, CancellationToken stop);

    /// <returns>The bookmarks that make a read see the commit.</returns>
    ValueTask<ImmutableArray<string>> Commit(CancellationToken stop);
}
