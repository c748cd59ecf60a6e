using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Graph.Reading;

public sealed class DocumentProperties
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Any_document_is_answered_as_the_contract_says() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Grow(choices, steps, size);
        for (var i = 0; i < 8; i++)
            AssertSame(graphs, RandomDocument.Next(choices, TestGraph.Schema, graphs.Naive, budget: 5 + choices.Below(40)));
    }, iter: 400);

    /// <summary>The rule, asked of every country for every objective: random documents seldom get that far.</summary>
    [Fact]
    public void Reliance_follows_the_rule() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var graphs = Graphs.Grow(choices, steps, size + 15, onlyRule: true);
        if (choices.Chance(60))
            graphs = graphs.Apply(Chain(choices, graphs));
        foreach (var objective in RandomValues.Ids["objective"])
            AssertSame(graphs, $$"""
                query($asOf: PartialDate, $min: Strength, $presumed: Boolean) @asOf(date: $asOf, presumed: $presumed){{(choices.Chance(30) ? " @evidence(publishedBy: \"2024-07\")" : "")}} {
                  countries { nodes { id
                    reliesOn(objective: "{{objective}}", minStrength: $min) { ...All }
                    reliedOnBy(objective: "{{objective}}", minStrength: $min) { ...All }
                  } }
                }
                fragment All on ReliesOnConnection {
                  totalCount
                  edges { node { id } strength since until explicitSince standing contested through { id } evidence { id } corroboration { independentOrigins outlets reports firstReportedOn } }
                  excluded { node { id } reason instruments { id } }
                }
                """, new Dictionary<string, object?>
            {
                ["asOf"] = choices.Chance(50) ? choices.Of(RandomValues.Dates) : null,
                ["presumed"] = choices.Chance(80),
                ["min"] = choices.Of(["EXPLICIT", "IMPLIED", null]),
            });
    }, iter: 100);

    /// <summary>Instead of what serves what: each objective the next, longer than the rule looks, and sometimes in a circle.</summary>
    private static ChangeSet Chain(Choices choices, Graphs graphs)
    {
        var serves = TestGraph.Model.FindRelationshipType("SERVES_OBJECTIVE")!;
        var objectives = choices.Some(graphs.Naive.Nodes.Where(n => n.Record.Type.Name == "Objective"), 100);
        var claims = graphs.Naive.Nodes.Where(n => n.Record.Type.Name == "Claim").Take(1).Select(n => n.Id).ToArray();
        return new ChangeSet
        {
            RemovedRelationships = [.. graphs.Naive.Links.Select(l => l.Record).Where(r => r.Type == serves)],
            Relationships = claims.Length == 0 ? [] : [.. objectives.Index().Where(o => o.Index > 0 || choices.Chance(30))
                .Select(o => TestGraph.Link("SERVES_OBJECTIVE", o.Item.Id, objectives[(o.Index + objectives.Count - 1) % objectives.Count].Id, claims))],
        };
    }

    /// <summary>Every relationship and instrument, on every date.</summary>
    [Fact]
    public void What_is_in_effect_follows_the_dates() => Graphs.Any.Sample((steps, size, seed) =>
    {
        var choices = new Choices(seed);
        var dates = string.Join(' ', RandomValues.Dates.Select((date, i) => $"""d{i}: inEffect(on: "{date}") s{i}: standing(on: "{date}")"""));
        AssertSame(Graphs.Grow(choices, steps, size + 15, onlyRule: false), $$"""
            query($asOf: PartialDate) @asOf(date: $asOf) {
              instruments { nodes { id {{dates}} inEffect standing knownUntil actingCountries { edges { {{dates}} inEffect standing knownUntil } } } }
              officials { nodes { offices { edges { seenOn {{dates}} inEffect standing knownUntil } } } }
              journalists { nodes { worksFor { edges { seenOn {{dates}} inEffect standing knownUntil } } } }
            }
            """, new Dictionary<string, object?> { ["asOf"] = choices.Chance(50) ? choices.Of(RandomValues.Dates) : null });
    }, iter: 50);

    private static void AssertSame(Graphs graphs, RandomDocument document) => AssertSame(graphs, document.Text, document.Variables);

    private static void AssertSame(Graphs graphs, string document, IReadOnlyDictionary<string, object?> variables)
    {
        var expected = NaiveInterpreter.Answer(TestGraph.Schema, graphs.Naive, TestGraph.Today, document, variables);
        var actual = JsonNode.Parse(graphs.Snapshot.Ask(document, variables))!;
        HideCursors(expected, actual);
        if (expected.ToJsonString() != actual.ToJsonString())
            Assert.Fail($"{document}\n{JsonSerializer.Serialize(variables)}\nexpected {expected.ToJsonString(s_readable)}\nfound {actual.ToJsonString(s_readable)}");
    }

    /// <summary>A cursor is opaque: where the contract wants one, any that can be read is as good.</summary>
    private static void HideCursors(JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (key, value) in left)
                    if (right.TryGetPropertyValue(key, out var found))
                        HideCursors(value, found);
                break;
            case (JsonArray left, JsonArray right):
                for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
                    HideCursors(left[i], right[i]);
                break;
            case (JsonValue left, JsonValue right):
                if (left.GetValueKind() == JsonValueKind.String && left.GetValue<string>() == NaiveInterpreter.SomeCursor
                    && right.GetValueKind() == JsonValueKind.String && Cursor.Parse(right.GetValue<string>()) is not null)
                    right.ReplaceWith(NaiveInterpreter.SomeCursor);
                break;
        }
    }
}
