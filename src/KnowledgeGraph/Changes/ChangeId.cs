using System.Globalization;

namespace KnowledgeGraph.Changes;

/// <summary>The id of a change: <c>change:</c> and the version that it made.</summary>
public static class ChangeId
{
    private const string Prefix = "change:";

    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}");
}
