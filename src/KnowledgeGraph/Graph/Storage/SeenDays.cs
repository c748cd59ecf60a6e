using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>The days on which a relationship is known to hold, as a JSON list of dates.</summary>
internal static class SeenDays
{
    /// <summary>Finds the date with the earliest first day and the one with the latest last day; both are empty for an empty list.</summary>
    public static void FindFirstAndLast(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> first, out ReadOnlySpan<byte> last)
    {
        first = default;
        last = default;
        while (json.IndexOf((byte)'"') is >= 0 and var open)
        {
            json = json[(open + 1)..];
            var close = json.IndexOf((byte)'"');
            var day = json[..close];
            json = json[(close + 1)..];
            if (first.IsEmpty || day.SequenceCompareTo(first) < 0)
                first = day;
            if (last.IsEmpty || PartialDate.CompareLastDay(day, last) > 0)
                last = day;
        }
    }
}
