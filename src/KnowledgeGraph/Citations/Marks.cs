using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Citations;

/// <summary>The marks in a text: <c>[1]</c>, <c>[1, 2]</c>, <c>[1–3]</c>, and <c>[1](https://…)</c> as a link of Markdown.</summary>
internal static partial class Marks
{
    /// <summary>A longer range counts as its two ends.</summary>
    private const int MaxRange = 100;

    public static MatchCollection In(string text) => Mark().Matches(text);

    /// <summary>The numbers of the marks, each once, in their order.</summary>
    public static ImmutableArray<int> NumbersIn(string text) => [.. In(text).SelectMany(NumbersOf).Distinct()];

    /// <summary>The text without marks, and without the blanks before them.</summary>
    public static string Without(string text) => WithBlanks().Replace(text, "");

    private static IEnumerable<int> NumbersOf(Match mark)
    {
        foreach (var part in mark.Groups["numbers"].Value.Split(',', ';'))
        {
            var ends = part.Split('-', '–').Select(n => int.Parse(n, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)).ToList();
            var isRange = ends is [var first, var last] && last > first && last - first < MaxRange;
            foreach (var number in isRange ? Enumerable.Range(ends[0], ends[1] - ends[0] + 1) : ends)
                yield return number;
        }
    }

    private const string Pattern = @"\[(?<numbers> *[0-9]{1,6} *(?:[,;–-] *[0-9]{1,6} *)*)\](?:\([^()\s]*\))?";

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\s*" + Pattern, RegexOptions.CultureInvariant)]
    private static partial Regex WithBlanks();
}
