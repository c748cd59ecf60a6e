using System.Net.WebSockets;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Requests;

/// <summary>The one translation of exceptions to refusals.</summary>
public sealed class RefusalTests
{
    /// <summary>Codes of refused operations, whose status the media type of the response decides, and that of a fault.</summary>
    private static readonly string[] s_withoutStatus =
    [
        RequestErrorCodes.InvalidBookmark, RequestErrorCodes.TooManyOperations, RequestErrorCodes.PersistedQueryNotFound, RequestErrorCodes.PersistedQueryHashMismatch,
        RequestErrorCodes.PersistedOperationNotFound, RequestErrorCodes.PersistedOperationsOnly, RequestErrorCodes.InternalError,
    ];

    [Fact]
    public void Every_code_of_a_refused_request_has_a_status()
    {
        var codes = typeof(RequestErrorCodes).GetFields().Select(f => (string)f.GetRawConstantValue()!).Except(s_withoutStatus);
        Assert.All(codes, code => Assert.InRange(RefusalStatus.Of(code), 400, 503));
    }

    [Fact]
    public void Each_exception_has_its_kind()
    {
        Assert.Equal((RefusalKind.Operation, "A_CODE"), Of(new GraphErrorException("wrong", "A_CODE")));
        Assert.Equal((RefusalKind.Request, RequestErrorCodes.InvalidJson), Of(RequestRefusedException.InvalidJson("wrong")));
        Assert.Equal((RefusalKind.Request, RequestErrorCodes.StoreUnavailable), Of(new StoreUnavailableException("away")));
        Assert.Equal((RefusalKind.Fault, RequestErrorCodes.InternalError), Of(new InvalidOperationException()));
        Assert.Equal((RefusalKind.Fault, RequestErrorCodes.InternalError), Of(new IOException()));
    }

    [Fact]
    public void Nobody_is_told_after_the_client_has_disconnected() => Assert.All(
        (Exception[])[new OperationCanceledException(), new IOException(), new WebSocketException(), new ObjectDisposedException("socket")],
        e => Assert.Null(Refusal.Of(e, NullLogger.Instance, new CancellationToken(canceled: true))));

    private static (RefusalKind, string) Of(Exception failure)
    {
        var refusal = Refusal.Of(failure, NullLogger.Instance, CancellationToken.None)!;
        return (refusal.Kind, refusal.Code);
    }
}
