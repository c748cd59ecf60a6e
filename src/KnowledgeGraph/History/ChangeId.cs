namespace KnowledgeGraph.History;

/// <summary>The id of a change: <c>change:</c> and the version that it made.</summary>
public static class ChangeId
{
    private const string Prefix = "change:";

    public static string Of(long version) => NumberedId.Of(Prefix, version);

    /// <summary>The version that the change made; null if no change can have the id.</summary>
    public static long? VersionOf(string? id) => NumberedId.NumberOf(Prefix, id);
}
