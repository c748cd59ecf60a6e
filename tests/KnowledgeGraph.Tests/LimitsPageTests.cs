using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Tests.Planning;

namespace KnowledgeGraph.Tests;

/// <summary>
/// docs/limits.md as it stands: every setting is one, with the default that the page says, and every setting and code has a test. The
/// test is a row of <see cref="s_checks"/>, or has a <see cref="LimitAttribute"/>.
/// </summary>
public sealed partial class LimitsPageTests
{
    private static readonly ServerOptions s_options = new();
    private static readonly List<Row> s_rows = [.. ReadRows()];

    /// <param name="Settings">Names of options, such as "Limits:Depth".</param>
    /// <param name="Names">What a test must name: the settings and the codes, or what is limited if there are none.</param>
    private sealed record Row(string What, string[] Settings, string[] Defaults, string[] Names);

    /// <summary>What passes at a limit, and what is refused by one more. The limits are the defaults, or small ones where that is enough to count.</summary>
    private static readonly Dictionary<string, (Action Passes, Action Refused)> s_checks = new()
    {
        [ErrorCodes.TooManyTokens] = Operations(new() { Tokens = 6 }, "{ a: __typename __typename }", "{ a: __typename b: __typename }"),
        [ErrorCodes.TooDeep] = Operations(new() { Depth = 3 }, "{ countries { nodes { id } } }", "{ countries { nodes { agreements { totalCount } } } }"),
        [ErrorCodes.TooManyRootFields] = Operations(new(), $"{{ {Repeat("__typename ", 100)}}}", $"{{ {Repeat("__typename ", 101)}}}"),
        [ErrorCodes.TooManyAliases] = Operations(new() { Aliases = 2 }, "{ node(id: \"x\") { a: id b: id } }", "{ node(id: \"x\") { a: id ...F } } fragment F on Node { b: id c: id }"),
        [ErrorCodes.TooManyFields] = Operations(new() { Fields = 3 }, "{ node(id: \"x\") { id id } }", "{ node(id: \"x\") { id ...F } } fragment F on Node { id id }"),
        [ErrorCodes.TooManyDirectives] = Operations(new() { Directives = 1 }, "{ __typename @include(if: true) }", "{ __typename @include(if: true) @skip(if: false) }"),
        [ErrorCodes.WhereTooDeep] = Operations(new() { WhereDepth = 2 }, "{ countries(where: { not: {} }) { totalCount } }", "{ countries(where: { not: { not: {} } }) { totalCount } }"),
        [ErrorCodes.ListTooLong] = (() => ReadVariables(3, "[1,2,3]"), () => ReadVariables(3, "[1,2,3,4]")),
        [ErrorCodes.CostTooHigh] = Operations(new() { Cost = 11 }, "{ countries(first: 3) { nodes { name } } }", "{ countries(first: 3) { nodes { name iso2 } totalCount } places(first: 3) { nodes { name } } }"),
        [ErrorCodes.IntrospectionOff] = (
            () => Bind(new() { Introspection = true }, "{ __schema { types { name } } }"),
            () => Bind(new() { Introspection = false }, "{ __schema { types { name } } }")),
        [ErrorCodes.IntrospectionTooLarge] = Operations(new(), IntrospectionDocument.Text, "{ __schema { types { fields { type { fields { type { fields { type { fields { type { fields { name } } } } } } } } } } } }"),
        [ErrorCodes.MinOrigins] = Operations(new(), "query @evidence(minOrigins: 1000) { __typename }", "query @evidence(minOrigins: 1001) { __typename }"),
        [ErrorCodes.NumberTooLong] = Operations(new(), $"{{ node(id: {Repeat("9", 1_000)}) {{ id }} }}", $"{{ node(id: {Repeat("9", 1_001)}) {{ id }} }}"),
        [ErrorCodes.TokenTooLong] = Operations(new(), $"{{ node(id: \"{Repeat("x", 8_190)}\") {{ id }} }}", $"{{ node(id: \"{Repeat("x", 8_191)}\") {{ id }} }}"),
        [ErrorCodes.PageSize] = Operations(new(), "{ countries(first: 500) { totalCount } }", "{ countries(first: 501) { totalCount } }"),
        [ErrorCodes.TooManyIds] = Operations(new(), $"{{ nodes(ids: [{Repeat("\"x\" ", 500)}]) {{ id }} }}", $"{{ nodes(ids: [{Repeat("\"x\" ", 501)}]) {{ id }} }}"),
        [ErrorCodes.SearchText] = Operations(new(), $"{{ search(text: \"{Repeat("x", 200)}\") {{ totalCount }} }}", $"{{ search(text: \"{Repeat("x", 201)}\") {{ totalCount }} }}"),
        [ErrorCodes.PathLength] = Operations(new(), Path(6), Path(7)),
    };

    public static TheoryData<string> Checks() => [.. s_checks.Keys];

    [Theory]
    [MemberData(nameof(Checks))]
    public void At_the_limit_an_operation_passes_and_beyond_it_is_refused(string code)
    {
        var (passes, refused) = s_checks[code];
        passes();
        Assert.Equal(code, Assert.Single(Assert.Throws<GraphErrorException>(refused).Errors).Code);
    }

    [Fact]
    [Limit("SEARCH_TEXT")]
    public void A_search_has_at_most_16_words()
    {
        Bind(new(), $"{{ search(text: \"{Repeat("x ", 16)}\") {{ totalCount }} }}");
        Assert.Equal(ErrorCodes.SearchText, Assert.Throws<GraphErrorException>(() => Bind(new(), $"{{ search(text: \"{Repeat("x ", 17)}\") {{ totalCount }} }}")).Errors[0].Code);
    }

    [Fact]
    [Limit("LIST_TOO_LONG")]
    public void Variables_have_at_most_a_hundred_times_as_many_values()
    {
        ReadVariables(3, $"[[{string.Join(',', Enumerable.Range(0, 3))}]]");
        var lists = $"{{{string.Join(',', Enumerable.Range(0, 110).Select(i => $"\"v{i}\":[1,2,3]"))}}}";
        Assert.Equal(ErrorCodes.ListTooLong, Assert.Throws<GraphErrorException>(() => ReadVariables(3, lists)).Errors[0].Code);
    }

    [Fact]
    [Limit("Limits:PlanSize")]
    public void A_plan_has_a_largest_size()
    {
        var limits = new OperationLimits { PlanSize = 20 };
        Bind(limits, Parties(2));
        var error = Assert.Throws<GraphErrorException>(() => Bind(limits, Parties(3))).Errors[0];
        Assert.Equal(ErrorCodes.CostTooHigh, error.Code);
        Assert.StartsWith("The operation's plan size is 22, but at most 20 is allowed. The largest field is countries (22).", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Rows() => [.. s_rows.Select(r => r.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_has_settings_that_exist_and_their_defaults(string what)
    {
        var row = s_rows.Single(r => r.What == what);
        if (row.Settings.Length > 0)
            Assert.Equal(row.Settings.Length, row.Defaults.Length);
        foreach (var (setting, stated) in row.Settings.Zip(row.Defaults))
        {
            var (owner, name) = setting.StartsWith("Limits:", StringComparison.Ordinal) ? ((object)s_options.Limits, setting["Limits:".Length..]) : (s_options, setting);
            var property = owner.GetType().GetProperty(name);
            Assert.True(property is not null, $"{setting} is no setting");
            if (property.GetValue(owner) is { } value)
                Assert.Equal((setting, Convert.ToString(value, CultureInfo.InvariantCulture)), (setting, ValueOf(stated)));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_has_tests(string what) =>
        Assert.All(s_rows.Single(r => r.What == what).Names, name => Assert.True(Tested().Contains(name), $"No test has [Limit(\"{name}\")]."));

    [Fact]
    public void What_tests_name_is_on_the_page() => Assert.Empty(Tested().Except(s_rows.SelectMany(r => r.Names)));

    [Fact]
    public void Every_limit_is_on_the_page()
    {
        var limits = typeof(OperationLimits).GetProperties().Select(p => $"Limits:{p.Name}")
            .Concat(typeof(ServerOptions).GetProperties().Where(p => p.Name.StartsWith("Max", StringComparison.Ordinal)).Select(p => p.Name));
        Assert.Empty(limits.Except(s_rows.SelectMany(r => r.Settings)));
    }

    [Fact]
    public void Codes_of_the_page_are_codes()
    {
        var codes = new[] { typeof(ErrorCodes), typeof(RequestErrorCodes) }.SelectMany(t => t.GetFields()).Select(f => (string)f.GetRawConstantValue()!);
        Assert.Empty(s_rows.SelectMany(r => r.Names).Where(n => Code().IsMatch(n)).Except(codes));
    }

    private static HashSet<string> Tested() =>
    [
        .. s_checks.Keys,
        .. s_rows.Where(r => s_checks.Keys.Any(r.Names.Contains)).SelectMany(r => r.Settings),
        .. typeof(LimitsPageTests).Assembly.GetTypes().SelectMany(t => t.GetMethods()).SelectMany(m => m.GetCustomAttribute<LimitAttribute>()?.Names ?? []),
    ];

    /// <summary>The rows of those tables that have settings.</summary>
    private static IEnumerable<Row> ReadRows()
    {
        string[] columns = [];
        foreach (var line in File.ReadLines(System.IO.Path.Combine(SeedFolders.Tests, "..", "..", "docs", "limits.md")))
        {
            if (!line.StartsWith('|'))
            {
                columns = [];
                continue;
            }
            var cells = line.Split('|', StringSplitOptions.TrimEntries)[1..^1];
            if (columns.Length == 0)
                columns = cells;
            else if (!cells[0].StartsWith("---", StringComparison.Ordinal) && columns.Contains("setting"))
                yield return ReadRow(columns.Zip(cells).ToDictionary(c => c.First, c => c.Second), cells[0]);
        }
    }

    private static Row ReadRow(Dictionary<string, string> cells, string what)
    {
        string[] settings = [.. Quoted().Matches(cells["setting"]).Select(m => m.Groups[1].Value)];
        string[] codes = cells.TryGetValue("code", out var code) ? [.. Code().Matches(code).Select(m => m.Value).Concat(Close().Matches(code).Select(m => m.Groups[1].Value))] : [];
        if (cells.TryGetValue("meaning", out var meaning))
            codes = [.. Code().Matches(meaning).Select(m => m.Value)];
        string[] names = [.. settings, .. codes];
        return new Row(what, settings, settings.Length == 1 ? [cells["default"]] : cells["default"].Split(';', StringSplitOptions.TrimEntries), names.Length > 0 ? names : [what.Split(':')[0]]);
    }

    /// <summary>A default as the page writes it: 20,000, 128 MiB, "0: no batches".</summary>
    private static string ValueOf(string stated)
    {
        if (stated == "processors less one, at least 1")
            return Math.Max(1, Environment.ProcessorCount - 1).ToString(CultureInfo.InvariantCulture);
        if (stated == "true")
            return bool.TrueString;
        if (Number().Match(stated) is not { Success: true } number)
            return stated.Trim('`');
        var value = long.Parse(number.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
        return (number.Groups[2].Value == "MiB" ? value << 20 : value).ToString(CultureInfo.InvariantCulture);
    }

    private static (Action, Action) Operations(OperationLimits limits, string passes, string refused) => (() => Bind(limits, passes), () => Bind(limits, refused));

    private static void Bind(OperationLimits limits, string document) => Operation.Parse(TestGraph.Schema, document, null, limits).Bind(new Dictionary<string, object?>());

    private static void ReadVariables(int maxListSize, string value) =>
        RequestReader.Read(JsonSerializer.SerializeToUtf8Bytes(new { query = "{ __typename }", variables = new { v = JsonSerializer.Deserialize<JsonElement>(value) } }), maxListSize);

    private static string Path(int length) => $"{{ paths(from: \"country:USA\", to: \"country:PAN\", maxLength: {length}) {{ length }} }}";

    /// <summary>Countries by the names of so many agreements: the page 5, each relationship 5, and each name 0.6.</summary>
    private static string Parties(int count) =>
        $"{{ countries(where: {{ and: [{Repeat("{ agreements: { some: { name: { eq: \"A\" } } } } ", count)}] }}) {{ nodes {{ id }} }} }}";

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Z]+(_[A-Z]+)+")]
    private static partial Regex Code();

    [GeneratedRegex(@"close (\d{4})")]
    private static partial Regex Close();

    [GeneratedRegex(@"^([\d,]+)(?: s|: .*| (MiB))?$")]
    private static partial Regex Number();
}
