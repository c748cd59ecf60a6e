using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Graph;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KnowledgeGraph.Benchmarks.Servers;

/// <summary>
/// The product on the generated snapshot. This file is the seam to KnowledgeGraph.Server: where that maps POST /graphql, its mapping
/// belongs here in place of <see cref="AnswerAsync"/>.
/// </summary>
internal static class ProductServer
{
    private static readonly ConcurrentQueue<AnswerBuffer> Buffers = [];

    public static Task RunAsync(GeneratedGraph graph, int port)
    {
        var product = new ProductContender(graph);
        foreach (var question in Question.Measured)
            product.Prepare(question);
        var app = BenchmarkHost.Build(port);
        app.Run(context => AnswerAsync(product, context));
        return app.RunAsync();
    }

    private static async Task AnswerAsync(ProductContender product, HttpContext context)
    {
        var answer = await RequestBody.ReadAsync(context.Request, body => Answer(product, body));
        context.Response.ContentType = BenchmarkHost.Json;
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer.Written);
        Buffers.Enqueue(answer);
    }

    /// <param name="body">{"query":"…","variables":{"name":"value"}}, as <see cref="Question.Body"/> writes it.</param>
    private static AnswerBuffer Answer(ProductContender product, ReadOnlySpan<byte> body)
    {
        var answer = Buffers.TryDequeue(out var free) ? free : new AnswerBuffer();
        var reader = new Utf8JsonReader(body);
        Span<byte> document = stackalloc byte[body.Length];
        var variables = new Dictionary<string, object?>();
        var length = 0;
        while (reader.Read())
            if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals("query"u8))
            {
                reader.Read();
                length = reader.CopyString(document);
            }
            else if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 2 })
            {
                var name = Encoding.UTF8.GetString(reader.ValueSpan);
                reader.Read();
                variables.Add(name, reader.GetString());
            }
        product.Answer(document[..length], variables, answer);
        return answer;
    }
}
