using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Benchmarks.Growth;

/// <summary>Asks the same of ever larger graphs, in this process and without HTTP, and prints what a request costs in CPU time.</summary>
internal static class GrowthRun
{
    private const double Skew = 0.8;
    private const int Objectives = 50;
    private const int FewestRequests = 20;
    private const string Cursors = "{ countries(first: 200) { edges { cursor } } }";
    /// <summary>No index helps: every row is looked at.</summary>
    private static readonly (string Name, string Document, object Value)[] s_scans =
    [
        ("a full scan by an enum, ns a node", """query ($value: InstrumentStatus!) { agreements(where: { status: { eq: $value } }) { totalCount } }""", "REVOKED"),
        ("a full scan by a date, ns a node", """query ($value: PartialDate!) { agreements(where: { signed: { lt: $value } }) { totalCount } }""", "1900"),
        ("a full scan of texts, ns a node", """query ($value: String!) { agreements(where: { name: { contains: $value } }) { totalCount } }""", "no such"),
    ];

    public static int Print(int[] sizes, double seconds)
    {
        var model = GraphModel.Load();
        var schema = GraphSchema.Create(model);
        var costs = new Dictionary<string, List<double>>();
        // The first time is for the compiler, which takes some seconds of use to come to its end.
        foreach (var (size, isWarmUp) in sizes.Select(s => (s, false)).Prepend((sizes[0], true)))
        {
            Console.Error.WriteLine($"making {size} nodes{(isWarmUp ? ", to warm up" : "")}");
            var graph = GeneratedGraph.Create(model, GraphShape.OfNodes(size, Skew) with { Objectives = Objectives });
            var snapshot = graph.ToSnapshot();
            Console.Error.WriteLine($"{snapshot.NodeCount} nodes, {snapshot.RelationshipCount} relationships");
            foreach (var question in GrowthQuestion.Of(graph).Select(q => q.Values.Count > 0 ? q : q with { Values = Pages(schema, snapshot) }))
                Add(question.Name, Measure(schema, snapshot, question.Document, question.Values, seconds), "us");
            var rows = snapshot.Nodes[model.FindNodeType("Agreement")!.Index].Rows;
            foreach (var (name, document, value) in s_scans)
                Add(name, Measure(schema, snapshot, document, [new() { ["value"] = value }], seconds) * 1_000 / rows, "ns");
            if (isWarmUp)
                costs.Clear();
            else if (size == sizes[^1])
                MeasureStore(graph);
        }

        Console.WriteLine($"| CPU us a request | {string.Join(" | ", sizes.Select(s => s.ToString("N0", CultureInfo.InvariantCulture)))} | largest / smallest |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", sizes.Length + 1))}");
        foreach (var (name, row) in costs)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", row.Select(c => c.ToString("F1", CultureInfo.InvariantCulture)))} | {row[^1] / row[0]:F2} |"));
        return 0;

        void Add(string name, double cost, string unit)
        {
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {cost:F1} {unit}"));
            if (!costs.TryGetValue(name, out var row))
                costs.Add(name, row = []);
            row.Add(cost);
        }
    }

    private static List<Dictionary<string, object?>> Pages(GraphSchema schema, GraphSnapshot snapshot)
    {
        using var answer = new ResponseBuffer();
        Ask(Operation.Parse(schema, Cursors, null), snapshot, [], answer);
        using var json = JsonDocument.Parse(answer.Written);
        return [.. json.RootElement.GetProperty("data").GetProperty("countries").GetProperty("edges").EnumerateArray()
            .Select(e => new Dictionary<string, object?> { ["after"] = e.GetProperty("cursor").GetString() })];
    }

    /// <summary>CPU time of the whole process, its garbage collector with it, in microseconds a request.</summary>
    private static double Measure(
        GraphSchema schema, GraphSnapshot snapshot, string document, IReadOnlyList<Dictionary<string, object?>> values, double seconds)
    {
        if (values.Count == 0)
            return double.NaN;
        using var answer = new ResponseBuffer();
        var operation = Operation.Parse(schema, document, null);
        var (at, warm) = (0, Stopwatch.StartNew());
        for (var i = 0; i < FewestRequests || warm.Elapsed.TotalSeconds < seconds / 2; i++)
            Ask(operation, snapshot, values[at++ % values.Count], answer);
        var (count, before, measured) = (0, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        for (; count < FewestRequests || measured.Elapsed.TotalSeconds < seconds; count++)
            Ask(operation, snapshot, values[at++ % values.Count], answer);
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / count;
    }

    private static void Ask(Operation operation, GraphSnapshot snapshot, Dictionary<string, object?> variables, ResponseBuffer answer) =>
        SnapshotExecutor.Execute(operation.Bind(variables), snapshot, new DateOnly(2024, 7, 1), answer);

    /// <summary>Writes the graph to a store and opens that in a process of its own.</summary>
    private static void MeasureStore(GeneratedGraph graph)
    {
        var folder = Directory.CreateTempSubdirectory("knowledge-graph-growth-").FullName;
        try
        {
            using (var store = EmbeddedStore.Open(folder, graph.Model, TimeProvider.System))
                store.Commit(graph.Changes);
            using var child = Process.Start(Environment.ProcessPath!, ["open-store", folder]);
            child.WaitForExit();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
