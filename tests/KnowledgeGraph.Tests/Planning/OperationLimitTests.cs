using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>Each limit at its default: what is beyond is refused with its code, and what is just within is not. No case, since cases have no limits.</summary>
public sealed class OperationLimitTests
{
    private static readonly OperationLimits s_limits = new();

    public static TheoryData<string, string, string> Refused() => new()
    {
        { Repeat("__typename ", 20_000), ErrorCodes.TooManyTokens, "A document can have at most 20000 tokens." },
        { Levels(9, "totalCount"), ErrorCodes.TooDeep, "The document has 17 levels of fields, but at most 16 are allowed." },
        { Repeat(i => $"a{i}: __typename ", 101), ErrorCodes.TooManyRootFields, "The document has 101 fields at the root of an operation, but at most 100 are allowed." },
        {
            "{ node(id: \"x\") { " + Join(i => $"a{i}: __typename ", 101) + "} }", ErrorCodes.TooManyAliases,
            "The document has 101 aliases when fragments are expanded, but at most 100 are allowed."
        },
        {
            "{ node(id: \"x\") { " + Join(_ => "id ", 2_000) + "} }", ErrorCodes.TooManyFields,
            "The document has 2001 fields when fragments are expanded, but at most 2000 are allowed."
        },
        {
            "{ node(id: \"x\") { ...F0 } } " + Join(i => $"fragment F{i} on Node {{ ...F{i + 1} ...F{i + 1} }} ", 20) + "fragment F20 on Node { id }",
            ErrorCodes.TooManyFields, "The document has 1048576 fields when fragments are expanded, but at most 2000 are allowed."
        },
        {
            "{ node(id: \"x\") { ...F0 } } " + Join(i => $"fragment F{i} on Node {{ ...F{i + 1} ...F{i + 1} }} ", 50) + "fragment F50 on Node { id }",
            ErrorCodes.TooManyFields, "The document has more than a billion fields when fragments are expanded, but at most 2000 are allowed."
        },
        {
            "{ __typename " + string.Concat(Enumerable.Repeat("@include(if: true) ", 5)) + "}", ErrorCodes.TooManyDirectives,
            "The document has 5 directives in one place, but at most 4 are allowed."
        },
        {
            "{ countries(where: " + Nest("{ not: ", "{}", 16, "}") + ") { totalCount } }", ErrorCodes.WhereTooDeep,
            "`where` has 17 levels of objects, but at most 16 are allowed."
        },
        {
            "{ countries(first: 500) { nodes { agreements(first: 500) { nodes { id } } } } }", ErrorCodes.CostTooHigh,
            "The operation's type cost is 251,001, but at most 50,000 is allowed. The costliest field is countries (251,001). Ask for smaller pages (countries(first: 99) would pass) or fewer levels."
        },
        {
            "{ __schema { types { " + Nest("fields { type { ", "name", 5, "} } ") + "} } }", ErrorCodes.IntrospectionTooLarge,
            "fields of the schema by estimate, but at most"
        },
        {
            "{ node(id: \"x\") { ...F0 } } " + Join(i => $"fragment F{i} on Node {{ ...F{i + 1} }} ", 200) + "fragment F200 on Node { id }",
            ErrorCodes.TooDeep, "Selections and fragments can be nested at most 128 levels deep."
        },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Beyond_is_refused(string document, string code, string message)
    {
        var error = Assert.Single(Assert.Throws<GraphErrorException>(() => Bind(document)).Errors);
        Assert.Equal(code, error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Allowed() => new()
    {
        Repeat("__typename ", 100),
        Levels(8, "nodes { id }"),
        "{ node(id: \"x\") { " + Join(i => $"a{i}: __typename ", 100) + "} }",
        "{ node(id: \"x\") { " + Join(_ => "id ", 1_999) + "} }",
        "{ __typename " + string.Concat(Enumerable.Repeat("@include(if: true) ", 1)) + "}",
        "{ countries(where: " + Nest("{ not: ", "{}", 15, "}") + ") { totalCount } }",
        "{ countries(first: 500) { nodes { agreements(first: 50) { nodes { id } } } } }",
        IntrospectionDocument.Text,
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void Within_is_answered(string document) => Assert.NotNull(Bind(document));

    [Fact]
    public void A_page_in_a_variable_costs_what_it_says()
    {
        var operation = Operation.Parse(TestGraph.Schema, "query($n: Int) { countries(first: $n) { nodes { agreements(first: $n) { nodes { id } } } } }", null, s_limits);
        Assert.Equal(new OperationCost(1 * 10 + 1 + (100 * (10 + 1)), 1 + (100 * (1 + 1 + 100))), operation.Bind(new Dictionary<string, object?> { ["n"] = 100 }).Cost);
        Assert.Throws<GraphErrorException>(() => operation.Bind(new Dictionary<string, object?> { ["n"] = 400 }));
        Assert.Equal(100, operation.Bind(new Dictionary<string, object?> { ["n"] = 1 }).Cost.Types + 96);
    }

    [Fact]
    public void Where_in_a_variable_has_the_same_limit()
    {
        var operation = Operation.Parse(TestGraph.Schema, "query($w: CountryFilterInput) { places { nodes { countries(where: $w) { totalCount } } } }", null, s_limits);
        object deep = new Dictionary<string, object?>();
        for (var i = 0; i < 16; i++)
            deep = new Dictionary<string, object?> { ["not"] = deep };
        var error = Assert.Single(Assert.Throws<GraphErrorException>(() => operation.Bind(new Dictionary<string, object?> { ["w"] = deep })).Errors);
        Assert.Equal((ErrorCodes.WhereTooDeep, "`where` has 17 levels of objects, but at most 16 are allowed."), (error.Code, error.Message));
    }

    [Fact]
    public void Introspection_can_be_off()
    {
        var off = new OperationLimits { Introspection = false };
        foreach (var document in new[] { "{ __schema { types { name } } }", "{ ...F } fragment F on Query { __type(name: \"X\") { name } }" })
            Assert.Equal(ErrorCodes.IntrospectionOff, Assert.Throws<GraphErrorException>(() => Operation.Parse(TestGraph.Schema, document, null, off)).Errors[0].Code);
        Assert.NotNull(Operation.Parse(TestGraph.Schema, "{ __typename }", null, off));
    }

    /// <summary>Fields of one name under 24 types, level by level: few in the document, and in a plan 24 to the power of depth.</summary>
    [Fact]
    public void A_plan_that_outgrows_its_document_is_refused()
    {
        string Level(int depth) => depth == 0 ? "id" : $"r: relationships {{ nodes {{ {Level(depth - 1)} }} }} "
            + Join(i => $"... on {TestGraph.Model.NodeTypes[i].Name} {{ r: relationships {{ nodes {{ {Chain(depth - 1, i)} }} }} }} ", 6);
        string Chain(int depth, int i) => depth == 0 ? $"k{i}: id" : $"r: relationships {{ nodes {{ {Chain(depth - 1, i)} }} }}";
        var document = $"{{ node(id: \"x\") {{ {Level(7)} }} }}";
        var error = Assert.Throws<GraphErrorException>(() => Operation.Parse(TestGraph.Schema, document, null, new OperationLimits { Aliases = 2_000, Cost = double.MaxValue }).Bind(new Dictionary<string, object?>())).Errors[0];
        Assert.Equal(ErrorCodes.TooManyFields, error.Code);
        Assert.StartsWith("The operation has more than 100000 fields", error.Message, StringComparison.Ordinal);
    }

    /// <summary>No pause is waited for: what is told to stop before it begins must notice on its way.</summary>
    [Theory]
    [InlineData("{ claims(first: 500) { nodes { id report { id } } } reports(first: 500) { nodes { id } } }")]
    [InlineData("{ a: claims(where: { not: { or: [{ statement: { contains: \"xyzzy\" } }, { statement: { contains: \"xyzzy\" } }] } }) { totalCount } }")]
    [InlineData("{ paths(from: \"country:USA\", to: \"country:PAN\", maxLength: 6) { length } }")]
    public void An_operation_ends_when_its_time_is_up(string document)
    {
        using var answer = new ResponseBuffer();
        var plan = Operation.Parse(TestGraph.Schema, document, null).Bind(new Dictionary<string, object?>());
        Assert.Throws<OperationCanceledException>(() =>
        {
            for (var i = 0; i < 3; i++)
                SnapshotExecutor.Execute(plan, SeedFolders.Graph("seed"), TestGraph.Today, answer, new CancellationToken(canceled: true));
        });
        Assert.Equal(0, answer.Length);
    }

    public static TheoryData<string> Questions()
    {
        var questions = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(SeedFolders.Questions, "*.graphql"))
            questions.Add(Path.GetFileName(file));
        return questions;
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Named_questions_stay_far_below(string file)
    {
        var text = File.ReadAllText(Path.Combine(SeedFolders.Questions, file));
        var header = text.Split('\n').FirstOrDefault(l => l.StartsWith("# variables: ", StringComparison.Ordinal))?["# variables: ".Length..] ?? "{}";
        var variables = Cases.Case.Variables(System.Text.Json.Nodes.JsonNode.Parse(header)!.AsObject());
        var (fields, types) = Operation.Parse(TestGraph.Schema, text, null, s_limits).Bind(variables).Cost;
        Assert.InRange(fields, 1, 25_000);
        Assert.InRange(types, 1, 25_000);
    }

    private static BoundPlan Bind(string document) => Operation.Parse(TestGraph.Schema, document, null, s_limits).Bind(new Dictionary<string, object?>());

    private static string Repeat(string field, int count) => "{ " + string.Concat(Enumerable.Repeat(field, count)) + "}";
    private static string Repeat(Func<int, string> field, int count) => "{ " + Join(field, count) + "}";
    private static string Join(Func<int, string> field, int count) => string.Concat(Enumerable.Range(0, count).Select(field));
    private static string Nest(string before, string inner, int depth, string after) =>
        string.Concat(Enumerable.Repeat(before, depth)) + inner + string.Concat(Enumerable.Repeat(after, depth));

    /// <summary>A node, its relationships, and so on: two levels a step; the innermost relationships are asked for <paramref name="innermost"/>.</summary>
    private static string Levels(int steps, string innermost) =>
        "{ node(id: \"x\") { " + Nest("relationships(first: 1) { nodes { ", $"relationships {{ {innermost} }} ", steps - 2, "} }") + "} }";
}
