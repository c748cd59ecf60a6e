using System.IO.Hashing;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Requests;
using Microsoft.Net.Http.Headers;

namespace KnowledgeGraph.Server.Http;

/// <summary>A whole answer, of known length, in one write; HEAD gets all but the body.</summary>
internal static class HttpAnswer
{
    public static async Task Send(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>An answer whose tag is made from its content; only the tag, if the client has the answer already.</summary>
    public static Task SendTagged(HttpContext context, string contentType, ReadOnlyMemory<byte> bytes)
    {
        var tag = $"W/\"{XxHash128.HashToUInt128(bytes.Span):x32}\"";
        context.Response.Headers.ETag = tag;
        if (!IsKnown(context, tag))
            return Send(context, StatusCodes.Status200OK, contentType, bytes);
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    /// <summary>Refuses all methods but GET and HEAD.</summary>
    public static void CheckThatItReads(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
            return;
        context.Response.Headers.Allow = "GET, HEAD";
        throw new RequestRefusedException(RequestErrorCodes.MethodNotAllowed, $"The method {Excerpt.Of(context.Request.Method)} is not allowed. Use GET or HEAD.");
    }

    /// <summary>Answers are asked for again each time; a cache that several clients share must not keep what needs a token.</summary>
    public static void SetCaching(HttpContext context, ServerOptions options) =>
        context.Response.Headers.CacheControl = options.Auth.ReadersNeedToken || !BearerTokens.CallerOf(context).IsNobody ? "private, no-cache" : "no-cache";

    /// <summary>A page for a browser.</summary>
    public static Task SendPage(HttpContext context, ReadOnlyMemory<byte> html, string contentSecurityPolicy)
    {
        Secure(context.Response.Headers, contentSecurityPolicy);
        context.Response.Headers.Vary = "Accept";
        return Send(context, StatusCodes.Status200OK, "text/html; charset=utf-8", html);
    }

    /// <summary>A page, or what it loads: it may load only what its policy says, and stand in no frame unless its policy names who may show it.</summary>
    public static void Secure(IHeaderDictionary headers, string contentSecurityPolicy)
    {
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        if (contentSecurityPolicy.EndsWith("frame-ancestors 'none'", StringComparison.Ordinal))
            headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    /// <summary>Whether the client has the answer with this tag already.</summary>
    public static bool IsKnown(HttpContext context, string tag) =>
        context.Request.Headers.IfNoneMatch is { Count: > 0 } given && EntityTagHeaderValue.TryParseList(given, out var known)
            && known.Any(k => k.Equals(EntityTagHeaderValue.Any) || k.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false));
}
