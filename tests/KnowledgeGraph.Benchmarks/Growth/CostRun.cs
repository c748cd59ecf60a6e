using System.Globalization;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Benchmarks.Growth;

/// <summary>Prints the CPU time of fields that look at a whole collection, in ns for each node: the weights of the cost come from it.</summary>
internal static class CostRun
{
    private const int Requests = 5;

    private static readonly (string Name, string Document)[] s_fields =
    [
        ("order by name", "{ agreements(first: 1, order: [{ name: DESC }]) { nodes { id } } }"),
        ("order by an enum", "{ agreements(first: 1, order: [{ status: DESC }]) { nodes { id } } }"),
        ("order by three keys", "{ agreements(first: 1, order: [{ status: DESC }, { signed: ASC }, { name: DESC }]) { nodes { id } } }"),
        ("order by name, last page", "{ agreements(last: 500, order: [{ name: DESC }]) { nodes { id } } }"),
        ("where on an enum", "{ agreements(where: { status: { eq: REVOKED } }) { totalCount } }"),
        ("where on a text", "{ agreements(where: { name: { contains: \"no such\" } }) { totalCount } }"),
        ("where on a related node", "{ agreements(where: { parties: { some: { country: { name: { contains: \"no such\" } } } } }) { totalCount } }"),
        ("where with two terms", "{ agreements(where: { not: { or: [{ name: { contains: \"no such\" } }, { status: { eq: REVOKED } }] } }) { totalCount } }"),
        ("smallest and largest", "{ agreementsAggregate { signed { min max } } }"),
        ("group by an enum", "{ agreementsAggregate { groupBy(by: [STATUS]) { count } } }"),
        ("group by a month", "{ agreementsAggregate { groupBy(by: [SIGNED_MONTH]) { count } } }"),
        ("group by a related node", "{ agreementsAggregate { groupBy(by: [SIGNED_AT]) { count } } }"),
    ];

    public static int Print(int nodes)
    {
        var model = GraphModel.Load();
        var schema = GraphSchema.Create(model);
        var snapshot = GeneratedGraph.Create(model, GraphShape.OfNodes(nodes, 0.8)).ToSnapshot();
        var rows = snapshot.Nodes[model.FindNodeType("Agreement")!.Index].Rows;
        Console.WriteLine($"{rows} agreements");
        Console.WriteLine("| field | ms | ns a node |");
        Console.WriteLine("| --- | ---: | ---: |");
        using var answer = new ResponseBuffer();
        foreach (var (name, document) in s_fields)
        {
            var plan = Operation.Parse(schema, document, null).Bind(new Dictionary<string, object?>());
            SnapshotExecutor.Execute(plan, snapshot, new DateOnly(2024, 7, 1), answer);
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Requests; i++)
                SnapshotExecutor.Execute(plan, snapshot, new DateOnly(2024, 7, 1), answer);
            var milliseconds = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Requests;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:F1} | {milliseconds * 1e6 / rows:F0} |"));
        }
        return 0;
    }
}
