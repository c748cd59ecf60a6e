using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Tests.Generators;
using KnowledgeGraph.Tests.Graph.Reading;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Graphs that grow, shrink and change on both stores, and the same answers from both: cursors, order and numbers included.</summary>
[Collection(TestNeo4j.Name)]
public sealed class SameAnswers(TestNeo4j neo4j)
{
    private const int Iterations = 4;

    private bool _isOfKnownSize;

    [SkippableFact]
    public void To_any_document() => Sample((choices, graphs) =>
    {
        for (var i = 0; i < 10; i++)
        {
            var document = RandomDocument.Next(choices, TestGraph.Schema, graphs.Naive, budget: 5 + choices.Below(40));
            AssertSame(graphs, document.Text, document.Variables);
        }
    });

    [SkippableFact]
    public void To_filters_and_orders_page_by_page() => Sample((choices, graphs) =>
    {
        for (var i = 0; i < 10; i++)
        {
            var type = choices.Of(TestGraph.Model.NodeTypes);
            var filter = new FilterProperties.Writer(choices, graphs.Naive).OfNode(type, depth: 3);
            var order = string.Join(", ", Enumerable.Range(0, choices.Below(3)).Select(_ => OrderProperties.AnyTerm(choices, graphs.Naive, type))
                .Select(t => $"{{ {t.Name.Replace("*", t.IsDescending ? "DESC" : "ASC", StringComparison.Ordinal)} }}"));
            AssertPages(
                graphs, type.CollectionName, choices,
                $"query ($where: {type.Name}FilterInput, $at: String) {{ {type.CollectionName}(where: $where, order: [{order}], *) {{ totalCount edges {{ cursor node {{ id recordedAt }} }} pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }} }} }}",
                new Dictionary<string, object?> { ["where"] = filter.Where });
        }
    });

    [SkippableFact]
    public void To_relationships_searches_timelines_and_paths() => Sample((choices, graphs) =>
    {
        string Id() => choices.Of(graphs.Naive.Nodes).Id;
        for (var i = 0; i < 6; i++)
        {
            var asOf = choices.Chance(50) ? choices.Of(RandomValues.Dates) : null;
            var text = SearchText(choices);
            AssertSame(graphs, """
                query ($asOf: PartialDate, $a: ID!, $b: ID!, $text: String!, $fuzzy: Boolean, $size: Int!, $length: Int!) @asOf(date: $asOf) {
                  node(id: $a) { relationships(first: $size) { totalCount edges { cursor type forward since until node { id } inEffect contested } pageInfo { hasNextPage } } }
                  search(text: $text, fuzzy: $fuzzy, first: $size) { totalCount edges { cursor node { score node { __typename id } matched { field text distance } } } pageInfo { hasNextPage hasPreviousPage } }
                  timeline(about: [$a, $b], last: $size) { totalCount edges { cursor node { on what node { id } relationship { type from { id } to { id } evidence { id } } } } pageInfo { hasPreviousPage } }
                  paths(from: $a, to: $b, maxLength: $length) { length independentOrigins nodes { id } steps { forward relationship { type since until recordedAt } } }
                  connected(from: $a, to: $b, maxLength: $length)
                }
                """, new Dictionary<string, object?>
            {
                ["asOf"] = asOf,
                ["a"] = Id(),
                ["b"] = Id(),
                ["text"] = text,
                ["fuzzy"] = choices.Chance(50),
                ["size"] = 1 + choices.Below(5),
                ["length"] = choices.Below(4),
            });
        }
        var aggregates = string.Join(' ', TestGraph.Model.NodeTypes.Select(t =>
            $"{t.FieldName}sAggregate: {t.CollectionName}Aggregate {{ count {string.Join(' ', t.Properties.Where(p => !p.IsList && p.Kind == ScalarKind.Float).Select(p => $"{p.Name} {{ min max sum avg }}"))} }}"));
        AssertSame(graphs, $"{{ {aggregates} objectivesAggregate {{ groupBy(by: THEME) {{ key {{ theme }} count }} }} }}", new Dictionary<string, object?>());
    });

