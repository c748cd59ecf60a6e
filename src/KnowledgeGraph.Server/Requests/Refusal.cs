using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Why a request gets no data. This is the only translation of exceptions to errors; the transports differ in how they send them.</summary>
internal sealed partial class Refusal(RefusalKind kind, IReadOnlyList<GraphError> errors)
{
    public RefusalKind Kind { get; } = kind;

    public IReadOnlyList<GraphError> Errors { get; } = errors;

    /// <summary>The reason, if the kind is <see cref="RefusalKind.Request"/>; else null.</summary>
    public RequestRefusedException? Cause { get; private init; }

    /// <summary>The code of the first error.</summary>
    public string Code => Errors[0].Code;

    public string Message => Errors[0].Message;

    /// <param name="failure">What the request ended with.</param>
    /// <param name="logger">Receives what is a fault of this program, under the id that the client is told.</param>
    /// <param name="disconnected">Is cancelled if the client has disconnected, or has ended the operation itself.</param>
    /// <returns>Null if there is nobody to tell.</returns>
    public static Refusal? Of(Exception failure, ILogger logger, CancellationToken disconnected)
    {
        switch (failure)
        {
            case GraphErrorException wrong: return new(RefusalKind.Operation, wrong.Errors);
            case RequestRefusedException refused: return Of(refused);
            case OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException or ObjectDisposedException when disconnected.IsCancellationRequested: return null;
            default:
                var id = Guid.NewGuid().ToString("N")[..8];
                LogFault(logger, failure, id);
                return new(RefusalKind.Fault, [new GraphError($"Internal server error. Log reference: {id}.", RequestErrorCodes.InternalError)]);
        }
    }

    public static Refusal Of(RequestRefusedException refused) => new(RefusalKind.Request, [new GraphError(refused.Message, refused.Code) { Facts = refused.Facts }]) { Cause = refused };

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} failed")]
    private static partial void LogFault(ILogger logger, Exception failure, string requestId);
}
