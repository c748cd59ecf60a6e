using KnowledgeGraph.Benchmarks.Generated;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>
/// The bound: Kestrel sends bytes that are there already, the product's answers. Which one, the whole body of the request tells, so
/// that reading, sizes and memory touched vary as they do for the others.
/// </summary>
internal static class PlainServer
{
    /// <summary>On Kestrel as it comes.</summary>
    public static Task RunAsync(GeneratedGraph graph, int port) => RunAsync(graph, BenchmarkHost.Build(port, hasLargeBlocks: false));

    /// <summary>On Kestrel with the product's memory in large blocks: the harder bound.</summary>
    public static Task RunWithLargeBlocksAsync(GeneratedGraph graph, int port) => RunAsync(graph, BenchmarkHost.Build(port));

    private static Task RunAsync(GeneratedGraph graph, WebApplication app)
    {
        var answers = Answers(graph);
        app.Run(async context =>
        {
            var answer = await RequestBody.ReadAsync(context.Request, body => Find(answers, body));
            if (answer is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            context.Response.ContentType = BenchmarkHost.Json;
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer);
        });
        return app.RunAsync();
    }

    private static byte[]? Find(Dictionary<byte[], byte[]> answers, ReadOnlySpan<byte> body) =>
        answers.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(body, out var answer) ? answer : null;

    private static Dictionary<byte[], byte[]> Answers(GeneratedGraph graph)
    {
        var product = new ProductContender(graph);
        var answers = new Dictionary<byte[], byte[]>(ByteKey.Comparer);
        foreach (var question in Question.Measured)
            foreach (var value in Variables.Of(question, graph, product))
                answers.Add(question.Body(value), product.Answer(question, value));
        return answers;
    }
}
