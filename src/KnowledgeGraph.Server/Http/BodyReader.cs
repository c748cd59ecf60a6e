using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>Reads whole bodies up to a limit.</summary>
internal static class BodyReader
{
    /// <summary>The body, to be disposed. It is copied, so that the connection is read on and the end of it is noticed while the request is answered.</summary>
    /// <exception cref="RequestRefusedException">It is larger than the limit, comes too slowly or is cut short.</exception>
    public static async ValueTask<Body> Read(HttpContext context, long limit)
    {
        if (context.Request.ContentLength > limit)
            throw TooLarge(limit);
        var pipe = context.Request.BodyReader;
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(context.RequestAborted);
                if (read.IsCompleted && read.Buffer.Length <= limit)
                {
                    var body = new Body(read.Buffer);
                    pipe.AdvanceTo(read.Buffer.End);
                    return body;
                }
                if (read.Buffer.Length > limit)
                {
                    pipe.AdvanceTo(read.Buffer.End);
                    throw TooLarge(limit);
                }
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e)
        {
            throw e.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(limit),
                StatusCodes.Status408RequestTimeout => new RequestRefusedException(
                    RequestErrorCodes.RequestTimeout, "The request body arrived too slowly."),
                _ => new RequestRefusedException(RequestErrorCodes.InvalidHttp, $"The request body breaks the rules of HTTP: {e.Message}"),
            };
        }
        catch (IOException e) when (e.InnerException is OverflowException)
        {
            // Kestrel has no BadHttpRequestException for a chunk size beyond 32 bits.
            throw new RequestRefusedException(RequestErrorCodes.InvalidHttp, "The size of a chunk in the request body is too large.");
        }
    }

    private static RequestRefusedException TooLarge(long limit) =>
        new(RequestErrorCodes.BodyTooLarge, $"The request body can have at most {limit} bytes.");
}
