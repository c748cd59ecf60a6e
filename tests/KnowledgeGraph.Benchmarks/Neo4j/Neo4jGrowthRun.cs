using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Benchmarks.Growth;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>Asks the same of ever larger graphs through the product's Neo4j store, one request at a time, and prints what one takes.</summary>
internal static class Neo4jGrowthRun
{
    private const double Skew = 0.8;
    private const int Objectives = 50;
    private const int FewestRequests = 20;
    private const double MostTimes = 2;
    private const string Cursors = "{ countries(first: 200) { edges { cursor } } }";

    /// <summary>The questions, and whether they have to stay within <see cref="MostTimes"/> times what they cost in the smallest graph.</summary>
    private static readonly Dictionary<string, bool> s_asked = new()
    {
        ["by id"] = true,
        ["first page, by name"] = true,
        ["a filter from its selective end"] = true,
        ["reliesOn"] = true,
        ["a page after a cursor"] = false,
        ["search by a prefix"] = false,
        ["search by two words"] = false,
    };

    /// <param name="process">Neo4j's, of which the CPU time is told; null where it is not known.</param>
    public static async Task<int> Print(int[] sizes, double seconds, Process? process)
    {
        var model = GraphModel.Load();
        var schema = GraphSchema.Create(model);
        var costs = s_asked.Keys.ToDictionary(name => name, _ => new List<Cost>());
        foreach (var size in sizes)
        {
            Console.Error.WriteLine($"making {size} nodes");
            var graph = GeneratedGraph.Create(model, GraphShape.OfNodes(size, Skew) with { Objectives = Objectives });
            await Neo4jDatabase.LoadInBatches(graph);
            using var store = new Neo4jStore(Neo4jDatabase.Address, model, TimeProvider.System);
            await store.Open(first: null, waiting: null, CancellationToken.None);
            var questions = GrowthQuestion.Of(graph).Where(q => s_asked.ContainsKey(q.Name)).ToList();
            var asker = new Asker(schema, store, process);
            // Neo4j compiles what it has run a while: the last round counts.
            var rounds = size == sizes[0] ? 4 : 2;
            for (var round = 1; round <= rounds; round++)
                foreach (var question in questions)
                {
                    var values = question.Values.Count > 0 ? question.Values : await asker.Pages(Cursors);
                    var cost = await asker.Measure(question.Document, values, seconds);
                    if (round == rounds)
                        costs[question.Name].Add(cost);
                    Console.Error.WriteLine($"  {question.Name}: {cost}");
                }
        }
        Write(sizes, costs);
        return 0;
    }

    private static void Write(int[] sizes, Dictionary<string, List<Cost>> costs)
    {
        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        static double Times(List<Cost> row) => row[^1].Milliseconds / row[0].Milliseconds;
        Console.WriteLine($"| ms a request, median (CPU of Neo4j in ms) | {string.Join(" | ", sizes.Select(s => Text($"{s:N0}")))} | largest / smallest |");
        Console.WriteLine($"| --- |{string.Concat(Enumerable.Repeat(" ---: |", sizes.Length + 1))}");
        foreach (var (name, row) in costs)
            Console.WriteLine(Text($"| {name} | {string.Join(" | ", row)} | {Times(row):F2} |"));
        Console.WriteLine();
        foreach (var (name, row) in costs.Where(c => s_asked[c.Key]))
            Console.WriteLine(Text($"- {name}, at most {MostTimes}×: {(Times(row) <= MostTimes ? "met" : "**missed**")} ({Times(row):F2}×)"));
    }

    /// <summary>What a request takes by the clock, in the median, and of Neo4j's CPU time.</summary>
    private readonly record struct Cost(double Milliseconds, double? CpuMilliseconds)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{Milliseconds:F2}{(CpuMilliseconds is { } cpu ? string.Create(CultureInfo.InvariantCulture, $" ({cpu:F2})") : "")}");
    }

    private sealed class Asker(GraphSchema schema, Neo4jStore store, Process? process)
    {
        public async Task<Cost> Measure(string document, IReadOnlyList<Dictionary<string, object?>> values, double seconds)
        {
            using var answer = new ResponseBuffer();
            var operation = Operation.Parse(schema, document, null);
            var (times, before, measured) = (new List<double>(), CpuTime(), Stopwatch.StartNew());
            while (times.Count < FewestRequests || measured.Elapsed.TotalSeconds < seconds)
            {
                var clock = Stopwatch.GetTimestamp();
                await Ask(operation, values[times.Count % values.Count], answer);
                times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
            }
            var cpu = (CpuTime() - before)?.TotalMilliseconds / times.Count;
            times.Sort();
            return new Cost(times[times.Count / 2], cpu);
        }

        public async Task<List<Dictionary<string, object?>>> Pages(string cursors)
        {
            using var answer = new ResponseBuffer();
            await Ask(Operation.Parse(schema, cursors, null), [], answer);
            using var json = JsonDocument.Parse(answer.Written);
            return [.. json.RootElement.GetProperty("data").GetProperty("countries").GetProperty("edges").EnumerateArray()
                .Select(e => new Dictionary<string, object?> { ["after"] = e.GetProperty("cursor").GetString() })];
        }

        private ValueTask Ask(Operation operation, Dictionary<string, object?> variables, ResponseBuffer answer) =>
            store.Answer(operation.Bind(variables), new DateOnly(2024, 7, 1), answer, bookmark: null, CancellationToken.None);

        private TimeSpan? CpuTime()
        {
            process?.Refresh();
            return process?.TotalProcessorTime;
        }
    }
}
