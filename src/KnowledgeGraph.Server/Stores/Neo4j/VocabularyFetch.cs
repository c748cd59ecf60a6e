using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Reads the words of the graph, again after each transaction that changed the database, also by other tools. Fuzzy searches need them, and one of them
/// reads them for all that wait.
/// </summary>
internal sealed class VocabularyFetch(INeo4jClient client) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private Fetched? _last;

    private sealed record Fetched(string Mark, IReadOnlyCollection<string> Words);

    /// <summary>The words of what is committed.</summary>
    /// <exception cref="QueryException">Neo4j refuses a statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    public async ValueTask<IReadOnlyCollection<string>> Read(string[] bookmarks, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            var mark = await client.ReadMark(bookmarks, stop);
            if (_last is { } last && last.Mark == mark && mark.Length > 0)
                return last.Words;
            string[] words = [];
            // The mark comes first, so that what is committed meanwhile is noticed next time.
            await client.Read(VocabularyStatements.Words, StoreNode.Parameters(), mark.Length > 0 ? [.. bookmarks, mark] : bookmarks, (ref Utf8JsonReader value) => words = [.. ListReader.Read(ref value).Select(w => w.GetString()!)], stop);
            _last = new Fetched(mark, words);
            return words;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
