using System.Diagnostics;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>The HTTP status of each refusal.</summary>
internal static class RefusalStatus
{
    /// <param name="refusal">The refusal.</param>
    /// <param name="type">The type of the response. It decides the status of a refused operation.</param>
    public static int Of(Refusal refusal, AnswerType type) => refusal.Kind switch
    {
        RefusalKind.Operation => type.RefusedStatus,
        RefusalKind.Request => Of(refusal.Code),
        RefusalKind.Fault => StatusCodes.Status500InternalServerError,
        _ => throw new UnreachableException(),
    };

    public static int Of(string code) => code switch
    {
        RequestErrorCodes.InvalidJson or RequestErrorCodes.InvalidRequest or RequestErrorCodes.InvalidHttp
            or RequestErrorCodes.InvalidHeader or RequestErrorCodes.InvalidLens or RequestErrorCodes.InvalidParameter or RequestErrorCodes.HostNotAllowed or RequestErrorCodes.BatchTooLong => StatusCodes.Status400BadRequest,
        RequestErrorCodes.NotAuthenticated => StatusCodes.Status401Unauthorized,
        RequestErrorCodes.NotAuthorized or RequestErrorCodes.OriginNotAllowed or ErrorCodes.IntrospectionOff => StatusCodes.Status403Forbidden,
        RequestErrorCodes.NotFound => StatusCodes.Status404NotFound,
        RequestErrorCodes.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        RequestErrorCodes.NotAcceptable => StatusCodes.Status406NotAcceptable,
        RequestErrorCodes.RequestTimeout => StatusCodes.Status408RequestTimeout,
        RequestErrorCodes.BodyTooLarge => StatusCodes.Status413PayloadTooLarge,
        RequestErrorCodes.InvalidQuestion => StatusCodes.Status422UnprocessableEntity,
        RequestErrorCodes.UnsupportedMediaType => StatusCodes.Status415UnsupportedMediaType,
        RequestErrorCodes.RateLimited or RequestErrorCodes.TooManyWrites => StatusCodes.Status429TooManyRequests,
        RequestErrorCodes.ServerBusy or RequestErrorCodes.OperationTimeout or RequestErrorCodes.StoreUnavailable
            or RequestErrorCodes.TooManyWebSockets or RequestErrorCodes.AuthorityUnavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new UnreachableException($"The code {code} has no status."),
    };
}
