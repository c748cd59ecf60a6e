using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>A transaction of several statements. What is not committed is rolled back.</summary>
internal interface INeo4jTransaction : IAsyncDisposable
{
    ValueTask Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop);

    /// <returns>The bookmarks with which a read sees the commit.</returns>
    ValueTask<ImmutableArray<string>> Commit(CancellationToken stop);
}
