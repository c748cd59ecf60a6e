using System.Globalization;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>Sends refusals over HTTP.</summary>
internal static class HttpRefusal
{
    /// <param name="asStatus">The status; null for that of the code.</param>
    public static Task Send(HttpContext context, RequestRefusedException refused, int? asStatus = null) => Send(context, Refusal.Of(refused), AnswerType.Json, asStatus);

    /// <summary>Sends the errors with their status. A cache must not keep them.</summary>
    /// <param name="asStatus">The status; null for that of the code.</param>
    public static Task Send(HttpContext context, Refusal refusal, AnswerType type, int? asStatus = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }
        var status = asStatus ?? RefusalStatus.Of(refusal, type);
        SetHeaders(context, refusal, status);
        return HttpAnswer.Send(context, status, type.ContentType, ErrorWriter.Write(refusal.Errors));
    }

    /// <summary>The headers of every refusal: when to try again, which token is needed, and that no cache may keep it.</summary>
    public static void SetHeaders(HttpContext context, Refusal refusal, int status)
    {
        if (status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
            context.Response.Headers.RetryAfter = (refusal.Cause?.RetryAfter ?? 1).ToString(CultureInfo.InvariantCulture);
        if (refusal.Cause?.Challenge is { } challenge)
            context.Response.Headers.WWWAuthenticate = challenge;
        context.Response.Headers.ETag = default;
        context.Response.Headers.CacheControl = "no-store";
    }

    /// <summary>Sends what the handler refuses by a <see cref="RequestRefusedException"/>.</summary>
    public static async Task Handle(HttpContext context, RequestDelegate handler)
    {
        try
        {
            await handler(context);
        }
        catch (RequestRefusedException e)
        {
            await Send(context, e);
        }
    }
}
