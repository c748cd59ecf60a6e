using System.Globalization;

namespace KnowledgeGraph.Changes;

/// <summary>The id of a change: <c>change:</c> and the version that it made.</summary>
public static class ChangeId
{
    private const string Prefix = "change:";

    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}");

    /// <summary>The version of the change; null if the text is no id of a change.</summary>
    public static long? VersionOf(string id) =>
        id.StartsWith(Prefix, StringComparison.Ordinal) && id.Length <= Prefix.Length + 18 && id[Prefix.Length..] is [>= '1' and <= '9', ..] digits
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
