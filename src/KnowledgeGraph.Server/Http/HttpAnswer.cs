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
