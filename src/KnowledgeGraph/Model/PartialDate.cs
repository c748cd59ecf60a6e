using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>
/// ISO 8601 dates of reduced precision, <c>2024</c>, <c>2024-07</c> or <c>2024-07-01</c> (EDTF level 0). They are kept and compared
/// as text, which orders them by their first day, the coarser first.
/// </summary>
public static class PartialDate
{
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length is not (4 or 7 or 10))
            return false;
        for (var i = 0; i < text.Length; i++)
            if (i is 4 or 7 ? text[i] != '-' : !char.IsAsciiDigit(text[i]))
                return false;
        var year = int.Parse(text[..4], provider: null);
        if (year == 0)
            return false;
        if (text.Length == 4)
            return true;
        var month = int.Parse(text[5..7], provider: null);
        if (month is < 1 or > 12)
            return false;
        return text.Length == 7 || int.Parse(text[8..10], provider: null) is var day && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>The year of a date; empty if there is no date.</summary>
    public static ReadOnlySpan<byte> Year(ReadOnlySpan<byte> date) => Part(date, "2024".Length);

    /// <summary>The month of a date with its year; empty if there is no date or only a year.</summary>
    public static ReadOnlySpan<byte> Month(ReadOnlySpan<byte> date) => Part(date, "2024-07".Length);

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> date, int length) => date.Length < length ? default : date[..length];

    /// <summary>Whether something that starts at <paramref name="start"/> has started on <paramref name="date"/>; empty: no known start.</summary>
    public static bool HasStarted(ReadOnlySpan<byte> start, ReadOnlySpan<byte> date) =>
        start.IsEmpty || start.SequenceCompareTo(date) <= 0 || start.StartsWith(date);

    /// <summary>Whether something that ends at <paramref name="end"/> still is on <paramref name="date"/>; empty: no known end.</summary>
    public static bool HasNotEnded(ReadOnlySpan<byte> end, ReadOnlySpan<byte> date) =>
        end.IsEmpty || end.SequenceCompareTo(date) >= 0 || date.StartsWith(end);

    /// <inheritdoc cref="HasStarted(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static bool HasStarted(string start, string date) =>
        string.CompareOrdinal(start, date) <= 0 || start.StartsWith(date, StringComparison.Ordinal);

    /// <inheritdoc cref="HasNotEnded(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/>
    public static bool HasNotEnded(string end, string date) =>
        string.CompareOrdinal(end, date) >= 0 || date.StartsWith(end, StringComparison.Ordinal);

    /// <summary>Whether the last day of one date is after the last day of another: <c>2024</c> is not after <c>2024-12-31</c>.</summary>
    public static bool EndsAfter(ReadOnlySpan<byte> date, ReadOnlySpan<byte> other) => LastDay(date) > LastDay(other);

    /// <summary>The last day as a number whose digits are year, month and day.</summary>
    private static int LastDay(ReadOnlySpan<byte> date)
    {
        static int Number(ReadOnlySpan<byte> digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);

        var year = Number(date[..4]);
        var month = date.Length > 4 ? Number(date[5..7]) : 12;
        return (year * 10_000) + (month * 100) + (date.Length > 7 ? Number(date[8..10]) : DateTime.DaysInMonth(year, month));
    }

    /// <summary>Compares by the last day: <c>2025</c> is later than <c>2025-07-18</c>, and than <c>2025-12-30</c>.</summary>
    public static int CompareLastDay(string left, string right) => CompareLastDay(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    /// <inheritdoc cref="CompareLastDay(string, string)"/>
    public static int CompareLastDay(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var shared = Math.Min(left.Length, right.Length);
        var order = left[..shared].SequenceCompareTo(right[..shared]);
        return order != 0 ? order : right.Length.CompareTo(left.Length);
    }
}
