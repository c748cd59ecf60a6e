using CsCheck;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>The cost of an operation is estimated from the sizes of the graph.</summary>
public sealed class CostFromSizesTests
{
    private const string Order = "agreements(first: 20, order: [{ name: DESC }]) { nodes { id } } ";
    private const string Group = "agreementsAggregate { groupBy(by: [STATUS]) { count } } ";
    private static readonly OperationLimits s_limits = new();
    /// <summary>As in a generated graph of 300,000 nodes.</summary>
    private static readonly GraphSizes s_large = Sizes(141_000);

    [Theory]
    [InlineData(Order)]
    [InlineData(Group)]
    [InlineData("agreements(where: { name: { contains: \"a\" }, parties: { some: { country: { name: { contains: \"b\" } } } } }) { totalCount } ")]
    public void A_hundred_scans_of_a_large_graph_are_refused(string field)
    {
        var error = Assert.Throws<GraphErrorException>(() => Bind(Repeat(field, 100), s_large)).Errors[0];
        Assert.Equal(ErrorCodes.CostTooHigh, error.Code);
        Assert.Contains("The costliest field is a0 (", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Ask for fewer fields: smaller pages would not help enough.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Order)]
    [InlineData(Group)]
    public void Ten_scans_of_a_large_graph_pass(string field) => Bind(Repeat(field, 10), s_large);

    [Theory]
    [InlineData(Order)]
    [InlineData(Group)]
    public void A_hundred_scans_of_a_small_graph_pass(string field) => Bind(Repeat(field, 100), SeedFolders.Graph("seed").Sizes);

    [Theory]
    [InlineData("{ agreements(first: 20) { totalCount nodes { id } } }")]
    [InlineData("{ agreementsAggregate { count } }")]
    [InlineData("{ agreements(where: { id: { eq: \"agreement:a\" } }, order: [{ name: DESC }]) { nodes { id } } }")]
    public void Without_a_scan_the_size_of_the_collection_adds_nothing(string document) =>
        Assert.Equal(Bind(document, Sizes(1_000)).Cost, Bind(document, s_large).Cost);

    [Theory]
    [InlineData("{ agreements(first: 500) { nodes { name parties { nodes { ... on Country { name } } } } } }")]
    [InlineData("{ countries { nodes { name agreements { nodes { name signatories { nodes { name } } } } } } }")]
    [InlineData("{ countries(first: 500) { nodes { agreements(first: 500) { nodes { parties(first: 500) { nodes { __typename } } } } } } }")]
    public void Natural_first_queries_pass_on_the_seed(string document) => Bind(document, SeedFolders.Graph("seed").Sizes);

    [Fact]
    public void A_refusal_names_the_costliest_field_and_a_page_that_passes()
    {
        var operation = Operation.Parse(TestGraph.Schema, "query($n: Int) { places { totalCount } big: countries(first: $n) { nodes { agreements(first: 500) { nodes { id } } } } }", null, s_limits);
        var error = Assert.Throws<GraphErrorException>(() => operation.Bind(new Dictionary<string, object?> { ["n"] = 400 })).Errors[0];
        Assert.Equal(
            "The operation's type cost is 200,802, but at most 50,000 is allowed. The costliest field is big (200,801). Ask for smaller pages (big(first: 99) would pass) or fewer levels.",
            error.Message);
        Assert.Equal("big", Assert.Single(error.Path));
        Assert.NotNull(operation.Bind(new Dictionary<string, object?> { ["n"] = 99 }));
        Assert.Throws<GraphErrorException>(() => operation.Bind(new Dictionary<string, object?> { ["n"] = 100 }));
    }

    [Fact]
    public void Pages_below_a_node_are_made_smaller_together()
    {
        var error = Assert.Throws<GraphErrorException>(() => Bind(
            "{ node(id: \"x\") { ... on Country { agreements(first: 500) { nodes { parties(first: 500) { nodes { __typename } } } } } } }", GraphSizes.Unknown)).Errors[0];
        Assert.Contains("The costliest field is node (", error.Message, StringComparison.Ordinal);
        Assert.Matches(@"\(first: \d+ in every list would pass\)", error.Message);
    }

