using System.Collections.Immutable;
using System.Diagnostics;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Tests.Generators;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>
/// Neo4j plans a filter in a time that grows with its size, however it is nested. If subqueries had no names, the widest of these would
/// never be planned. The bound only tells that apart: about half a second is usual, but other tests run meanwhile.
/// </summary>
[Collection(TestNeo4j.Name)]
public sealed class HardFilterTests(TestNeo4j neo4j)
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(30);
    private static readonly OperationLimits s_limits = new();

    [SkippableTheory]
    [InlineData("single", 4, 1)]
    [InlineData("single", 3, 3)]
    [InlineData("all", 4, 1)]
    [InlineData("none", 4, 1)]
    [InlineData("some", 3, 3)]
    public void Relationships_within_relationships(string quantifier, int levels, int each)
    {
        string Within(int level)
        {
            if (level == levels)
                return "name: { contains: \"a\" }";
            var inner = $"{(level % 2 == 0 ? "agreements" : "targets")}: {{ {quantifier}: {{ {Within(level + 1)} }} }}";
            return each == 1 ? inner : $"or: [{string.Concat(Enumerable.Repeat($"{{ {inner} name: {{ neq: \"b\" }} }} ", each))}]";
        }
        AssertPlanned($"{{ countries(where: {{ {Within(0)} }}) {{ nodes {{ id }} }} }}");
    }

    [SkippableFact]
    public void Alternatives_of_conjunctions()
    {
        var counts = string.Join(' ', Enumerable.Range(0, 12).Select(i => $"{{ agreements: {{ count: {{ gt: {i}, lt: {i + 9} }} }}, measures: {{ count: {{ neq: {i} }} }} }}"));
        AssertPlanned($"{{ countries(where: {{ or: [{counts}] }}) {{ totalCount nodes {{ id }} }} }}");
    }

    [SkippableFact]
    public void Random_groups_and_relationships()
    {
        var planned = 0;
        for (var seed = 0; seed < 60; seed++)
        {
            var choices = new Choices(seed);
            var (list, budget) = (choices.Of(["agreements", "countries", "officials", "claims", "reports"]), 80);
            var type = TestGraph.Schema.Types.Query.Fields.Find(list)!.Arguments!.Find("where")!.ResolvedType!.GetNamedType();
            var document = $"{{ {list}(where: {Filter((IInputObjectGraphType)type, choices, 6, ref budget)}) {{ totalCount nodes {{ id }} }} }}";
            try
            {
                AssertPlanned(document);
                planned++;
            }
            catch (GraphErrorException refused)
            {
                Assert.Contains(refused.Errors[0].Code, (string[])[ErrorCodes.CostTooHigh, "ARGUMENTS_OF_CORRECT_TYPE"]);
            }
        }
        Assert.InRange(planned, 40, 60);
    }

    private void AssertPlanned(string document)
    {
        neo4j.SkipIfAbsent();
        neo4j.Load("seed", () => SeedFolders.Graph("seed"));
        var bound = Operation.Parse(TestGraph.Schema, document, null, s_limits).Bind(ImmutableDictionary<string, object?>.Empty);
        var watch = Stopwatch.StartNew();
        Assert.NotEmpty(neo4j.OperatorsOf(bound));
        Assert.True(watch.Elapsed < s_most, $"{watch.Elapsed} for {document}");
    }

    /// <summary>Mostly groups and relationships, which are what makes planning hard.</summary>
    private static string Filter(IInputObjectGraphType type, Choices choices, int depth, ref int budget)
    {
        var keys = new Dictionary<string, string>();
        for (var count = 1 + choices.Below(3); count > 0 && budget-- > 0; count--)
        {
            var isGroup = depth > 1 && choices.Chance(60);
            var wanted = type.Fields.Where(f => (f.Name is "and" or "or" or "not") == isGroup).ToList();
            if (!isGroup && choices.Chance(60) && wanted.FindAll(f => f.ResolvedType!.GetNamedType() is IInputObjectGraphType) is { Count: > 0 } nested)
                wanted = nested;
            if (wanted.Count == 0)
                continue;
            var field = choices.Of(wanted);
            var value = field.ResolvedType!.GetNamedType() switch
            {
                IInputObjectGraphType input when field.Name is "and" or "or" => $"[{Filter(input, choices, depth - 1, ref budget)}, {Filter(input, choices, depth - 1, ref budget)}]",
                IInputObjectGraphType input => depth > 0 ? Filter(input, choices, depth - 1, ref budget) : "{}",
                EnumerationGraphType values => values.Values.First().Name,
                { Name: "Boolean" } => "true",
                { Name: "Int" or "Float" } => "3",
                { Name: "DateTime" } => "\"2024-07-02T12:00:00Z\"",
                { Name: "PartialDate" } => "\"2024\"",
                { Name: "URL" } => "\"https://example.org\"",
                _ => "\"a\"",
            };
            keys[field.Name] = value;
        }
        return $"{{ {string.Join(", ", keys.Select(k => $"{k.Key}: {k.Value}"))} }}";
    }
}