    [SkippableFact]
    public void To_searches_page_by_page() => Sample((choices, graphs) =>
    {
        for (var i = 0; i < 10; i++)
        {
            var types = choices.Some(TestGraph.Model.NodeTypes.Select(t => t.EnumName), 8);
            AssertPages(
                graphs, "search", choices,
                "query ($text: String!, $fuzzy: Boolean, $types: [NodeType!], $asOf: PartialDate, $at: String) @asOf(date: $asOf) { search(text: $text, fuzzy: $fuzzy, types: $types, *) { totalCount edges { cursor node { score node { __typename id } matched { field text distance } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }",
                new Dictionary<string, object?>
                {
                    ["text"] = SearchText(choices),
                    ["fuzzy"] = choices.Chance(50),
                    ["types"] = types.Count == 0 ? null : types,
                    ["asOf"] = choices.Chance(30) ? choices.Of(RandomValues.Dates) : null,
                });
        }
    });

    /// <summary>Up to five texts, short ones, some of which are stop words, and together with no more words than a search may have.</summary>
    private static string SearchText(Choices choices)
    {
        var texts = Enumerable.Range(0, 1 + choices.Below(5)).Select(_ =>
            choices.Chance(15) ? choices.Of(["the", "qué", "who"]) : choices.Of(RandomValues.Texts) is var text && text.Length > 20 ? text[..20] : text).ToList();
        while (new KnowledgeGraph.Model.SearchText(string.Join(' ', texts)).TypedWords > KnowledgeGraph.Model.SearchText.MaxWords)
            texts.RemoveAt(0);
        return string.Join(' ', texts);
    }

    /// <summary>Names and dates that a text with all of them could order otherwise than one after the other; then other names.</summary>
    [SkippableFact]
    public void To_edges_that_differ_late()
    {
        neo4j.SkipIfAbsent();
        neo4j.Clear();
        string[] names = ["A", "a", "Á", "A\u0301", "a\u0001", "a ", "a!", "a\uFFFD", "a\U0001F600", "ab", new string('x', 200) + "b", new string('x', 200) + "a"];
        NodeRecord Agreement(int i, string name) => TestGraph.Node("Agreement", $"instrument:{i}", ("name", name), ("kind", "ARRANGEMENT"));
        string?[] dates = [null, "2020", "2020-03"];
        var graphs = Graphs.Empty.Apply(new ChangeSet
        {
            Nodes =
            [
                TestGraph.Node("Claim", "claim:a", ("statement", "a")),
                TestGraph.Node("Country", "country:a", ("name", "A"), ("iso2", "AA"), ("iso3", "AAA")), TestGraph.Node("Country", "country:a-a", ("name", "B"), ("iso2", "BB"), ("iso3", "BBB")),
                .. names.Select((name, i) => Agreement(i, name)),
            ],
            Relationships =
            [
                .. names.SelectMany((_, i) => new[] { "country:a", "country:a-a" }.Select(c => TestGraph.Link("PARTY_TO", c, $"instrument:{i}", ["claim:a"], dates[i % 3]))),
                .. dates[1..].Select(d => TestGraph.Link("PARTY_TO", "country:a", "instrument:0", ["claim:a"], d)),
            ],
        }, neo4j.Apply);
        AssertEveryPage(graphs, names.Length + 2);
        graphs = graphs.Apply(new ChangeSet { Nodes = [.. names.Reverse().Select((name, i) => Agreement(i, name))] }, neo4j.Apply);
        AssertEveryPage(graphs, names.Length + 2);
    }

    /// <summary>What is let through fits into an index, all of it together.</summary>
    [SkippableFact]
    public void To_the_longest_names_ids_and_titles()
    {
        neo4j.SkipIfAbsent();
        neo4j.Clear();
        string Id(string prefix) => prefix + new string('i', 200 - prefix.Length);
        var graph = new ChangeSet
        {
            Nodes =
            [
                TestGraph.Node("Claim", Id("claim:"), ("statement", new string('s', 3000))), TestGraph.Node("Official", Id("official:"), ("name", new string('é', 2000))),
                TestGraph.Node("Country", Id("country:"), ("name", new string('n', 3000)), ("iso2", "AA"), ("iso3", "AAA")),
            ],
            Relationships = [TestGraph.Link("HOLDS_OFFICE", Id("official:"), Id("country:"), [Id("claim:")], "2020-01-01", "2020-01-02", ("title", new string('é', 500)))],
        };
        Assert.Empty(ChangeStatements.Check(graph));
        AssertSame(Graphs.Empty.Apply(graph, neo4j.Apply), "{ officials { nodes { name offices { edges { cursor title node { ... on Country { name } } } } } } }", new Dictionary<string, object?>());
    }

