using KnowledgeGraph.Planning.Fields;


namespace KnowledgeGraph.Graph.Reading.Paths;

/// <summary>A path, without the node at which it starts.</summary>
internal sealed class FoundPath
{
    public readonly Traversal[] Steps = new Traversal[PathsField.LongestLength];
    public int Length;
    /// <summary>The fewest independent origins of one of its steps.</summary>
    public int Origins;

    public ReadOnlySpan<Traversal> Walked => Steps.AsSpan(0, Length);
}

/// <summary>The best paths so far, in their order. No more are kept than are wanted.</summary>
internal sealed class FoundPaths(ReadContext context, TraversalOrder traversalOrder)
{
    private readonly List<FoundPath> _paths = [];
    private readonly Stack<FoundPath> _free = [];
    /// <summary>The position of the first path of the present length, and the number of those that are wanted.</summary>
    private int _first;
    private int _wanted;

    /// <summary>The steps of the path that is being walked.</summary>
    public Traversal[] Steps { get; } = new Traversal[PathsField.LongestLength];
    public int Count => _paths.Count;
    public FoundPath this[int index] => _paths[index];

    public void Clear()
    {
        foreach (var path in _paths)
            _free.Push(path);
        _paths.Clear();
        (_first, _wanted) = (0, 0);
    }

    /// <summary>The path from a node to itself.</summary>
    public void AddEmpty()
    {
        var path = Take();
        (path.Length, path.Origins) = (0, 0);
        _paths.Add(path);
    }

    /// <summary>Called before the paths of the next length.</summary>
    public void Begin(int wanted) => (_first, _wanted) = (_paths.Count, wanted);

    private FoundPath Take() => _free.Count > 0 ? _free.Pop() : new FoundPath();

    /// <summary>Whether a path that begins with the present steps may be among those wanted.</summary>
    /// <param name="origins">The fewest origins of one of these steps.</param>
    public bool MayKeep(int depth, int origins)
    {
        if (_paths.Count - _first < _wanted)
            return true;
        if (_wanted == 0 || origins < _paths[^1].Origins)
            return false;
        return origins > _paths[^1].Origins || CompareIds(Steps.AsSpan(0, depth), _paths[^1].Walked) <= 0;
    }

    public void Keep(int length, int origins)
    {
        var path = Take();
        (path.Length, path.Origins) = (length, origins);
        Steps.AsSpan(0, length).CopyTo(path.Steps);
        var (low, high) = (_first, _paths.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Compare(_paths[middle], path) < 0)
                low = middle + 1;
            else
                high = middle;
        }
        _paths.Insert(low, path);
        if (_paths.Count - _first <= _wanted)
            return;
        _free.Push(_paths[^1]);
        _paths.RemoveAt(_paths.Count - 1);
    }

    /// <summary>Compares paths of one length by independent origins (most first), ids, types, then step by step as parallel relationships.</summary>
    private int Compare(FoundPath left, FoundPath right)
    {
        var order = right.Origins.CompareTo(left.Origins);
        if (order == 0)
            order = CompareIds(left.Walked, right.Walked);
        for (var i = 0; i < left.Length && order == 0; i++)
            order = traversalOrder.TableOf(left.Steps[i]).Type.Rank.CompareTo(traversalOrder.TableOf(right.Steps[i]).Type.Rank);
        for (var i = 0; i < left.Length && order == 0; i++)
            order = traversalOrder.CompareParallel(left.Steps[i], right.Steps[i]);
        return order;
    }

    private int CompareIds(ReadOnlySpan<Traversal> left, ReadOnlySpan<Traversal> right)
    {
        for (var i = 0; i < left.Length; i++)
            if (left[i].Node != right[i].Node)
                return context.IdOf(left[i].Node).SequenceCompareTo(context.IdOf(right[i].Node));
        return 0;
    }
}
