using System.Text.RegularExpressions;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Planning;

/// <summary>What the pages and the seed's questions ask is within the default limits, on the whole seed; its plans leave room for more.</summary>
public sealed partial class OrdinaryOperationTests
{
    private static readonly string s_page = string.Concat(
        Directory.GetFiles(Path.Combine(SeedFolders.Tests, "..", "..", "src", "explorer", "src", "api"), "*.graphql").Select(File.ReadAllText));
    private static readonly Dictionary<string, object?> s_values = new()
    {
        ["about"] = new object[] { "country:USA" },
        ["asOf"] = "2024-07-01",
        ["country"] = "country:USA",
        ["from"] = "country:USA",
        ["id"] = "country:USA",
        ["ids"] = new object[] { "country:USA", "country:MEX" },
        ["name"] = "President of the United States",
        ["instruments"] = new object[] { "instrument:stca_protocol_2023" },
        ["objective"] = "objective:reduce_us_southern_border_crossings",
        ["since"] = 1,
        ["text"] = "Mexico",
        ["to"] = "country:MEX",
    };

    /// <summary>The pages that the operations ask for; 100 where none is said.</summary>
    private static readonly Dictionary<string, int> s_pageSizes = new() { ["Neighbours"] = 500, ["Beside"] = 300, ["Changes"] = 20 };

    public static TheoryData<string> Pages() => [.. Query().Matches(s_page).Select(m => m.Groups["name"].Value)];
    public static TheoryData<string> Questions() => [.. SeedFolders.QuestionNames];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_asks_within_the_limits(string name)
    {
        var variables = Query().Matches(s_page).Single(m => m.Groups["name"].Value == name).Groups["variables"].Value;
        var values = new Dictionary<string, object?>(s_values) { ["first"] = s_pageSizes.GetValueOrDefault(name, 100) };
        IsWithin(s_page, name, values.Where(v => variables.Contains($"${v.Key}:", StringComparison.Ordinal)).ToDictionary());
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void A_question_is_within_the_limits(string name) => IsWithin(File.ReadAllText(Path.Combine(SeedFolders.Questions, name + ".graphql")), null, []);

    private static void IsWithin(string document, string? name, Dictionary<string, object?> variables)
    {
        var limits = new OperationLimits();
        var bound = Operation.Parse(TestGraph.Schema, document, name, limits).Bind(variables, SeedFolders.Graph("seed").Sizes);
        Assert.InRange(bound.Plan.Size(isUnderLens: false), 0, 0.7 * limits.PlanSize);
    }

    [GeneratedRegex(@"^query (?<name>\w+)(?<variables>\(.*?\))?", RegexOptions.Multiline)]
    private static partial Regex Query();
}