    /// <summary>The cost of a plan is remembered for the sizes that it was measured with, not for others.</summary>
    [Fact]
    public void A_remembered_cost_follows_the_sizes()
    {
        var operation = Operation.Parse(TestGraph.Schema, $"{{ {Order}}}", null, s_limits);
        var none = new Dictionary<string, object?>();
        var (small, large) = (operation.Bind(none, Sizes(1)).Cost, operation.Bind(none, s_large).Cost);
        Assert.True(small.Fields + 1_000 < large.Fields);
        Assert.Equal(small, operation.Bind(none, Sizes(1)).Cost);
    }

    [Fact]
    public void Cost_grows_with_pages_and_sizes()
    {
        var operation = Operation.Parse(
            TestGraph.Schema,
            """
            query($n: Int, $m: Int) {
              countries(first: $n, order: [{ name: DESC }]) {
                nodes { agreements(first: $m, order: [{ name: ASC }]) { nodes { parties(first: $m) { nodes { __typename } } } } }
                edges { node { agreements(first: $m) { totalCount } } }
              }
            }
            """, null);
        OperationCost Cost(int first, int inner, int size) => operation.Bind(new Dictionary<string, object?> { ["n"] = first, ["m"] = inner }, Sizes(size)).Cost;
        var page = Gen.Int[0, 500];
        Gen.Select(page, page, Gen.Int[0, 200_000], page, Gen.Int[0, 200_000]).Sample((first, inner, size, more, larger) =>
        {
            var cost = Cost(first, inner, size);
            foreach (var other in new[] { Cost(Math.Min(500, first + more), inner, size), Cost(first, Math.Min(500, inner + more), size), Cost(first, inner, size + larger) })
                Assert.True(other.Fields >= cost.Fields && other.Types >= cost.Types, $"{cost} then {other}");
        });
    }

    /// <summary>There are at most as many groups as nodes, and as related nodes and null.</summary>
    [Fact]
    public void A_node_in_a_key_counts_once_for_each_group()
    {
        double Types(string document, GraphSizes sizes) => Bind(document, sizes).Cost.Types;
        var seed = SeedFolders.Graph("seed").Sizes;
        var (officials, countries) = (seed.Of(TestGraph.Model.FindNodeType("Official")!), seed.Of(TestGraph.Model.FindNodeType("Country")!));
        const string ByCountry = "officialsAggregate { groupBy(by: COUNTRY) { key { country { name } } } }";
        Assert.Equal(1 + (3 * Math.Min(officials, countries + 1)), Types($"{{ {ByCountry} }}", seed));
        Assert.Equal(1 + (3 * 10), Types($"{{ {ByCountry} }}", GraphSizes.Unknown));
        Assert.Equal(1 + (2 * 10), Types("{ officialsAggregate { groupBy(by: COUNTRY) { key { __typename } } } }", seed));
    }

    /// <summary>A variable may ask for near words.</summary>
    [Fact]
    public void A_fuzzy_search_costs_a_look_at_the_words_of_each_node()
    {
        double Fields(string arguments, string variables = "") => Bind($"query {variables} {{ search(text: \"a\"{arguments}) {{ totalCount }} }}", s_large).Cost.Fields;
        Assert.Equal(Fields(""), Fields(", fuzzy: false"));
        Assert.Equal(Fields("") + Math.Ceiling(s_large.All / 300), Fields(", fuzzy: true"));
        Assert.Equal(Fields(", fuzzy: true"), Fields(", fuzzy: $fuzzy", "($fuzzy: Boolean)"));
    }

    /// <summary>So many agreements, each with two parties, and a country for a hundred agreements.</summary>
    private static GraphSizes Sizes(int agreements)
    {
        var (nodes, relationships) = (new long[TestGraph.Model.NodeTypes.Length], new long[TestGraph.Model.RelationshipTypes.Length]);
        nodes[TestGraph.Model.FindNodeType("Agreement")!.Index] = agreements;
        nodes[TestGraph.Model.FindNodeType("Country")!.Index] = agreements / 100;
        relationships[TestGraph.Model.FindRelationshipType("PARTY_TO")!.Index] = agreements * 2;
        return new GraphSizes([.. nodes], [.. relationships], []);
    }

    private static BoundPlan Bind(string document, GraphSizes sizes) =>
        Operation.Parse(TestGraph.Schema, document, null, s_limits).Bind(new Dictionary<string, object?>(), sizes);

    private static string Repeat(string field, int count) => "{ " + string.Concat(Enumerable.Range(0, count).Select(i => $"a{i}: {field}")) + "}";
}
