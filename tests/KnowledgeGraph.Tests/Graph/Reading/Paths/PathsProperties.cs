using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Graph.Reading.Paths;

/// <summary>Paths and distances against a plain walk over everything.</summary>
public class PathsProperties
{
    private static readonly string[]?[] s_types = [null, null, null, ["RELATES_TO", "ACTS_UNDER", "PARTY_TO", "SIGNED"], ["ABOUT", "CLAIMS_ABOUT", "STATED_IN"], []];

    private const string Document = """
        query ($from: ID!, $to: ID!, $types: [RelationshipType!], $maxLength: Int, $first: Int, $asOf: PartialDate) @asOf(date: $asOf) {
          connected(from: $from, to: $to, types: $types, maxLength: $maxLength)
          paths(from: $from, to: $to, types: $types, maxLength: $maxLength, first: $first) {
            length independentOrigins nodes { id }
            steps { from { id } to { id } forward relationship { type from { id } to { id } since until } }
          }
        }
        """;

    private sealed record Step(RelationshipRecord Relationship, bool Forward)
    {
        public string Start => Forward ? Relationship.From : Relationship.To;
        public string End => Forward ? Relationship.To : Relationship.From;
        public override string ToString() =>
            $"{Start} {End} {Forward} {Relationship.Type.Name} {Relationship.From} {Relationship.To} {Relationship.Since} {Relationship.Until}";
    }

    [Fact]
    public void PathsAreThoseOfAPlainWalkInTheirOrder() =>
        Gen.Select(
            RandomGraph.Of(40), Gen.Int[0, 28], Gen.Int[0, 28], RandomGraph.OneOf(s_types), RandomGraph.OneOf(RandomGraph.Dates), Gen.Int[0, 5],
            RandomGraph.OneOf<int>([0, 1, 2, 5, 10, 500]))
            .Sample((graph, from, to, types, asOf, maxLength, first) => Check(graph, graph.Nodes[from].Id, graph.Nodes[to].Id, types, asOf, maxLength, first), iter: 600);

    /// <summary>Many ways of one length: only the best are kept, and what cannot be among them is not walked.</summary>
    [Fact]
    public void OfManyPathsTheFirstAreTheFirst() =>
        Gen.Select(RandomGraph.Of(90), Gen.Int[0, 11], Gen.Int[0, 11], RandomGraph.OneOf<string[]?>([null, ["RELATES_TO", "ACTS_UNDER", "PARTY_TO", "SIGNED"]]), Gen.Int[1, 6])
            .Sample((graph, from, to, types, first) => Check(graph, graph.Nodes[from].Id, graph.Nodes[to].Id, types, null, 4, first), iter: 300);

    private static void Check(RandomGraph graph, string from, string to, string[]? types, string? asOf, int maxLength, int first)
    {
        var all = graph.Shows(from, asOf) && graph.Shows(to, asOf) ? Walk(graph, from, to, types, asOf, maxLength) : [];
        var variables = new Dictionary<string, object?>
        {
            ["from"] = from,
            ["to"] = to,
            ["types"] = types,
            ["maxLength"] = maxLength,
            ["first"] = first,
            ["asOf"] = asOf,
        };
        using var answer = JsonDocument.Parse(graph.Load().Ask(Document, variables));
        var data = answer.RootElement.GetProperty("data");
        var connected = data.GetProperty("connected");
        Assert.Equal(all.Count == 0 ? null : all[0].Length, connected.ValueKind == JsonValueKind.Null ? (int?)null : connected.GetInt32());
        Assert.Equal(
            all.Take(first).Select(p => $"{p.Length} {Weakest(graph, p)} {string.Join(',', p.Select(s => s.End).Prepend(from))} | {string.Join(" | ", p.AsEnumerable())}"),
            data.GetProperty("paths").EnumerateArray().Select(p => $"{p.GetProperty("length")} {p.GetProperty("independentOrigins")} "
                + $"{string.Join(',', p.GetProperty("nodes").EnumerateArray().Select(Id))} | {string.Join(" | ", p.GetProperty("steps").EnumerateArray().Select(Describe))}"));
    }

    private static string Id(JsonElement node) => node.GetProperty("id").GetString()!;

    private static string Describe(JsonElement step)
    {
        var relationship = step.GetProperty("relationship");
        return $"{Id(step.GetProperty("from"))} {Id(step.GetProperty("to"))} {step.GetProperty("forward")} {relationship.GetProperty("type")} "
            + $"{Id(relationship.GetProperty("from"))} {Id(relationship.GetProperty("to"))} {relationship.GetProperty("since")} {relationship.GetProperty("until")}";
    }

    private static List<Step[]> Walk(RandomGraph graph, string from, string to, string[]? types, string? asOf, int maxLength)
    {
        static bool IsEvidence(string id) => id.StartsWith("report:", StringComparison.Ordinal) || id.StartsWith("claim:", StringComparison.Ordinal);
        var steps = graph.Relationships
            .Where(r => graph.Shows(r, asOf) && (types is null ? !IsEvidence(r.From) && !IsEvidence(r.To) : types.Contains(r.Type.Name)))
            .SelectMany(r => new[] { new Step(r, true), new Step(r, false) }).ToLookup(s => s.Start);
        var found = new List<Step[]>();
        void From(string node, List<Step> path)
        {
            if (node == to)
            {
                found.Add([.. path]);
                return;
            }
            if (path.Count == maxLength)
                return;
            foreach (var step in steps[node])
                if (step.End != from && path.TrueForAll(s => s.End != step.End))
                    From(step.End, [.. path, step]);
        }
        From(from, []);
        IReadOnlyList<string> Keys(Step[] path) =>
        [
            .. path.Select(s => s.End), .. path.Select(s => s.Relationship.Type.Name),
            .. path.SelectMany(s => RandomGraph.Ties(s.Relationship).Prepend(s.Forward ? "0" : "1")),
        ];
        return [.. found.OrderBy(p => p.Length).ThenByDescending(p => Weakest(graph, p) ?? 0).ThenBy(Keys, RandomGraph.ByKeys)];
    }

    private static int? Weakest(RandomGraph graph, Step[] path) => path.Length == 0 ? null : path.Min(s => graph.OriginsOf(s.Relationship));
}