    private void AssertEveryPage(Graphs graphs, int count)
    {
        foreach (var page in (string[])["first: 1, after: $at", "last: 1, before: $at"])
        {
            var (variables, asked) = (new Dictionary<string, object?>(), 0);
            do
            {
                var answer = AssertSame(
                    graphs, $$"""query ($at: String) { country(id: "country:a") { agreements({{page}}) { totalCount edges { cursor node { id parties { nodes { ... on Country { id } } } begin: parties(first: 2) { nodes { ... on Country { id } } pageInfo { hasNextPage } } end: parties(last: 2) { totalCount nodes { ... on Country { id } } pageInfo { hasPreviousPage } } } } pageInfo { hasNextPage hasPreviousPage } } } }""", variables);
                variables["at"] = answer["data"]!["country"]!["agreements"]!["edges"]!.AsArray().SingleOrDefault()?["cursor"]!.GetValue<string>();
                asked++;
            }
            while (variables["at"] is not null);
            Assert.Equal(count + 1, asked);
        }
    }

    /// <summary>Random numbers seldom meet so.</summary>
    [SkippableTheory]
    [InlineData(new[] { double.MaxValue, 1e300, -5 }, "null", "null")]
    [InlineData(new[] { -double.MaxValue, -double.MaxValue }, "null", "null")]
    [InlineData(new[] { double.MaxValue, -double.MaxValue }, "0", "0")]
    public void To_sums_that_no_number_holds(double[] values, string sum, string mean)
    {
        neo4j.SkipIfAbsent();
        neo4j.Clear();
        var graphs = Graphs.Empty.Apply(new ChangeSet
        {
            Nodes = [.. values.Select((v, i) => TestGraph.Node("Statistic", $"statistic:{i}", ("measure", "A"), ("from", "2024"), ("to", "2024"), ("value", v)))],
        }, neo4j.Apply);
        var answer = AssertSame(graphs, "{ statisticsAggregate { value { sum avg } } }", new Dictionary<string, object?>());
        var value = answer["data"]!["statisticsAggregate"]!["value"]!;
        Assert.Equal((sum, mean), (value["sum"]?.ToJsonString() ?? "null", value["avg"]?.ToJsonString() ?? "null"));
    }

    private void Sample(Action<Choices, Graphs> check)
    {
        neo4j.SkipIfAbsent();
        Graphs.Any.Sample((steps, size, seed) =>
        {
            var choices = new Choices(seed);
            neo4j.Clear();
            check(choices, Graphs.Grow(choices, steps, size + 20, onApply: neo4j.Apply));
        }, iter: Iterations, threads: 1);
    }

    /// <summary>A few pages, each from where the last one ended.</summary>
    private void AssertPages(Graphs graphs, string field, Choices choices, string document, Dictionary<string, object?> variables)
    {
        var (size, fromEnd) = (1 + choices.Below(4), choices.Chance(40));
        var text = document.Replace("*", fromEnd ? $"last: {size}, before: $at" : $"first: {size}, after: $at", StringComparison.Ordinal);
        for (var page = 0; page < 3; page++)
        {
            var answer = AssertSame(graphs, text, variables)["data"]![field]!;
            if (answer["pageInfo"]![fromEnd ? "startCursor" : "endCursor"]?.GetValue<string>() is not { } cursor)
                return;
            // Neo4j compares texts with those of a cursor by UTF-16: docs/neo4j.md, "Characters beyond U+FFFF".
            if (HasCharactersOfTwoOrders(cursor))
                return;
            variables["at"] = cursor;
        }
    }

    /// <summary>Whether a text of the cursor has a character that UTF-16 orders otherwise than code points: one beyond U+FFFF, or one from U+E000 on.</summary>
    private static bool HasCharactersOfTwoOrders(string cursor) => Cursor.Parse(cursor)!.Values.Any(
        value => JsonNode.Parse($"\"{Encoding.UTF8.GetString(value)}\"")!.GetValue<string>().Any(c => c >= '\uD800'));

    private JsonNode AssertSame(Graphs graphs, string document, IReadOnlyDictionary<string, object?> variables)
    {
        var expected = graphs.Snapshot.Ask(document, variables);
        // With the sizes of the graph, and without them, as when they are not known: other statements, and the same answers.
        _isOfKnownSize = !_isOfKnownSize;
        var actual = neo4j.Ask(Operation.Parse(TestGraph.Schema, document, null).Bind(variables, _isOfKnownSize ? graphs.Snapshot.Sizes : GraphSizes.Unknown));
        if (expected != actual)
            Assert.Fail($"{document}\n{System.Text.Json.JsonSerializer.Serialize(variables)}\nexpected {expected}\nfound    {actual}");
        return JsonNode.Parse(expected)!;
    }
}
