using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.QueryApi;

/// <summary>An explicit transaction (https://neo4j.com/docs/query-api/current/transactions/).</summary>
internal sealed class QueryTransaction(QueryClient client, string path, string? affinity) : INeo4jTransaction
{
    private static readonly TimeSpan s_rollbackLimit = TimeSpan.FromSeconds(5);

    private bool _isOver;

    public async ValueTask Read(Statement statement, Action<Utf8JsonWriter>? writeParameters, IRowTarget? target, CancellationToken stop)
    {
        using var request = QueryRequest.Write(statement, writeParameters);
        await client.Send(HttpMethod.Post, path, request, affinity, target, stop);
    }

    public async ValueTask Run(IReadOnlyList<TransactionStep> steps, CancellationToken stop)
    {
        foreach (var step in steps)
            await Read(step.Statement, step.WriteParameters, JsonTarget.Of(step.Read), stop);
    }

    public async ValueTask<ImmutableArray<string>> Commit(CancellationToken stop)
    {
        using var request = QueryRequest.Empty("commit");
        _isOver = true;
        return (await client.Send(HttpMethod.Post, path + "/commit", request, affinity, null, stop)).Result.Bookmarks;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        try
        {
            using var limit = new CancellationTokenSource(s_rollbackLimit);
            using var request = QueryRequest.Empty("rollback");
            await client.Send(HttpMethod.Delete, path, request, affinity, null, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or QueryException or OperationCanceledException)
        {
            // Neo4j itself rolls back a transaction that is not committed: at once after an error or a restart, otherwise after its time limit.
        }
    }
}
