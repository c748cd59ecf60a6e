using System.Text;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// Runs a typical operation before the server says that it is ready, so that the first client does not wait for code to be compiled and for the
/// store to be connected. The operation reads only, and no log of operations has it.
/// </summary>
internal sealed partial class WarmUp(
    GraphSchema schema, IGraphStore store, ServerOptions options, GraphQLEndpoint endpoint, IServiceProvider services, TimeProvider clock, ILogger<WarmUp> logger)
{
    /// <summary>The headline question of the README, in the same bytes, so that its plan is known when somebody tries it.</summary>
    public const string Question =
        """query @asOf(date: "2024-07-01") { country(code: "US") { reliesOn(objective: "objective:reduce_us_southern_border_crossings") { edges { node { name } strength through { name } evidence { quote report { outlet { name } } } } } } }""";

    /// <summary>As a client writes it by hand: only quotation marks are escaped.</summary>
    private static readonly byte[] s_request = Encoding.UTF8.GetBytes($$"""{"query":"{{Question.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}""");

    /// <summary>Neo4j can be slow when it has just been started. The server does not wait longer for it.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private volatile bool _isPending;

    /// <summary>Whether the server is not ready because it still warms up.</summary>
    public bool IsPending => _isPending;

    /// <summary>Lets the server be not ready until <see cref="Run"/> has ended.</summary>
    public void Expect() => _isPending = true;

    /// <summary>Runs the operation. If that fails, the server is ready all the same: a request will show what is wrong.</summary>
    public async Task Run(CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_limit);
        try
        {
            await RunOverHttp(limited.Token);
            // Only after the store has responded: a failure of the endpoint would be logged.
            if (!options.PersistedOnly)
                await RunOnEndpoint(limited.Token);
        }
        catch (Exception e)
        {
            LogFailure(logger, e);
        }
        finally
        {
            _isPending = false;
        }
    }

    /// <summary>
    /// Sends the question to a second server on a free port of loopback. Most of the time of a first request goes to code of Kestrel and ASP.NET Core,
    /// which only a connection runs. The logs of this server do not have the request, and no setting for hosts, proxies, TLS or clients refuses it.
    /// </summary>
    private async Task RunOverHttp(CancellationToken stop)
    {
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", nameof(LogLevel.None))]).Build();
        var second = new ServerOptions { Urls = "http://127.0.0.1:0", AllowedHosts = "*", Limits = options.Limits };
        await using var app = WebServer.Create(second, quiet, schema, store, PersistedOperations.None, clock);
        await app.StartAsync(stop);
        using var client = new HttpClient();
        using var body = new ByteArrayContent(s_request);
        body.Headers.ContentType = new("application/json");
        using var response = await client.PostAsync(new Uri(app.Urls.First() + "/graphql"), body, stop);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Sends the question to the endpoint itself, which then knows its plan.</summary>
    private async Task RunOnEndpoint(CancellationToken stop)
    {
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = stop };
        context.Features.Set(new Caller("warm-up", null, [Scope.Read], DateTimeOffset.MaxValue));
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = "/graphql";
        context.Request.ContentType = AnswerType.Json.ContentType;
        context.Request.Body = new MemoryStream(s_request);
        await endpoint.Handle(context);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The warm-up failed")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
