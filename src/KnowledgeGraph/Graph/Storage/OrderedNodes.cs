namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// The nodes of a collection in the default order. Immutable: a list of sorted runs. A change copies only the runs that it touches.
/// </summary>
internal sealed class OrderedNodes
{
    private const int RunLimit = 512;

    public static readonly OrderedNodes Empty = new([], 0);

    private readonly NodeRef[][] _runs;

    private OrderedNodes(NodeRef[][] runs, int count) => (_runs, Count) = (runs, count);

    public int Count { get; }

    /// <summary>A position between nodes: a run and an offset within it.</summary>
    public readonly record struct Position(int Run, int Offset);

    public static Position Start => default;
    public Position End => new(_runs.Length, 0);

    /// <summary>Gives the node at the position and steps over it; false at the end.</summary>
    public bool Next(ref Position position, out NodeRef node)
    {
        if (position.Run == _runs.Length)
        {
            node = default;
            return false;
        }
        node = _runs[position.Run][position.Offset];
        position = position.Offset + 1 < _runs[position.Run].Length ? position with { Offset = position.Offset + 1 } : new(position.Run + 1, 0);
        return true;
    }

    /// <summary>Steps back over the node before the position and gives it; false at the start.</summary>
    public bool Previous(ref Position position, out NodeRef node)
    {
        if (position is { Run: 0, Offset: 0 })
        {
            node = default;
            return false;
        }
        position = position.Offset > 0 ? position with { Offset = position.Offset - 1 } : new(position.Run - 1, _runs[position.Run - 1].Length - 1);
        node = _runs[position.Run][position.Offset];
        return true;
    }

    /// <summary>The position before the first node for which <paramref name="isAfter"/> holds; it holds for all that follow.</summary>
    public Position Seek(Func<NodeRef, bool> isAfter)
    {
        var run = Search(_runs.Length, i => isAfter(_runs[i][^1]));
        return run == _runs.Length ? End : new(run, Search(_runs[run].Length, i => isAfter(_runs[run][i])));
    }

    private static int Search(int count, Func<int, bool> holds)
    {
        var (low, high) = (0, count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (holds(middle))
                high = middle;
            else
                low = middle + 1;
        }
        return low;
    }

    /// <summary>The next version, without the removed nodes and with the added ones; both in this order, found by the two comparisons.</summary>
    /// <param name="removed">Sorted by <paramref name="old"/>, the order in which this version stands.</param>
    /// <param name="added">Sorted by <paramref name="next"/>, under which the nodes that stay keep their order.</param>
    public OrderedNodes Change(NodeRef[] removed, IComparer<NodeRef> old, NodeRef[] added, IComparer<NodeRef> next)
    {
        if (removed.Length == 0 && added.Length == 0)
            return this;
        var runs = new List<NodeRef[]>(_runs.Length + added.Length / RunLimit * 2 + 1);
        var (r, a) = (0, 0);
        for (var i = 0; i < _runs.Length; i++)
        {
            var run = _runs[i];
            var kept = run;
            if (r < removed.Length && old.Compare(removed[r], run[^1]) <= 0)
            {
                var gone = new HashSet<NodeRef>();
                while (r < removed.Length && old.Compare(removed[r], run[^1]) <= 0)
                    gone.Add(removed[r++]);
                kept = [.. run.Where(n => !gone.Contains(n))];
            }
            var from = a;
            if (i == _runs.Length - 1)
                a = added.Length;
            else if (kept.Length > 0)
                while (a < added.Length && next.Compare(added[a], kept[^1]) < 0)
                    a++;
            Append(runs, from == a ? kept : SortedMerge.Merge(kept, added.AsSpan(from, a - from), next));
        }
        if (_runs.Length == 0)
            Append(runs, added);
        return new OrderedNodes([.. runs], Count - removed.Length + added.Length);
    }

    private static void Append(List<NodeRef[]> runs, NodeRef[] run)
    {
        if (run.Length is > 0 and <= RunLimit)
            runs.Add(run);
        else if (run.Length > 0)
            runs.AddRange(run.Chunk(RunLimit / 2));
    }
}
