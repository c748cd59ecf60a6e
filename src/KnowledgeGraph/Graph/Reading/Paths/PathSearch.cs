using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Graph.Reading.Paths;

/// <summary>
/// Searches from both ends, each time from the one with fewer relationships to look at, until the two balls meet: their radii then add up to the
/// shortest length. Few relationships are on a path of the wanted length, as the distances of their nodes from the two ends tell; only these are
/// collected and walked. For the next length one ball grows by one.
/// </summary>
internal sealed class PathSearch(ReadContext context, Visibility visibility, EvidenceReader evidence)
{
    /// <summary>The maximum number of relationships that one search looks at: up to some hundred milliseconds if memory is cold.</summary>
    private const int MaxWork = 2_000_000;

    private readonly Distances _distances = new();
    private readonly Ball _near = new(0);
    private readonly Ball _far = new(1);
    private readonly UsefulSteps _useful = new();
    private Adjacency[]?[] _adjacencies = [];
    private RelationshipType[]? _types;
    private Parameter _argument = null!;
    private int _work;

    /// <param name="types">The types that are followed; null for all but those of evidence.</param>
    /// <param name="argument">The argument that an error names.</param>
    public void Begin(NodeRef from, NodeRef to, RelationshipType[]? types, Parameter argument)
    {
        (_types, _argument, _work) = (types, argument, 0);
        _adjacencies = new Adjacency[context.Snapshot.Nodes.Length][];
        _distances.Clear();
        Begin(_near, from);
        Begin(_far, to);
    }

    private void Begin(Ball ball, NodeRef node)
    {
        ball.Begin(node);
        ref var entry = ref _distances.Put(node);
        entry[ball.Side] = 0;
        entry.Listed |= (byte)(1 << ball.Side);
    }

    private int Reach => _near.Radius + _far.Radius;

    /// <summary>Grows the balls until they meet.</summary>
    /// <param name="isWhole">Whether the last ball grows fully. Otherwise the search ends when the balls meet.</param>
    /// <returns>The distance; -1 if it is longer than the maximum length.</returns>
    public int Meet(int maxLength, bool isWhole)
    {
        if (_near.Nodes[0] == _far.Nodes[0])
            return 0;
        while (Reach < maxLength && _near.Outermost > 0 && _far.Outermost > 0)
        {
            var reach = Reach + 1;
            if (Grow(isLast: reach == maxLength, isWhole))
                return reach;
        }
        return -1;
    }

    /// <summary>Adds up to so many paths: the shortest, then longer ones, in their order.</summary>
    public void Find(int maxLength, int count, FoundPaths found)
    {
        var distance = Meet(maxLength, isWhole: true);
        if (distance == 0)
            found.AddEmpty();
        for (var length = distance; length > 0 && length <= maxLength && found.Count < count; length++)
        {
            if (length > Reach)
                Grow(isLast: length == maxLength, isWhole: true);
            Mark(_near, _far);
            Mark(_far, _near);
            Collect(length);
            found.Begin(count - found.Count);
            _useful.Walk(_near.Nodes[0], _far.Nodes[0], length, found, this);
        }
        _useful.Clear();
    }

    /// <summary>Counts relationships that are looked at.</summary>
    internal void Work(int count)
    {
        context.ThrowIfCancelledNow();
        _work += count;
        if (_work > MaxWork)
            throw new GraphErrorException([new GraphError(
                $"The search for paths would look at more than {MaxWork} relationships. Choose a smaller `maxLength`, or some `types`.", ErrorCodes.PathWork)
            {
                Locations = [_argument.Location],
                Path = _argument.Path,
            }]);
    }

    /// <summary>The adjacencies that are followed from nodes of this type.</summary>
    private Adjacency[] AdjacenciesOf(NodeRef node) => _adjacencies[node.Type] ??= [.. context.TableOf(node).Type.Adjacencies.Where(a =>
        _types is null ? !IsEvidence(node) && MayLeadBeyondEvidence(a) : Array.Exists(_types, t => t.Index == a.Type))];

    private bool MayLeadBeyondEvidence(Adjacency adjacency)
    {
        var roles = context.Snapshot.Model.Evidence;
        return context.Snapshot.Relationships[adjacency.Type].Type.Pairs
            .Any(p => (adjacency.IsOut ? p.To : p.From) is var end && end != roles.Report && end != roles.Claim);
    }

    private bool IsEvidence(NodeRef node)
    {
        var roles = context.Snapshot.Model.Evidence;
        return node.Type == roles.Report.Index || node.Type == roles.Claim.Index;
    }

    private bool IsFollowed(Adjacency adjacency, Link link) => (_types is not null || !IsEvidence(link.Node)) && visibility.IsVisible(adjacency, link);

