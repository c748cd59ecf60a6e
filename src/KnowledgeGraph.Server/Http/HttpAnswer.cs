namespace KnowledgeGraph.Server.Http;

/// <summary>A whole answer, of known length, in one write; HEAD gets all but the body.</summary>
internal static class HttpAnswer
{
    public static async Task Send(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> bytes)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.BodyWriter.WriteAsync(bytes, context.RequestAborted);
    }
}
