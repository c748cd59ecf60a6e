using System.Text.Json.Nodes;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Benchmarks.Resolvers;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Benchmarks;

/// <summary>Whether the generated graph is valid, and product and resolvers answer alike: otherwise a comparison of their speed says nothing.</summary>
internal static class AnswersEqual
{
    private const int Sample = 50;

    /// <returns>The exit code.</returns>
    public static int Check(GeneratedGraph graph)
    {
        if (ChangeSetValidator.Validate(graph.Model, graph.Changes, GraphSnapshot.Empty(graph.Model)) is [var error, ..])
        {
            Console.Error.WriteLine($"the generated graph is not valid: {error}");
            return 1;
        }
        var (product, resolvers) = (new ProductContender(graph), new ResolversContender(graph));
        foreach (var question in Question.Measured)
        {
            var (values, others) = (Variables.Of(question, graph, product), Variables.Of(question, graph, resolvers));
            var sizes = new List<int>();
            for (var i = 0; i < Math.Min(Sample, values.Length); i++)
            {
                var (ours, theirs) = (product.Answer(question, values[i]), resolvers.Answer(question, others[i]));
                if (!JsonNode.DeepEquals(JsonNode.Parse(ours), JsonNode.Parse(theirs)) || JsonNode.Parse(ours)!["errors"] is not null)
                {
                    Console.Error.WriteLine($"{question.Name}, {question.Variable} {values[i]}: answers differ");
                    Console.Error.WriteLine($"product:   {System.Text.Encoding.UTF8.GetString(ours.AsSpan(0, Math.Min(ours.Length, 2000)))}");
                    Console.Error.WriteLine($"resolvers: {System.Text.Encoding.UTF8.GetString(theirs.AsSpan(0, Math.Min(theirs.Length, 2000)))}");
                    return 1;
                }
                sizes.Add(ours.Length);
            }
            Console.WriteLine($"{question.Name}: {sizes.Count} answers alike, {sizes.Min()} to {sizes.Max()} bytes, {values.Length} variables");
        }
        return 0;
    }
}
