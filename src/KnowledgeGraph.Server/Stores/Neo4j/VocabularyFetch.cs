using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Reads the words of the graph, once for each version. Fuzzy searches need them, and one of them reads them for all that wait. What is edited by hand
/// does not change the version, so it counts only after the next commit.
/// </summary>
internal sealed class VocabularyFetch(INeo4jClient client) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Fetched? _last;

    private sealed record Fetched(long Version, IReadOnlyCollection<string> Words);

    /// <summary>The words of the current version.</summary>
    /// <exception cref="QueryException">Neo4j refuses a statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    public async ValueTask<IReadOnlyCollection<string>> Read(string[] bookmarks, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            long version = -1;
            await client.Read(EvidenceStatements.Version, StoreNode.Parameters(), bookmarks, (ref Utf8JsonReader value) => version = ListReader.Read(ref value) is [var only] ? only.GetInt64() : -1, stop);
            if (_last is { } last && last.Version == version && version >= 0)
                return last.Words;
            string[] words = [];
            await client.Read(VocabularyStatements.Words, StoreNode.Parameters(), bookmarks, (ref Utf8JsonReader value) => words = [.. ListReader.Read(ref value).Select(w => w.GetString()!)], stop);
            _last = new Fetched(version, words);
            return words;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
