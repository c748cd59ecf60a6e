using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Matching;

/// <summary>Whether values of a property agree with the values that are sought.</summary>
public static class ValueAgreement
{
    /// <summary>The similarity from which two texts agree.</summary>
    private const double MinSimilarity = 0.8;

    /// <summary>1 if one value agrees with one that is sought, 0 if all differ, 0.5 if there is no value.</summary>
    /// <param name="values">The texts of each value: for a node, its id and its name.</param>
    public static double Of(IEnumerable<string> sought, IReadOnlyCollection<string> values) =>
        values.Count == 0 ? 0.5 : sought.Any(s => values.Any(v => Agrees(s, v))) ? 1 : 0;

    private static bool Agrees(string sought, string value)
    {
        sought = sought.Trim();
        if (double.TryParse(sought, CultureInfo.InvariantCulture, out var number) && double.TryParse(value, CultureInfo.InvariantCulture, out var other))
            return number == other;
        // A date agrees with its month and its year. A time agrees with its day.
        if (PartialDate.IsValid(value) || PartialDate.IsValid(sought))
            return DayOf(sought) is var day && DayOf(value) is var found
                && (found.StartsWith(day, StringComparison.Ordinal) || day.StartsWith(found, StringComparison.Ordinal));
        return new SoughtName(sought).Compare(value).Value >= MinSimilarity;
    }

    private static string DayOf(string text) => text.IndexOf('T', StringComparison.Ordinal) is > 0 and var time ? text[..time] : text;
}
