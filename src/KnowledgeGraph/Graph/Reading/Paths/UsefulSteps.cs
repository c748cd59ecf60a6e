using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Graph.Reading.Paths;

/// <summary>A step of a path, by the numbers of its nodes.</summary>
/// <param name="Distance">The smallest number of steps from its head to the end of the path.</param>
/// <param name="Origins">The number of independent origins; -1 if they are not counted.</param>
internal readonly record struct UsefulStep(int Tail, int Head, byte Distance, Traversal Traversal, int Origins);

/// <summary>The steps of all paths of a length, by the node that they leave.</summary>
internal sealed class UsefulSteps
{
    /// <summary>The memory of more steps is given back after the search.</summary>
    private const int MaxKept = 1 << 15;

    private readonly Dictionary<NodeRef, int> _numbers = [];
    private readonly List<UsefulStep> _steps = [];
    /// <summary>The positions of the steps, by the node that they leave, those nearest to the end first; and the first position of each node.</summary>
    private int[] _ordered = [];
    private int[] _starts = [];
    /// <summary>For each node, a bit for each number of steps in which the end can be reached.</summary>
    private byte[] _masks = [];
    private bool[] _passed = [];
    private int _length;
    private FoundPaths _found = null!;
    private PathSearch _search = null!;

    public void Clear()
    {
        _steps.Clear();
        _numbers.Clear();
        if (_steps.Capacity <= MaxKept)
            return;
        _steps.TrimExcess();
        _numbers.TrimExcess();
        (_ordered, _starts, _masks, _passed) = ([], [], [], []);
    }

    public void Add(NodeRef from, Traversal traversal, byte distance) => _steps.Add(new UsefulStep(Number(from), Number(traversal.Node), distance, traversal, -1));

    private int Number(NodeRef node)
    {
        if (!_numbers.TryGetValue(node, out var number))
            _numbers.Add(node, number = _numbers.Count);
        return number;
    }

    /// <summary>Finds all paths of exactly this length that pass no node twice.</summary>
    public void Walk(NodeRef from, NodeRef to, int length, FoundPaths found, PathSearch search)
    {
        (_length, _found, _search) = (length, found, search);
        var (start, end) = (Number(from), Number(to));
        Order();
        MarkReachable(end, length);
        if (IsReachable(start, length))
            Walk(start, 0, int.MaxValue);
    }

    private void Order()
    {
        var nodes = _numbers.Count;
        if (_starts.Length <= nodes)
            (_starts, _masks, _passed) = (new int[nodes * 2], new byte[nodes * 2], new bool[nodes * 2]);
        if (_ordered.Length < _steps.Count)
            _ordered = new int[_steps.Count * 2];
        _starts.AsSpan(0, nodes + 1).Clear();
        _masks.AsSpan(0, nodes).Clear();
        _passed.AsSpan(0, nodes).Clear();
        var farthest = 0;
        foreach (var step in _steps)
        {
            _starts[step.Tail]++;
            farthest = Math.Max(farthest, step.Distance);
        }
        for (var i = 1; i <= nodes; i++)
            _starts[i] += _starts[i - 1];
        for (var distance = farthest; distance >= 0; distance--)
            for (var i = _steps.Count - 1; i >= 0; i--)
                if (_steps[i].Distance == distance)
                    _ordered[--_starts[_steps[i].Tail]] = i;
    }

    private void MarkReachable(int end, int length)
    {
        _masks[end] = 1;
        for (var left = 1; left <= length; left++)
            foreach (var step in _steps)
                if (IsReachable(step.Head, left - 1))
                    _masks[step.Tail] |= (byte)(1 << left);
    }

    private bool IsReachable(int node, int steps) => ((_masks[node] >> steps) & 1) != 0;

    private void Walk(int node, int depth, int origins)
    {
        _passed[node] = true;
        var left = _length - depth - 1;
        for (var i = _starts[node]; i < _starts[node + 1]; i++)
        {
            var step = _steps[_ordered[i]];
            if (step.Distance > left)
                break;
            _search.Work(1);
            if (!IsReachable(step.Head, left) || _passed[step.Head])
                continue;
            if (step.Origins < 0)
                _steps[_ordered[i]] = step = step with { Origins = _search.OriginsOf(step.Traversal) };
            var weakest = Math.Min(origins, step.Origins);
            _found.Steps[depth] = step.Traversal;
            if (!_found.MayKeep(depth + 1, weakest))
                continue;
            if (left == 0)
                _found.Keep(_length, weakest);
            else
                Walk(step.Head, depth + 1, weakest);
        }
        _passed[node] = false;
    }
}
