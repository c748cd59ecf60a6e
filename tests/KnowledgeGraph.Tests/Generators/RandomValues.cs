using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>Few values, so that things meet, and those at which encodings, foldings and orders break.</summary>
internal static class RandomValues
{
    /// <summary>Ids of which some begin as others do; no letter of them needs an escape.</summary>
    public static readonly ImmutableDictionary<string, ImmutableArray<string>> Ids = TestGraph.Model.NodeTypes.Select(t => t.Prefix).Distinct()
        .ToImmutableDictionary(p => p, p => ((string[])["a", "A", "a-b", "a.b", "a_b", "b:c", "c1", "c10"]).Select(l => $"{p}:{l}").ToImmutableArray());

    public static readonly ImmutableArray<string> Texts =
    [
        "Panama", "panama", "PANAMÁ", "Panamá", "Panama\u0301", "A", "a", "AA", "Å", "A\u030a", "ß", "ss", "İstanbul", "istanbul", "Ærø", "日本",
        "\U0001F600", "\U0001F600 a", "\uE000", "\uFF21", "\U00010400", "\U00010428", "\u0301", " ", "a\"b", "a\\b", "a\\\"b", "a\u0007b", "a\nb",
        "aAb", "a b", "ab", "a\U000E0100b", "a/b", "</script>", "\u2028", "\u007f", "a\u001fb", "Zürich", "zurich",
        new('x', 70), new string('x', 120) + "a", new string('x', 120) + "b", new string('x', 99) + "\U0001F600a", new string('x', 99) + "\U0001F600", string.Concat(Enumerable.Repeat("né\"", 50)),
    ];

    public static readonly ImmutableArray<string> Dates =
    [
        "2023", "2023-12", "2023-12-31", "2024", "2024-01", "2024-01-01", "2024-02-29", "2024-06-30", "2024-07", "2024-07-01", "2024-07-02",
        "2024-12-31", "2025", "2025-07-18", "0001", "9999-12-31",
    ];

    private static readonly double[] s_numbers = [0, -0.0, 1, -1.5, 0.1, 500000, 1e21, 1e-7, double.MaxValue, double.Epsilon];
    private static readonly string[] s_addresses = ["https://example.org/?a=\"b\"", "http://x.y/é", "https://example.org"];

    public static Dictionary<string, object> Properties(this Choices choices, IEnumerable<Property> properties)
    {
        var values = new Dictionary<string, object>();
        foreach (var property in properties)
            if (property.IsRequired || choices.Chance(55))
                values.Add(property.Name, property.IsList
                    ? Enumerable.Range(0, choices.Below(4)).Select(_ => (string)choices.Value(property)).ToImmutableArray()
                    : choices.Value(property));
        return values.InOrder(properties);
    }

    /// <summary>The values with dates that are not before those that they must not be before.</summary>
    public static Dictionary<string, object> InOrder(this Dictionary<string, object> values, IEnumerable<Property> properties)
    {
        foreach (var property in properties.Where(p => p.NotBefore is not null && values.ContainsKey(p.Name)))
            if (values.GetValueOrDefault(property.NotBefore!) is string earlier && !PartialDate.HasStarted(earlier, (string)values[property.Name]))
                values[property.Name] = earlier;
        return values;
    }

    private static object Value(this Choices choices, Property property) => property.Kind switch
    {
        _ when property.IsUnique => choices.Code(property.Name == "iso2" ? 2 : 3),
        ScalarKind.String => choices.Of(Texts),
        ScalarKind.Id => choices.Of(Ids["country"]),
        ScalarKind.Float => choices.Of(property.Range is var (from, to) ? [.. s_numbers.Where(n => n >= from && n <= to)] : s_numbers),
        ScalarKind.Boolean => choices.Chance(50),
        ScalarKind.PartialDate => choices.Of(Dates),
        ScalarKind.Url => choices.Of(s_addresses),
        ScalarKind.Enum => choices.Of(property.Enum!.Values).Name,
        _ => throw new NotSupportedException(property.Kind.ToString()),
    };

    /// <summary>A country's code, among few.</summary>
    public static string Code(this Choices choices, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => choices.Of(["A", "b", "É"])));
}
