using System.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// Runs a typical operation before the server says that it is ready, so that the first client does not wait for code to be compiled and for the
/// store to be connected. The operation reads only. No log or metric has it.
/// </summary>
internal sealed partial class WarmUp(
    GraphSchema schema, IGraphStore store, ServerOptions options, GraphQLEndpoint endpoint, IServiceProvider services, TimeProvider clock, ILogger<WarmUp> logger)
{
    /// <summary>The headline question of the README, in the same bytes, so that its plan is known when somebody tries it.</summary>
    public const string Question =
        """query @asOf(date: "2024-07-01") { country(code: "US") { reliesOn(objective: "objective:reduce_us_southern_border_crossings") { edges { node { name } strength through { name } evidence { quote report { outlet { name } } } } } } }""";

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
            await RunOnStore(limited.Token);
            // Only after the store has responded: a refusal of the endpoint would be logged.
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

    private async Task RunOnStore(CancellationToken stop)
    {
        var plan = Operation.Parse(schema, Question, operationName: null, options.Limits, stop).Bind(new Dictionary<string, object?>(), store.Sizes, stop);
        await store.Prepare(plan, stop);
        using var response = new ResponseBuffer();
        await store.Answer(plan, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), response, bookmark: null, stop);
    }

    private async Task RunOnEndpoint(CancellationToken stop)
    {
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = stop };
        context.Request.Method = HttpMethods.Post;
        context.Request.Path = "/graphql";
        context.Request.ContentType = AnswerType.Json.ContentType;
        // As a client writes it by hand: only quotation marks are escaped.
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"query":"{{Question.Replace("\"", "\\\"", StringComparison.Ordinal)}}"}"""));
        await endpoint.Handle(context);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The warm-up failed")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
