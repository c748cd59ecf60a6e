using System.Text.Json;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>What the questions are asked about, request by request, in an order that jumps about the graph and is the same for all contenders.</summary>
internal sealed class Neo4jVariables(GeneratedGraph graph)
{
    private const ulong Seed = 5;
    private const int MostStarts = 150;
    private const int PageSize = 20;

    private static readonly Question s_names = new("names", "query ($first: Int!) { countries(first: $first) { edges { cursor node { name } } } }", "first");

    private readonly ProductContender _product = new(graph);

    /// <summary>The embedded store's answer, with which the others are compared.</summary>
    public byte[] Expected(Neo4jQuestion question, Dictionary<string, object?> variables) => _product.Answer(question.Document, variables);

    public IReadOnlyList<Dictionary<string, object?>> Of(Neo4jQuestion question, Contender contender) =>
        question == Neo4jQuestion.Nested ? Starts(contender) : question == Neo4jQuestion.ById ? Ids() : Threes();

    /// <summary>Where pages of countries begin: each contender says it in its own way.</summary>
    private List<Dictionary<string, object?>> Starts(Contender contender)
    {
        var count = Math.Min(graph.NodesOf("Country").Count(), MostStarts + PageSize);
        using var answer = JsonDocument.Parse(_product.Answer(s_names, count));
        var starts = answer.RootElement.GetProperty("data").GetProperty("countries").GetProperty("edges").EnumerateArray().Take(count - PageSize)
            .Select((edge, i) => contender switch
            {
                Contender.Product => One("after", edge.GetProperty("cursor").GetString()!),
                Contender.Cypher => One("after", Folding.Fold(edge.GetProperty("node").GetProperty("name").GetString()!)),
                _ => One("offset", i + 1),
            }).ToArray();
        new Draw(Seed).Shuffle<Dictionary<string, object?>>(starts);
        return [.. starts];
    }

    private List<Dictionary<string, object?>> Ids() => [.. Variables.Of(Question.ById, graph, _product).Select(id => One("id", id))];

    private List<Dictionary<string, object?>> Threes()
    {
        var (countries, reports) = (graph.NodesOf("Country").ToList(), graph.NodesOf("Report").ToList());
        return
        [
            .. Variables.Of(Question.ById, graph, _product).Select((id, i) => new Dictionary<string, object?>
            {
                ["agreement"] = id, ["country"] = countries[i % countries.Count].Id, ["report"] = reports[i % reports.Count].Id,
            }),
        ];
    }

    private static Dictionary<string, object?> One(string name, object value) => new() { [name] = value };
}
