using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Agents;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using ModelContextProtocol.AspNetCore;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// <c>POST /mcp</c>: the Model Context Protocol over streamable HTTP. Each request stands alone, so that several servers can share the clients.
/// </summary>
internal sealed class AgentEndpoint(OperationRunner operations, ServerOptions options, ILogger<AgentEndpoint> logger)
{
    public const string Path = "/mcp";

    private readonly string[] _origins = AllowedOrigins.Split(options.CorsOrigins);
    private readonly AllowedHosts _hosts = AllowedHosts.Of(options);

    public static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<AgentServer>();
        services.AddSingleton<AgentEndpoint>();
        services.AddMcpServer().WithHttpTransport(http =>
        {
            http.SessionMode = HttpServerSessionMode.Stateless;
            http.ConfigureSessionOptions = (context, session, _) =>
            {
                context.RequestServices.GetRequiredService<AgentServer>().Configure(
                    session, new QuestionCaller(BearerTokens.CallerOf(context), ClientLimiter.ClientOf(context.Connection.RemoteIpAddress), context.Request.Headers[GraphQLEndpoint.BookmarkHeader]));
                return Task.CompletedTask;
            };
        });
    }

    public static void Map(WebApplication app)
    {
        var endpoint = app.Services.GetRequiredService<AgentEndpoint>();
        app.UseWhen(context => IsHere(context.Request), branch => branch.Use(endpoint.Before));
        app.MapMcp(Path);
    }

    public static bool IsHere(HttpRequest request) => request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Checks a request, and reads its body up to the limit, before the SDK sees it.</summary>
    private RequestDelegate Before(RequestDelegate next) => async context =>
    {
        try
        {
            CheckOrigin(context.Request);
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.Headers.Allow = "POST";
                throw new RequestRefusedException(RequestErrorCodes.MethodNotAllowed, $"The method {context.Request.Method} is not allowed. Use POST. There are no sessions and no streams of events.");
            }
            await BearerTokens.Authenticate(context);
            operations.Permission.ToRead(BearerTokens.CallerOf(context));
            using var body = await BodyReader.Read(context, options.MaxBodyBytes);
            context.Request.Body = new MemoryStream(body.Memory.ToArray());
        }
        catch (Exception e)
        {
            if (Refusal.Of(e, logger, context.RequestAborted) is { } refusal)
                await HttpRefusal.Send(context, refusal, AnswerType.Json);
            return;
        }
        context.Response.Headers.CacheControl = "no-store";
        await next(context);
    };

    /// <summary>A page of another site, or one without an origin, could make a browser on this machine ask for it.</summary>
    private void CheckOrigin(HttpRequest request)
    {
        foreach (var origin in request.Headers.Origin)
            if (!(Uri.TryCreate(origin, UriKind.Absolute, out var page) && (_origins.Contains("*") || _hosts.Names(page.Host, request.Host))) && !_origins.Contains(origin, StringComparer.OrdinalIgnoreCase))
                throw new RequestRefusedException(RequestErrorCodes.OriginNotAllowed, "Pages of this origin are not allowed. The setting CorsOrigins names those that are.");
    }
}