    /// <summary>Grows the ball that costs less by one.</summary>
    /// <param name="isLast">Whether no longer path is wanted. Nodes that are new to both balls then lead nowhere, and are left out.</param>
    /// <returns>Whether the balls meet.</returns>
    private bool Grow(bool isLast, bool isWhole)
    {
        var (ball, other) = IsCheaper(_near, _far) ? (_near, _far) : (_far, _near);
        var (distance, listed, meets) = ((byte)(ball.Radius + 1), (byte)(1 << ball.Side), false);
        for (var i = ball.Expanded; i < ball.Levels[^1]; i++)
        {
            var node = ball.Nodes[i];
            foreach (var adjacency in AdjacenciesOf(node))
            {
                var links = context.Links(node, adjacency);
                Work(links.Length);
                foreach (var link in links)
                {
                    if (!IsFollowed(adjacency, link) || (isLast && _distances.Find(link.Node)[other.Side] == Distances.Unknown))
                        continue;
                    ref var entry = ref _distances.Put(link.Node);
                    if (entry[ball.Side] >= distance && (entry.Listed & listed) == 0)
                    {
                        entry[ball.Side] = distance;
                        entry.Listed |= listed;
                        ball.Nodes.Add(link.Node);
                    }
                    meets |= entry[other.Side] <= other.Radius;
                }
                if (meets && !isWhole)
                    return true;
            }
        }
        ball.Levels.Add(ball.Nodes.Count);
        ball.Cost = -1;
        return meets;
    }

    private bool IsCheaper(Ball left, Ball right)
    {
        if (left.Outermost > right.Outermost)
            return !IsCheaper(right, left);
        Measure(left, long.MaxValue);
        Measure(right, left.Cost);
        return right.Cost < 0 || left.Cost <= right.Cost;
    }

    /// <summary>Counts the relationships of the outermost nodes. It gives up beyond the limit, because the other ball then grows.</summary>
    private void Measure(Ball ball, long limit)
    {
        if (ball.Cost >= 0)
            return;
        var cost = 0L;
        for (var i = ball.Expanded; i < ball.Nodes.Count && cost <= limit; i++)
        {
            Work(1);
            foreach (var adjacency in AdjacenciesOf(ball.Nodes[i]))
                cost += context.Links(ball.Nodes[i], adjacency).Length;
        }
        ball.Cost = cost <= limit ? cost : -1;
    }

    /// <summary>
    /// Sets the distance from the other end for the nodes within the ball, except the outermost, if a path of the present length can lead through
    /// them: one step beyond the other ball, then two, and so on, each over fewer nodes.
    /// </summary>
    private void Mark(Ball ball, Ball other)
    {
        for (var beyond = 1; beyond <= ball.Radius; beyond++)
            for (var i = 0; i < ball.Levels[ball.Radius - beyond + 1]; i++)
                if (_distances.Find(ball.Nodes[i])[other.Side] == Distances.Unknown && HasNeighbour(ball.Nodes[i], other.Side, other.Radius + beyond - 1))
                    _distances.Put(ball.Nodes[i])[other.Side] = (byte)(other.Radius + beyond);
    }

    private bool HasNeighbour(NodeRef node, int side, int distance)
    {
        foreach (var adjacency in AdjacenciesOf(node))
        {
            var links = context.Links(node, adjacency);
            Work(links.Length);
            foreach (var link in links)
                if (_distances.Find(link.Node)[side] == distance && IsFollowed(adjacency, link))
                    return true;
        }
        return false;
    }

    /// <summary>
    /// Collects the steps of paths up to this length: those that leave a node within the near ball, and those that enter one within the far ball.
    /// </summary>
    private void Collect(int length)
    {
        _useful.Clear();
        for (var i = 0; i < _near.Expanded; i++)
            Collect(_near.Nodes[i], length, isNear: true);
        for (var i = 0; i < _far.Expanded; i++)
            Collect(_far.Nodes[i], length, isNear: false);
    }

    private void Collect(NodeRef node, int length, bool isNear)
    {
        var (own, across) = isNear ? (0, 1) : (1, 0);
        ref var entry = ref _distances.Find(node);
        var fromOwn = entry[own];
        var left = length - 1 - fromOwn;
        if (fromOwn + entry[across] > length || node == (isNear ? _far : _near).Nodes[0])
            return;
        foreach (var adjacency in AdjacenciesOf(node))
        {
            var links = context.Links(node, adjacency);
            Work(links.Length);
            foreach (var link in links)
            {
                var distance = _distances.Find(link.Node)[across];
                if (distance > left || (!isNear && distance < _near.Radius) || link.Node == node
                    || link.Node == (isNear ? _near : _far).Nodes[0] || !IsFollowed(adjacency, link))
                    continue;
                if (isNear)
                    _useful.Add(node, new Traversal(link.Node, adjacency, link.Relationship), distance);
                else
                    _useful.Add(link.Node, new Traversal(node, adjacency.Opposite, link.Relationship), fromOwn);
            }
        }
    }

    /// <summary>The number of independent origins of the relationship.</summary>
    internal int OriginsOf(Traversal step) =>
        evidence.Corroborate(visibility.ClaimsOf(context.Snapshot.Relationships[step.Adjacency.Type], step.Relationship)).IndependentOrigins;
}
