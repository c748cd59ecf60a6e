using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>
/// Reads what the graph knows about its evidence, again after each transaction that changed the database, also by other tools. Operations with
/// `@evidence` or a standing need it.
/// </summary>
internal sealed class EvidenceFetch(INeo4jClient client, GraphModel model)
{
    private readonly Statement[] _statements =
    [
        EvidenceStatements.Reports(model.Evidence), EvidenceStatements.Claims(model.Evidence), EvidenceStatements.Instruments(model),
        EvidenceStatements.Statistics(model.Evidence), EvidenceStatements.Relationships(model),
    ];
    private volatile Fetched? _last;

    private sealed record Fetched(string Mark, StoredEvidence Evidence);

    /// <summary>The evidence of what is committed.</summary>
    /// <exception cref="QueryException">Neo4j refuses a statement.</exception>
    /// <exception cref="IOException">The connection failed or was lost; an <see cref="HttpRequestException"/> means the same.</exception>
    public async ValueTask<StoredEvidence> Read(string[] bookmarks, CancellationToken stop)
    {
        var mark = await client.ReadMark(bookmarks, stop);
        if (_last is { } last && last.Mark == mark && mark.Length > 0)
            return last.Evidence;
        // The mark comes first, so that what is committed meanwhile is noticed next time.
        var evidence = await ReadAll(mark.Length > 0 ? [.. bookmarks, mark] : bookmarks, stop);
        _last = new Fetched(mark, evidence);
        return evidence;
    }

    /// <summary>The evidence as it is now.</summary>
    public ValueTask<StoredEvidence> ReadAll(string[] bookmarks, CancellationToken stop) => ReadAll(statement => Read(statement, bookmarks, stop));

    /// <summary>The evidence as a transaction sees it.</summary>
    public ValueTask<StoredEvidence> ReadAll(INeo4jTransaction transaction, CancellationToken stop) => ReadAll(async statement =>
    {
        JsonElement[] list = [];
        await transaction.Run(statement, StoreNode.Parameters(), (ref Utf8JsonReader value) => list = ListReader.Read(ref value), stop);
        return list;
    });

    private async ValueTask<StoredEvidence> ReadAll(Func<Statement, ValueTask<JsonElement[]>> read)
    {
        var lists = new JsonElement[_statements.Length][];
        for (var i = 0; i < lists.Length; i++)
            lists[i] = await read(_statements[i]);
        return new StoredEvidence(model, lists[0], lists[1], lists[2], lists[3], lists[4]);
    }

    private async ValueTask<JsonElement[]> Read(Statement statement, string[] bookmarks, CancellationToken stop)
    {
        JsonElement[] list = [];
        await client.Read(statement, StoreNode.Parameters(), bookmarks, (ref Utf8JsonReader value) => list = ListReader.Read(ref value), stop);
        return list;
    }
}
