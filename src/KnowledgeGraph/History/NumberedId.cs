using System.Globalization;

namespace KnowledgeGraph.History;

/// <summary>An id that is a prefix and a number.</summary>
internal static class NumberedId
{
    private const int MaxDigits = 18;

    public static string Of(string prefix, long number) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");

    /// <summary>The number; null if the text is no such id.</summary>
    public static long? NumberOf(string prefix, string? id) =>
        id is not null && id.Length <= prefix.Length + MaxDigits && id.StartsWith(prefix, StringComparison.Ordinal) && id[prefix.Length..] is [>= '1' and <= '9', ..] digits
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
