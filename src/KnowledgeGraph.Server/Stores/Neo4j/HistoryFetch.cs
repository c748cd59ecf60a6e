using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Fetches the whole history into memory, some changes at a time.</summary>
internal sealed class HistoryFetch(INeo4jClient client)
{
    /// <summary>Changes of which the entries are fetched together. An import has 5,000 in each.</summary>
    private const int Batch = 10;

    /// <param name="upTo">The last version.</param>
    public async ValueTask<IChangeLog> Read(long upTo, string[] bookmarks, CancellationToken stop)
    {
        var log = new FetchedHistory();
        for (var first = 1L; first <= upTo; first += Batch)
        {
            var versions = Enumerable.Range(0, (int)Math.Min(Batch, upTo - first + 1)).Select(i => first + i).ToArray();
            await Read(HistoryStatements.Changes, versions, record => log.Add(RecordReader.Change(record)), bookmarks, stop);
            await Read(HistoryStatements.Entries, versions, record => log.Add(RecordReader.Entry(record)), bookmarks, stop);
        }
        return log;
    }

    private async ValueTask Read(Statement statement, long[] versions, Action<JsonElement> add, string[] bookmarks, CancellationToken stop) =>
        await client.Read(
            statement, Rows.Of(versions, (json, version) => json.WriteNumberValue(version)), bookmarks,
            (ref Utf8JsonReader value) =>
            {
                using var records = JsonDocument.ParseValue(ref value);
                foreach (var record in records.RootElement.EnumerateArray())
                    add(record);
            },
            stop);
}
