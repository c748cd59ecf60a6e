using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GraphQL.Types;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Stores.Neo4j;
using Xunit.Abstractions;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>
/// Random operations, made from the schema, get the same response from both stores, byte for byte, whether they are answered or refused, and
/// neither store fails. FUZZ_OPERATIONS sets how many operations run (2,000 by default), FUZZ_SEED the first document's seed (1 by default), and
/// FUZZ_PER_DOCUMENT how many operations share a document (6 by default; more make a long run shorter).
/// </summary>
[Collection(StoreDatabase.Name)]
public sealed class FuzzTests(ITestOutputHelper output)
{
    /// <summary>Requests share a document, because Neo4j takes much longer to plan a new statement than to run it.</summary>
    private static readonly int s_operationsPerDocument = Setting("FUZZ_PER_DOCUMENT", 6);
    /// <summary>So many operations in a row share a statement, apart from cursors.</summary>
    private static readonly int s_operationsPerStatement = (s_operationsPerDocument + 1) / 2;
    private const int Operations = 2_000;
    /// <summary>More failures than these hardly say more.</summary>
    private const int MaxFailures = 12;
    private const int MaxBodyInMessage = 1_500;

    private readonly ConcurrentQueue<(int Seed, string Message)> _failures = [];
    /// <summary>In how many operations each feature was, and in how many of those that were answered with data.</summary>
    private readonly ConcurrentDictionary<string, int> _asked = [];
    private readonly ConcurrentDictionary<string, int> _answered = [];
    /// <summary>By code, with one message as an example.</summary>
    private readonly ConcurrentDictionary<string, (int Count, string Message)> _refusals = [];
    private readonly ConcurrentQueue<(int Seed, string Document, double Embedded, double Neo4j)> _times = [];
    private int _operations;
    private int _answers;
    private int _answersWithData;

    [SkippableFact]
    public async Task Both_stores_respond_alike()
    {
        var operations = Setting("FUZZ_OPERATIONS", Operations);
        var seed = Setting("FUZZ_SEED", 1);
        var clock = Stopwatch.StartNew();
        using var stores = await TwoStores.Create();
        var graph = new FuzzedGraph(stores.Snapshot);
        var loaded = clock.Elapsed;
        var documents = Enumerable.Range(seed, (operations + s_operationsPerDocument - 1) / s_operationsPerDocument);
        await Parallel.ForEachAsync(documents, new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (document, _) =>
        {
            if (_failures.Count < MaxFailures)
                await Ask(stores, graph, document);
        });
        var summary = Summary(clock.Elapsed - loaded, loaded);
        output.WriteLine(summary);
        Assert.True(_failures.IsEmpty, $"{summary}\n\n{string.Join("\n\n", _failures.OrderBy(f => f.Message.Length).Select(f => f.Message))}");
        if (operations < Operations)
            return;
        // Few operations may be refused or find nothing, and all kinds must occur. Else the test would say little.
        Assert.True(_answersWithData > operations * 0.7, summary);
        var missing = Expected().Where(f => !CountsOf(f).ContainsKey(f));
        Assert.True(!missing.Any(), $"No operation has {string.Join(", ", missing.Order(StringComparer.Ordinal))}.\n{summary}");
    }

