namespace KnowledgeGraph.Graph.Storage;

internal static class SortedMerge
{
    /// <summary>Both sorted, in one: few additions to a long list cost few comparisons, since each is placed by bisection.</summary>
    public static T[] Merge<T>(ReadOnlySpan<T> kept, ReadOnlySpan<T> added, IComparer<T> order)
    {
        var merged = new T[kept.Length + added.Length];
        var (from, at) = (0, 0);
        foreach (var item in added)
        {
            var (low, high) = (from, kept.Length);
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (order.Compare(kept[middle], item) < 0)
                    low = middle + 1;
                else
                    high = middle;
            }
            kept[from..low].CopyTo(merged.AsSpan(at));
            at += low - from;
            from = low;
            merged[at++] = item;
        }
        kept[from..].CopyTo(merged.AsSpan(at));
        return merged;
    }
}
