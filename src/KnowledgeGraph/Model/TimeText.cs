using System.Globalization;

namespace KnowledgeGraph.Model;

/// <summary>A point in time as responses and files have it, in UTC.</summary>
internal static class TimeText
{
    // "2024-07-02T12:00:00.000Z"
    /// <param name="milliseconds">Unix time; null for none.</param>
    public static string? Of(long? milliseconds) => milliseconds is { } at
        ? DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null;
}
