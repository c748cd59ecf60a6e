using System.Buffers;
using System.IO.Pipelines;

namespace KnowledgeGraph.Server.Http;

/// <summary>GraphQL over SSE, distinct connections (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md): one operation a response.</summary>
internal static class EventStream
{
    public static async Task Send(HttpContext context, IAsyncEnumerable<ReadOnlyMemory<byte>> answers)
    {
        await using var answer = answers.GetAsyncEnumerator(context.RequestAborted);
        // What is refused before the first answer is refused with its status.
        var isMore = await answer.MoveNextAsync();
        Start(context);
        for (; isMore; isMore = await answer.MoveNextAsync())
            await Next(context.Response.BodyWriter, answer.Current, context.RequestAborted);
        await Complete(context);
    }

    /// <summary>A single answer.</summary>
    public static async Task Send(HttpContext context, ReadOnlyMemory<byte> answer)
    {
        Start(context);
        await Next(context.Response.BodyWriter, answer, context.RequestAborted);
        await Complete(context);
    }

    private static void Start(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status200OK;
        context.Response.ContentType = AnswerType.Events.ContentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    // event: next
    // data: {"data":…}
    private static ValueTask<FlushResult> Next(PipeWriter writer, ReadOnlyMemory<byte> answer, CancellationToken stop)
    {
        writer.Write("event: next\ndata: "u8);
        writer.Write(answer.Span);
        writer.Write("\n\n"u8);
        return writer.FlushAsync(stop);
    }

    private static async Task Complete(HttpContext context)
    {
        context.Response.BodyWriter.Write("event: complete\ndata:\n\n"u8);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