    private string Summary(TimeSpan time, TimeSpan loading)
    {
        var refusals = string.Join('\n', _refusals.OrderByDescending(r => r.Value.Count).Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"    {r.Value.Count} {r.Key}, such as: {r.Value.Message}")));
        var slowest = string.Join('\n', _times.OrderByDescending(t => t.Neo4j).DistinctBy(t => t.Seed).Take(3)
            .Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Neo4j:0.0} s with seed {t.Seed}: {t.Document}")));
        var rarest = string.Join(", ", Expected().Select(f => (Feature: f, Count: CountsOf(f).GetValueOrDefault(f))).OrderBy(f => f.Count).Take(12)
            .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Feature} {f.Count}")));
        return string.Create(CultureInfo.InvariantCulture, $"""
            {_operations} operations in {time.TotalSeconds:0.0} s, after {loading.TotalSeconds:0.0} s of loading: {_answers} answered, {_answersWithData} of them with data; {_operations - _answers} refused:
            {refusals}
            The rarest: {rarest}
            The sum of response times is {_times.Sum(t => t.Embedded):0.0} s for the embedded store and {_times.Sum(t => t.Neo4j):0.0} s for Neo4j. The slowest documents for Neo4j:
            {slowest}
            """);
    }

    private static int Setting(string name, int byDefault) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : byDefault;

    private async Task Ask(TwoStores stores, FuzzedGraph graph, int seed)
    {
        var choices = new Choices(seed);
        var document = DocumentGenerator.Next(choices, TestGraph.Schema, graph, seed);
        var text = document.Text;
        var cursors = new Dictionary<string, List<string>>();
        FuzzedOperation? operation = null;
        for (var i = 0; i < s_operationsPerDocument; i++)
        {
            operation = FuzzedOperation.Draw(document, choices, i % s_operationsPerStatement == 0 ? null : operation, cursors);
            var (embedded, neo4j) = await stores.Ask(operation.Body);
            Interlocked.Increment(ref _operations);
            _times.Enqueue((seed, text, embedded.Time.TotalSeconds, neo4j.Time.TotalSeconds));
            foreach (var feature in document.Features)
                Add(_asked, feature);
            if (IsFailure(embedded, neo4j))
            {
                if (_failures.Count >= MaxFailures)
                    return;
                await Report(stores, operation, seed);
                return;
            }
            Count(document, embedded, cursors);
        }
    }

    private static void Add(ConcurrentDictionary<string, int> counts, string feature) => counts.AddOrUpdate(feature, 1, (_, count) => count + 1);

    /// <summary>Few countries rely on another, so that few filters of a reliance leave any data.</summary>
    private ConcurrentDictionary<string, int> CountsOf(string feature) =>
        feature.StartsWith("odd ", StringComparison.Ordinal) || feature.StartsWith("filter Reliance", StringComparison.Ordinal) || feature is "filter Through" ? _asked : _answered;

    /// <summary>GraphQL.NET reports an exception within introspection as an error.</summary>
    private static bool IsFailure(Response embedded, Response neo4j) =>
        (embedded.Status, embedded.Body) != (neo4j.Status, neo4j.Body) || embedded.Status >= 500 || embedded.Body.Contains("Error trying to resolve", StringComparison.Ordinal);

    private void Count(FuzzedDocument document, Response response, Dictionary<string, List<string>> cursors)
    {
        using var body = JsonDocument.Parse(response.Body);
        if (response.Status != 200)
        {
            var error = body.RootElement.GetProperty("errors")[0];
            _refusals.AddOrUpdate(
                error.GetProperty("extensions").GetProperty("code").GetString()!, (1, error.GetProperty("message").GetString()!), (_, known) => (known.Count + 1, known.Message));
            return;
        }
        Interlocked.Increment(ref _answers);
        var data = body.RootElement.GetProperty("data");
        if (!FuzzedOperation.HasData(data))
            return;
        Interlocked.Increment(ref _answersWithData);
        FuzzedOperation.CollectCursors(document, data, cursors);
        foreach (var feature in document.Features)
            Add(_answered, feature);
        foreach (var root in document.Roots.SelectMany(r => r.Head.StartsWith("...", StringComparison.Ordinal) ? r.Below! : [r]))
            if (root.Head.Split(": ") is var names && data.TryGetProperty(names[0], out var value) && FuzzedOperation.HasData(value))
                Add(_answered, "root " + names[^1]);
    }

    /// <summary>What must occur among answers with data; and among all operations, the odd values.</summary>
    private static IEnumerable<string> Expected()
    {
        static IEnumerable<FieldType> Fields(IComplexGraphType type) => type.Fields.Where(f => f.Metadata.ContainsKey(GraphSchema.MeaningKey));
        var types = TestGraph.Schema.Types.AllTypes;
        var outputs = types.OfType<IComplexGraphType>().Where(t => t is not IInputObjectGraphType && t.Name != "Mutation").SelectMany(Fields);
        var filters = types.OfType<IInputObjectGraphType>().Where(t => t.Name.EndsWith("FilterInput", StringComparison.Ordinal) && !t.Name.StartsWith("Proposal", StringComparison.Ordinal)).SelectMany(t => t.Fields);
        return
        [
            // Nobody sends these operations, so that `viewer` is null, and nobody has proposed anything.
            .. Fields(TestGraph.Schema.Types.Query).Where(f => f.Name is not ("viewer" or "proposals" or "proposal")).Select(f => "root " + f.Name),
            .. outputs.SelectMany(f => f.Arguments ?? []).Select(a => "argument " + a.Name).Append("argument @asOf.date").Distinct(),
            // Few properties are addresses, numbers or flags, so few documents filter by them.
            .. filters.SelectMany(DocumentGenerator.Features).Distinct().Except(["filter of URL", "filter of Float", "filter of Boolean"]),
            "order NodeProperty", "order Since", "order Many", "order RecordedAt",
            "alias", "inline fragment", "fragment spread", "directive skip", "directive include", "variable", "variable with a default", "structure in a variable",
            "odd size", "odd date", "odd text", "odd search", "odd id", "odd cursor", "odd page", "odd null", "odd null in a filter", "odd empty list", "odd empty filter",
            "odd one value as a list",
        ];
    }

    private async Task Report(TwoStores stores, FuzzedOperation operation, int seed)
    {
        var (text, variables) = (operation.Document.Text, operation.VariablesText);
        var (kind, length) = await Kind();
        await Shrinking.Shrink(operation, async () =>
        {
            // Without a page size or a filter, the response may be much longer.
            var (found, size) = await Kind();
            if (found != kind || size > Math.Max(length, 500))
                return false;
            length = size;
            return true;
        });
        var (embedded, neo4j) = await stores.Ask(operation.Body);
        var difference = embedded.Body.AsSpan().CommonPrefixLength(neo4j.Body);
        _failures.Enqueue((seed, $"""
            --- {kind}; repeat with FUZZ_SEED={seed} FUZZ_OPERATIONS={s_operationsPerDocument} FUZZ_PER_DOCUMENT={s_operationsPerDocument}
            {operation.Document.Text}
            variables {operation.VariablesText}
            embedded  {Shown(embedded, difference)}
            Neo4j     {Shown(neo4j, difference)}
            made smaller from
            {text}
            variables {variables}
            """));

        async Task<(string? Kind, int Length)> Kind()
        {
            var (one, other) = await stores.Ask(operation.Body);
            return (IsFailure(one, other) ? $"status {one.Status} and {other.Status}" : null, one.Body.Length + other.Body.Length);
        }
    }

    /// <summary>The body, or of a long one what is around the first difference.</summary>
    private static string Shown(Response response, int difference)
    {
        var from = response.Body.Length <= MaxBodyInMessage ? 0 : Math.Max(0, difference - (MaxBodyInMessage / 2));
        var part = response.Body[from..Math.Min(response.Body.Length, from + MaxBodyInMessage)];
        return $"{response.Status} {(from > 0 ? "…" : "")}{part}{(from + part.Length < response.Body.Length ? "…" : "")}";
    }
}
