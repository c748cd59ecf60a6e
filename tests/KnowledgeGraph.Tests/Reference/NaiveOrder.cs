using System.Globalization;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>The orders of <c>api.md</c>, as it words them.</summary>
internal static class NaiveOrder
{
    /// <summary>"NFD, marks (Mn) removed, lower case (invariant)".</summary>
    public static string Fold(string text) => string.Concat(text.Normalize(NormalizationForm.FormD).EnumerateRunes()
        .Where(r => Rune.GetUnicodeCategory(r) != UnicodeCategory.NonSpacingMark)).ToLowerInvariant();

    public static int ByCodePoint(string left, string right)
    {
        var (l, r) = (left.EnumerateRunes().ToArray(), right.EnumerateRunes().ToArray());
        for (var i = 0; i < Math.Min(l.Length, r.Length); i++)
            if (l[i] != r[i])
                return l[i].Value.CompareTo(r[i].Value);
        return l.Length.CompareTo(r.Length);
    }

    public static int ByText(string left, string right) =>
        ByCodePoint(Fold(left), Fold(right)) is not 0 and var order ? order : ByCodePoint(left, right);

    public static int ByName(NaiveNode left, NaiveNode right) =>
        ByText(left.Name, right.Name) is not 0 and var order ? order : ByCodePoint(left.Id, right.Id);

    public static int NoneLast(string? left, string? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        _ => ByCodePoint(left, right),
    };

    /// <summary>
    /// "Between two relationships to the same node with type, since, until (none last), first claim's id"; then by what tells them
    /// apart, of which the contract says nothing.
    /// </summary>
    public static int ByTies(NaiveLink left, NaiveLink right)
    {
        var (l, r) = (left.Record, right.Record);
        int[] orders =
        [
            NoneLast(l.Since, r.Since), NoneLast(l.Until, r.Until), NoneLast(FirstClaim(left), FirstClaim(right)),
            .. l.Type.Properties.Where(p => p.IsKey).Select(p => NoneLast(
                l.Properties.GetValueOrDefault(p.Name) as string, r.Properties.GetValueOrDefault(p.Name) as string)),
        ];
        return orders.FirstOrDefault(o => o != 0);
    }

    public static string? FirstClaim(NaiveLink link) => link.Record.Claims.Order(Comparer<string>.Create(ByCodePoint)).FirstOrDefault();

    public static List<T> Sorted<T>(this IEnumerable<T> items, Comparison<T> order) => [.. items.Order(Comparer<T>.Create(order))];
}

/// <summary>The rules of "Time".</summary>
internal static class NaiveTime
{
    /// <summary>`lte`: "text ≤ X or starts with X"; a start that is a prefix of the date is ≤ it.</summary>
    public static bool Started(string? start, string date) =>
        start is null || string.CompareOrdinal(start, date) <= 0 || start.StartsWith(date, StringComparison.Ordinal);

    public static bool NotEnded(string? end, string date) =>
        end is null || string.CompareOrdinal(end, date) >= 0 || date.StartsWith(end, StringComparison.Ordinal);

    public static string LastDay(string date) => date.Length switch
    {
        4 => date + "-12-31",
        7 => $"{date}-{DateTime.DaysInMonth(int.Parse(date[..4], CultureInfo.InvariantCulture), int.Parse(date[5..], CultureInfo.InvariantCulture)):00}",
        _ => date,
    };

    /// <summary>The latest by its last day; of two with the same last day the coarser.</summary>
    public static string? Latest(IEnumerable<string> dates) =>
        dates.OrderByDescending(LastDay, StringComparer.Ordinal).ThenBy(d => d.Length).FirstOrDefault();

    public static string? Earliest(IEnumerable<string> dates) => dates.Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The earliest by its last day; of two with the same last day the finer.</summary>
    public static string? EarliestByLastDay(IEnumerable<string> dates) =>
        dates.OrderBy(LastDay, StringComparer.Ordinal).ThenByDescending(d => d.Length).FirstOrDefault();

    public static bool IsInEffect(NaiveLink link, string date)
    {
        var (start, end) = Span(link);
        return Started(start, date) && NotEnded(end, date);
    }

    public static (string? Start, string? End) Span(NaiveLink link)
    {
        var record = link.Record;
        var days = record.Type.SeenOn is { } seenOn && record.Properties.GetValueOrDefault(seenOn.Name) is IEnumerable<string> seen ? seen.ToList() : [];
        var start = record.Since ?? Earliest(days);
        return (start, record.Until ?? (record.Since is null ? Latest(days) : null));
    }

    public static bool IsNever(NaiveNode instrument) => Status(instrument) is { IsNever: true };

    public static string? Start(NaiveNode instrument) => instrument.Text("effective") ?? instrument.Text("signed") ?? instrument.Text("announced");

    public static string? End(NaiveNode instrument) =>
        instrument.Text("ended") ?? (Status(instrument) is { IsOver: true } ? instrument.Text("statusAsOf") : null);

    public static bool IsInEffect(NaiveNode instrument, string date) =>
        !IsNever(instrument) && Started(Start(instrument), date) && NotEnded(End(instrument), date);

    private static EnumValue? Status(NaiveNode instrument) =>
        instrument.Record.Type.FindProperty("status")!.Enum!.Values.FirstOrDefault(v => v.Name == instrument.Text("status"));
}
