using System.Globalization;

namespace KnowledgeGraph.History;

/// <summary>The id of a change: <c>change:</c> and the version that it made.</summary>
public static class ChangeId
{
    private const string Prefix = "change:";

    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}");

    /// <summary>The version that the change made; null if no change can have the id.</summary>
    public static long? VersionOf(string? id) =>
        id is { Length: <= 25 } && id.StartsWith(Prefix, StringComparison.Ordinal) && id[Prefix.Length..] is [>= '1' and <= '9', ..] digits
        && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
