using System.Net;
using System.Threading.RateLimiting;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Exporting;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Http.Features;

namespace KnowledgeGraph.Server.Http;

/// <summary><c>GET /export</c>: the graph in a format, as the verb <c>export</c> writes it. A folder is a zip.</summary>
internal sealed class ExportEndpoint(
    GraphSchema schema, IGraphStore store, OperationRunner operations, ServerOptions options, ILogger<ExportEndpoint> logger) : IDisposable
{
    public const string Path = "/export";

    private static readonly string[] s_parameters = ["format", "types", "asOf"];

    /// <summary>Tags are those of this process alone, because another one may serve another graph.</summary>
    private readonly string _instance = Guid.NewGuid().ToString("N")[..8];
    private readonly SemaphoreSlim _turns = new(options.MaxConcurrentExports);

    /// <summary>One turn for each client. Otherwise one that reads slowly could keep all turns. This machine itself, where a proxy may be, has any number.</summary>
    private readonly PartitionedRateLimiter<IPAddress> _clients = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => IPAddress.IsLoopback(address)
        ? RateLimitPartition.GetNoLimiter(address) : RateLimitPartition.GetConcurrencyLimiter(ClientLimiter.ClientOf(address), _ => new ConcurrencyLimiterOptions { PermitLimit = 1 }));

    public void Dispose()
    {
        _turns.Dispose();
        _clients.Dispose();
    }

    public Task Handle(HttpContext context) => HttpProblem.Handle(context, logger, async context =>
    {
        await BearerTokens.Authenticate(context);
        HttpAnswer.CheckThatItReads(context);
        operations.Permission.ToRead(BearerTokens.CallerOf(context));
        var (format, selection) = Read(context.Request.Query);
        HttpAnswer.SetCaching(context, options);
        var headers = context.Response.Headers;
        headers.Vary = "Authorization";
        headers.ETag = Tag(store.Version ?? (await store.State(context.RequestAborted)).Version);
        if (HttpAnswer.IsKnown(context, headers.ETag!))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        if (HttpMethods.IsHead(context.Request.Method))
            Describe(context.Response, format);
        else
            await Send(context, format, selection);
    });

    private static void Describe(HttpResponse response, ExportFormat format)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentDisposition = $"attachment; filename=\"{format.FileName}\"";
        response.ContentType = format.ContentType;
    }

    // W/"1f2e3d4c-12"
    private string Tag(long version) => $"W/\"{_instance}-{version}\"";

    private async Task Send(HttpContext context, ExportFormat format, GraphSelection selection)
    {
        using var own = _clients.AttemptAcquire(context.Connection.RemoteIpAddress ?? IPAddress.None);
        if (!own.IsAcquired)
            throw new RequestRefusedException(RequestErrorCodes.RateLimited, "A client can run one export at a time. Send the request again when the other export has ended.");
        if (!_turns.Wait(0, CancellationToken.None))
            throw new RequestRefusedException(RequestErrorCodes.ServerBusy, $"At most {options.MaxConcurrentExports} exports can run at the same time. Try again soon.");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.ExportSeconds));
        try
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
            var graph = new GraphExtract(await store.ReadSnapshot(ended.Token), selection, ended.Token);
            Describe(context.Response, format);
            context.Response.Headers.ETag = Tag(graph.Version);
            // The libraries that write the formats do not wait without a thread. The few exports that run have one each, which also waits for a slow client.
            context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
            await Task.Factory.StartNew(() => Write(context.Response.Body, format, graph), ended.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            throw new RequestRefusedException(RequestErrorCodes.OperationTimeout, $"The export took longer than {options.ExportSeconds} seconds.");
        }
        finally
        {
            _turns.Release();
        }
    }

    private static void Write(Stream body, ExportFormat format, GraphExtract graph)
    {
        if (!format.IsFolder)
        {
            format.Writer.Write(graph, new StreamTarget(body));
            return;
        }
        using var buffered = new BufferedStream(new KeptOpen(body), 1 << 16);
        using var zip = new ZipTarget(buffered, graph.CommittedAt);
        format.Writer.Write(graph, zip);
    }

    private (ExportFormat Format, GraphSelection Selection) Read(IQueryCollection query)
    {
        foreach (var name in query.Keys.Where(k => !s_parameters.Contains(k)))
            throw Refuse(name, $"The parameter `{Excerpt.Of(name)}` is unknown. {Nearest.Suggest(name, s_parameters)}");
        try
        {
            var format = One(query, "format") is { } given ? ExportFormat.Find(given) : ExportFormat.All[0];
            return (format, GraphSelection.Of(schema.Model, query["types"].SelectMany(t => t!.Split(',', StringSplitOptions.TrimEntries)), One(query, "asOf")));
        }
        catch (FormatException e)
        {
            throw Refuse(null, e.Message);
        }
    }

    private static string? One(IQueryCollection query, string name) => query[name] switch
    {
        [] => null,
        [var only] => only,
        var several => throw Refuse(name, $"The URL has `{name}` {several.Count} times. Give it once."),
    };

    private static RequestRefusedException Refuse(string? parameter, string message) =>
        new(RequestErrorCodes.InvalidParameter, message) { Facts = new ErrorFacts(parameter) };
}
