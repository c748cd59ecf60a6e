using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.WebSockets;

/// <summary>Opens WebSockets: up to a number, and from pages of this origin or those that are allowed.</summary>
internal sealed class WebSocketEndpoint(
    OperationRunner operations, ClientLimiter clients, ServerOptions options, IHostApplicationLifetime lifetime, ILogger<WebSocketEndpoint> logger)
{
    private const string Protocol = "graphql-transport-ws";

    private readonly string[] _origins = AllowedOrigins.Split(options.CorsOrigins);
    private int _open;

    /// <exception cref="RequestRefusedException">The page may not, its token is not valid, or there are too many.</exception>
    public async Task Handle(HttpContext context)
    {
        if (!IsAllowed(context))
            throw new RequestRefusedException(RequestErrorCodes.OriginNotAllowed, "Pages of this origin are not allowed. The setting CorsOrigins names those that are.");
        await BearerTokens.Authenticate(context);
        var lens = LensReader.Read(context.Request.Query);
        try
        {
            if (Interlocked.Increment(ref _open) > options.MaxWebSockets)
                throw new RequestRefusedException(RequestErrorCodes.TooManyWebSockets, $"{options.MaxWebSockets} WebSockets are open already. Try again later.");
            await Serve(context, lens);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task Serve(HttpContext context, LensSettings lens)
    {
        var isOurs = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(isOurs ? Protocol : null);
        using var connection = new WebSocketConnection(socket, context, lens, operations, clients, options, logger);
        using var stopping = lifetime.ApplicationStopping.Register(() => _ = connection.Close(CloseCodes.GoingAway, "The server is stopping"));
        if (!isOurs)
            await connection.Close(CloseCodes.SubprotocolNotAcceptable, "Subprotocol not acceptable");
        await connection.Run();
    }

    /// <summary>A browser opens a WebSocket of any page without asking first, but says whose page it is.</summary>
    private bool IsAllowed(HttpContext context) => context.Request.Headers.Origin is not [{ } origin]
        || _origins.Contains("*") || _origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
