using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>
/// The Reconciliation Service API 0.2 at <c>/reconcile</c>: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/. All it
/// returns comes from GraphQL operations, so the limits, the permissions and both stores apply.
/// </summary>
internal sealed class ReconciliationEndpoint
{
    public const string Path = "/reconcile";

    private const string FormType = "application/x-www-form-urlencoded";

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly OperationRunner _operations;
    private readonly ServerOptions _options;
    private readonly ILogger<ReconciliationEndpoint> _logger;
    private readonly ServiceSchema _schema;
    private readonly BatchReader _batches;

    public ReconciliationEndpoint(GraphSchema schema, OperationRunner operations, ServerOptions options, ILogger<ReconciliationEndpoint> logger)
    {
        (_operations, _options, _logger) = (operations, options, logger);
        _schema = new ServiceSchema(schema.Model);
        _batches = new BatchReader(_schema, options);
    }

    /// <summary>Whether the endpoint responds to a path. It comes before the CORS of the other paths, because every site may use the service.</summary>
    public static bool Has(PathString path) => path.StartsWithSegments(Path);

    public async Task Handle(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = "*";
        headers.CacheControl = "no-cache";
        try
        {
            if (HttpMethods.IsOptions(context.Request.Method))
                AllowCrossOrigin(context.Response);
            else
                await Answer(context);
        }
        catch (Exception e)
        {
            if (Refusal.Of(e, _logger, context.RequestAborted) is { } refusal)
                await HttpRefusal.Send(context, refusal, AnswerType.ReconciliationJson);
        }
    }

    private static void AllowCrossOrigin(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = "GET, POST";
        response.Headers.AccessControlAllowHeaders = "Authorization, Content-Type";
        response.Headers.AccessControlMaxAge = "3600";
    }

    private async Task Answer(HttpContext context)
    {
        await BearerTokens.Authenticate(context);
        context.Request.Path.StartsWithSegments(Path, out var rest);
        var isService = rest.Value is "" or "/";
        CheckMethod(context, mayPost: isService);
        var (query, service) = (context.Request.Query, new ServiceOperations(_operations, context, context.RequestAborted));
        if (isService)
        {
            await Answer(context, service, HttpMethods.IsPost(context.Request.Method) ? await ReadForm(context) : query);
            return;
        }
        _operations.Permission.ToRead(BearerTokens.CallerOf(context));
        switch (rest.Value)
        {
            case "/preview": await new PreviewPage(_schema, service).Send(context); break;
            case "/extend/propose": await Send(context, json => Synchronously(() => new ExtendService(_schema, service).WriteProposals(json, query))); break;
            case { } path when SuggestService.Kinds.FirstOrDefault(k => path == $"/suggest/{k}") is { } kind:
                await Send(context, json => new SuggestService(_schema, service).Write(json, kind, query));
                break;
            default: throw new RequestRefusedException(RequestErrorCodes.NotFound, $"There is nothing at this path. The paths are {Path}, {Path}/preview, {Path}/extend/propose, {string.Join(" and ", SuggestService.Kinds.Select(k => $"{Path}/suggest/{k}"))}.");
        }
    }

    /// <summary>Without parameters, the service describes itself; everybody may see that.</summary>
    private Task Answer(HttpContext context, ServiceOperations service, IEnumerable<KeyValuePair<string, StringValues>> given)
    {
        var parameters = given.ToList();
        var (queries, extend) = (Parameters.One(parameters, "queries"), Parameters.One(parameters, "extend"));
        return (queries, extend) switch
        {
            (not null, not null) => throw RequestRefusedException.InvalidRequest("`queries` and `extend` cannot be sent together. Send two requests."),
            (not null, null) => Send(context, json => Reconcile(json, context, queries)),
            (null, not null) => Send(context, json => new ExtendService(_schema, service).Write(json, extend)),
            _ when HttpMethods.IsPost(context.Request.Method) || Parameters.One(parameters, "query") is not null =>
                throw RequestRefusedException.InvalidRequest("The request needs `queries` with a batch of queries, or `extend`."),
            _ => Send(context, json => Synchronously(() => Manifest.Write(json, _schema, _options, AddressOf(context.Request), LensOf(context.Request.Query)))),
        };
    }

    private static void CheckMethod(HttpContext context, bool mayPost)
    {
        var method = context.Request.Method;
        if (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || (mayPost && HttpMethods.IsPost(method)))
            return;
        context.Response.Headers.Allow = mayPost ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
        throw new RequestRefusedException(RequestErrorCodes.MethodNotAllowed, $"The method {method} is not allowed. Use {(mayPost ? "GET or POST" : "GET")}.");
    }

    private async ValueTask<IEnumerable<KeyValuePair<string, StringValues>>> ReadForm(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith(FormType, StringComparison.OrdinalIgnoreCase) != true)
            throw new RequestRefusedException(RequestErrorCodes.UnsupportedMediaType, $"The Content-Type must be {FormType}.");
        using var body = await BodyReader.Read(context, _options.MaxBodyBytes);
        return QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body.Memory.Span));
    }

    /// <summary>Each query is an operation of its own, so that no query changes the result of another. All of them together have the time of one.</summary>
    private async ValueTask Reconcile(Utf8JsonWriter json, HttpContext context, string queries)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(_options.OperationSeconds));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var search = new CandidateSearch(_schema, new ServiceOperations(_operations, context, ended.Token));
        try
        {
            foreach (var sought in _batches.Read(queries))
                (await search.Find(sought)).Write(json);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw new RequestRefusedException(RequestErrorCodes.OperationTimeout, $"The batch took longer than {_options.OperationSeconds} s. Send fewer queries.");
        }
    }

    private static ValueTask Synchronously(Action write)
    {
        write();
        return ValueTask.CompletedTask;
    }

    private static async Task Send(HttpContext context, Func<Utf8JsonWriter, ValueTask> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_json))
        {
            json.WriteStartObject();
            await write(json);
            json.WriteEndObject();
        }
        await HttpAnswer.Send(context, StatusCodes.Status200OK, AnswerType.ReconciliationJson.ContentType, bytes.WrittenMemory);
    }

    private static string AddressOf(HttpRequest request) => $"{request.Scheme}://{request.Host}{request.PathBase}";

    private static string LensOf(IQueryCollection query) =>
        string.Join('&', LensReader.Names.Where(query.ContainsKey).SelectMany(name => query[name].Select(value => $"{name}={Uri.EscapeDataString(value ?? "")}")));
}
