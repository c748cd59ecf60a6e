using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Matching;

/// <summary>A value of a property that is sought, prepared for the comparison with the values of many nodes.</summary>
public sealed class SoughtValue
{
    /// <summary>The similarity from which two texts agree.</summary>
    private const double MinSimilarity = 0.8;

    private readonly SoughtName _name;
    private readonly double? _number;
    private readonly bool _isDate;

    public SoughtValue(string text)
    {
        _name = new SoughtName(text.Trim());
        (_number, _isDate) = (NumberIn(Text), PartialDate.IsValid(Text));
    }

    public string Text => _name.Text;

    /// <summary>1 if one value agrees with one that is sought, 0 if all differ, 0.5 if there is no value.</summary>
    /// <param name="values">The texts of each value: for a node, its id and its name.</param>
    public static double AgreementOf(IReadOnlyCollection<SoughtValue> sought, IReadOnlyCollection<string> values) =>
        values.Count == 0 ? 0.5 : values.Any(v => IsOneOf(sought, v)) ? 1 : 0;

    private static bool IsOneOf(IReadOnlyCollection<SoughtValue> sought, string value)
    {
        var (number, isDate, words) = (NumberIn(value), PartialDate.IsValid(value), SoughtName.WordsOf(value));
        return sought.Any(s => s._number is not null && number is not null ? s._number == number
            : s._isDate || isDate ? s.HasDate(value) : s._name.Compare(words).Value >= MinSimilarity);
    }

    /// <summary>A date agrees with its month and its year. A time agrees with its day.</summary>
    private bool HasDate(string value) => DayOf(Text) is var day && DayOf(value) is var found
        && (found.StartsWith(day, StringComparison.Ordinal) || day.StartsWith(found, StringComparison.Ordinal));

    private static string DayOf(string text) => text.IndexOf('T', StringComparison.Ordinal) is > 0 and var time ? text[..time] : text;

    private static double? NumberIn(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
