using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Responses;
using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j.QueryApi;

/// <summary>Neo4j's Query API (https://neo4j.com/docs/query-api/current/) over pooled connections. Thread-safe.</summary>
internal sealed class QueryClient : INeo4jClient
{
    /// <summary>The header that is sent back with each request of a transaction, so that the request reaches the cluster member of the transaction.</summary>
    private const string AffinityHeader = "neo4j-cluster-affinity";

    private static readonly TimeSpan s_terminationLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_terminationPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly string _path;

    public QueryClient(Neo4jAddress address)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            // So that a host name is resolved again after it has moved to another machine.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        })
        {
            BaseAddress = address.Url,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.User}:{address.Password}")));
        _http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        _path = $"/db/{Uri.EscapeDataString(address.Database)}/query/v2";
    }

    public ResiliencePipeline Retries => Neo4j.Retries.Pipeline;

    public async ValueTask<bool> Read(
        Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, IRowTarget read, CancellationToken stop)
    {
        var id = Guid.NewGuid().ToString("N");
        using var request = QueryRequest.Read(statement, writeParameters, bookmarks, id);
        try
        {
            return await Retries.ExecuteAsync(
                static async (call, stop) => (await call.Client.Send(HttpMethod.Post, call.Client._path, call.Request, null, call.Read, stop)).Result.HasValue,
                (Client: this, Request: request, Read: read), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _ = Terminate(id);
            throw;
        }
    }

    public async ValueTask<string> ReadMark(string[] bookmarks, CancellationToken stop)
    {
        using var request = QueryRequest.Read(StoreNode.Nothing, StoreNode.Parameters(), bookmarks, Guid.NewGuid().ToString("N"));
        var result = await Retries.ExecuteAsync(
            static async (call, stop) => (await call.Client.Send(HttpMethod.Post, call.Client._path, call.Request, null, null, stop)).Result, (Client: this, Request: request), stop);
        return result.Bookmarks.IsDefaultOrEmpty ? "" : result.Bookmarks[0];
    }

    public async ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop)
    {
        using var request = QueryRequest.Write(statement, writeParameters);
        return (await Send(HttpMethod.Post, _path, request, null, JsonTarget.Of(read), stop)).Result.HasValue;
    }

    public async ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop)
    {
        using var request = QueryRequest.Begin(limit, bookmarks);
        var (result, affinity) = await Send(HttpMethod.Post, _path + "/tx", request, null, null, stop);
        return new QueryTransaction(
            this, $"{_path}/tx/{result.TransactionId ?? throw new QueryException(request.Name, "", "The response has no transaction", HttpStatusCode.OK)}", affinity);
    }

    /// <summary>Sends one request and reads its complete response.</summary>
    internal async Task<(QueryResult Result, string? Affinity)> Send(
        HttpMethod method, string path, QueryRequest request, string? affinity, IRowTarget? read, CancellationToken stop)
    {
        using var message = new HttpRequestMessage(method, path) { Content = new ReadOnlyMemoryContent(request.Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (affinity is not null)
            message.Headers.TryAddWithoutValidation(AffinityHeader, affinity);
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        using var bytes = new ResponseBuffer();
        await using (var body = await response.Content.ReadAsStreamAsync(stop))
            while (await body.ReadAsync(bytes.GetMemory(16 * 1024), stop) is var count && count > 0)
                bytes.Advance(count);
        if (bytes.Length == 0 && response.IsSuccessStatusCode)
            return default;
        var result = QueryResult.Read(bytes.Written.Span, request.Name, response.StatusCode, read);
        if (!response.IsSuccessStatusCode)
            throw new QueryException(request.Name, "", "The response has no error", response.StatusCode);
        return (result, response.Headers.TryGetValues(AffinityHeader, out var values) ? values.FirstOrDefault() : affinity);
    }

    /// <summary>The transaction may not have begun yet, so it is looked for more than once.</summary>
    private async Task Terminate(string id)
    {
        using var limit = new CancellationTokenSource(s_terminationLimit);
        using var request = QueryRequest.Write(ReadTermination.Statement, json => ReadTermination.WriteParameters(json, id));
        try
        {
            for (var found = false; !found; await Task.Delay(s_terminationPause, limit.Token))
                found = (await Send(HttpMethod.Post, _path, request, null, null, limit.Token)).Result.HasValue;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or QueryException or OperationCanceledException or ObjectDisposedException)
        {
            // The transaction has already ended, or Neo4j has stopped, and the transaction with it.
        }
    }

    public void Dispose() => _http.Dispose();
}
