using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>
/// Documents that were once dear to plan or to refuse, each with the CPU time that it may take now. Only the CPU time of the planning
/// thread counts. No case, since a case does not see what planning costs.
/// </summary>
public sealed class HardDocumentTests
{
    private static readonly OperationLimits s_limits = new() { Cost = double.MaxValue, PlanSize = double.MaxValue };
    private static readonly string s_comments = string.Concat(Enumerable.Repeat("# a comment of about a hundred characters, of which there are ten thousand before the operation begins.\n", 10_000));
    private static readonly string s_spaces = new(' ', 1 << 20);

    /// <summary>100 aliases of `relationships`, six levels deep.</summary>
    private static readonly string s_deep = "{ nodes(ids: [\"country:PAN\"]) { " + Join(20, i => Nest(i, 5)) + "} }";

    [Fact]
    public void Padding_costs_little()
    {
        var plain = Plan(s_deep);
        foreach (var padding in new[] { s_comments, s_spaces, new string('\n', 1 << 20) })
            IsWithin(plain + TimeSpan.FromMilliseconds(50), Plan(padding + s_deep));
    }

    [Fact]
    public void Variables_of_a_misspelt_type_are_refused_at_once() => IsWithin(TimeSpan.FromMilliseconds(100), Refuse(
        "query(" + Join(4_900, i => $"$v{i}: PartialDat ") + ") { __typename }", "KNOWN_TYPE_NAMES"));

    [Fact]
    public void Fragments_that_all_spread_each_other_are_refused_at_once() => IsWithin(TimeSpan.FromMilliseconds(50), Refuse(
        "{ ...F0 } " + Join(81, i => $"fragment F{i} on Query {{ {Join(81, j => $"...F{j} ")}}} "), "NO_FRAGMENT_CYCLES"));

    [Fact]
    public void Syntax_errors_behind_padding_are_refused_at_once()
    {
        foreach (var padding in new[] { s_spaces, s_comments, new string(',', 1 << 20), new string('\n', 1 << 20) })
            foreach (var rest in new[] { "{ a ! }", "{ a ", "{ a(b: \"\\q\") }", string.Concat(Enumerable.Repeat("{ a ", 200)), "{ a \u0007 }" })
                IsWithin(TimeSpan.FromMilliseconds(100), Refuse(padding + rest, ErrorCodes.SyntaxError));
        IsWithin(TimeSpan.FromMilliseconds(100), Refuse("{ a(b: [" + string.Concat(Enumerable.Repeat("\"" + new string('x', 8_000) + "\"", 120)) + "!", ErrorCodes.SyntaxError));
        IsWithin(TimeSpan.FromMilliseconds(100), Refuse("{ a(b: \"" + new string('x', 1_000_000) + "\" !", ErrorCodes.TokenTooLong));
    }

    [Fact]
    public void An_error_behind_padding_says_where_the_client_wrote_it()
    {
        var error = Assert.Single(Assert.Throws<GraphErrorException>(() => Operation.Parse(TestGraph.Schema, "# a\r\n\n,, {\r  country(code: \"PA\")\n  { nam\te } }", null)).Errors, e => e.Message.Contains("nam", StringComparison.Ordinal));
        Assert.Equal((5, 5), Assert.Single(error.Locations));
        error = Assert.Single(Assert.Throws<GraphErrorException>(() => Operation.Parse(TestGraph.Schema, ",,,\n  { a !", null)).Errors);
        Assert.Equal((2, 7), Assert.Single(error.Locations));
    }

    [Fact]
    public void Unknown_fields_are_refused_at_once()
    {
        var document = "{ node(id: \"x\") { " + Join(1_900, i => $"recordedAr{i} ") + "} }";
        IsWithin(TimeSpan.FromMilliseconds(50), Refuse(document, "FIELDS_ON_CORRECT_TYPE"));
        IsWithin(TimeSpan.FromMilliseconds(50), Refuse(s_comments + document, "FIELDS_ON_CORRECT_TYPE"));
    }

    [Fact]
    public void Unused_variables_behind_padding_are_refused_at_once() => IsWithin(TimeSpan.FromMilliseconds(300), Refuse(
        s_spaces + "query(" + Join(4_900, i => $"$v{i}: Int ") + ") { __typename }", "NO_UNUSED_VARIABLES"));

    [Fact]
    public void Wrong_values_of_many_variables_are_refused_at_once()
    {
        var names = Enumerable.Range(0, 90).Select(i => $"v{i}").ToList();
        var document = s_comments + "query(" + string.Concat(names.Select(n => $"${n}: Int ")) + ") { "
            + string.Concat(names.Select(n => $"{n}: countries(first: ${n}) {{ totalCount }} ")) + "}";
        var operation = Operation.Parse(TestGraph.Schema, document, null, s_limits);
        var values = names.ToDictionary(n => n, _ => (object?)"text");
        IsWithin(TimeSpan.FromMilliseconds(50), ThreadCpu.Least(5, () =>
            Assert.Equal(20, Assert.Throws<GraphErrorException>(() => operation.Bind(values)).Errors.Count)));
    }

    private static TimeSpan Plan(string document) => ThreadCpu.Least(3, () => Operation.Parse(TestGraph.Schema, document, null, s_limits).Bind(new Dictionary<string, object?>()));

    private static TimeSpan Refuse(string document, string code) => ThreadCpu.Least(5, () =>
        Assert.Contains(Assert.Throws<GraphErrorException>(() => Operation.Parse(TestGraph.Schema, document, null, s_limits)).Errors, e => e.Code == code));

    private static void IsWithin(TimeSpan most, TimeSpan taken) => Assert.True(taken <= most, $"took {taken.TotalMilliseconds:0} ms of CPU, more than {most.TotalMilliseconds:0}");

    private static string Nest(int i, int levels) => levels == 0 ? "relationships { totalCount } "
        : $"a{i}_{levels}: relationships {{ nodes {{ {Nest(i, levels - 1)}}} }} ";

    private static string Join(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));
}
