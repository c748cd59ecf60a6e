using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;

namespace KnowledgeGraph.Server.WebSockets;

/// <summary>Opens WebSockets: up to a number, and from pages of this origin or those that are allowed.</summary>
internal sealed class WebSocketEndpoint(
    OperationRunner operations, ClientLimiter clients, ServerOptions options, IHostApplicationLifetime lifetime, ILogger<WebSocketEndpoint> logger)
{
    private const string Protocol = "graphql-transport-ws";

    private readonly string[] _origins = CorsOrigins.Split(options.CorsOrigins);
    private int _open;

    public async Task Handle(HttpContext context)
    {
        if (!IsAllowed(context))
        {
            await Refuse(context, StatusCodes.Status403Forbidden, HttpErrorCodes.OriginNotAllowed, "Pages of this origin are not allowed. The setting CorsOrigins names those that are.");
            return;
        }
        try
        {
            if (Interlocked.Increment(ref _open) > options.MaxWebSockets)
                await Refuse(
                    context, StatusCodes.Status503ServiceUnavailable, HttpErrorCodes.TooManyWebSockets, $"{options.MaxWebSockets} WebSockets are open already. Try again later.");
            else
                await Serve(context);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Serve(HttpContext context)
    {
        var isOurs = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(isOurs ? Protocol : null);
        using var connection = new WebSocketConnection(socket, context, operations, clients, options, logger);
        using var stopping = lifetime.ApplicationStopping.Register(() => _ = connection.Close(CloseCodes.GoingAway, "The server is stopping"));
        if (!isOurs)
            await connection.Close(CloseCodes.SubprotocolNotAcceptable, "Subprotocol not acceptable");
        await connection.Run();
    }

    /// <summary>A browser opens a WebSocket of any page without asking first, but says whose page it is.</summary>
    private bool IsAllowed(HttpContext context) => context.Request.Headers.Origin is not [{ } origin]
        || _origins.Contains("*") || _origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private static Task Refuse(HttpContext context, int status, string code, string message) =>
        HttpAnswer.Send(context, status, AnswerType.Json.ContentType, ErrorWriter.Write([new GraphError(message, code)]));
}
