using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

internal sealed partial class Execution
{
    /// <summary>
    /// Searches from both ends, each time from the one where fewer relationships are to be looked at, until the two balls meet: their
    /// radii then add up to the shortest length. Relationships that lie on a way of the wanted length (the distances of their nodes from
    /// the two ends say so) are few; only these are collected and walked. For the next length one ball grows by one.
    /// </summary>
    private sealed class PathSearch(Execution execution)
    {
        /// <summary>How many relationships one search may look at, each time that it looks: up to some hundred milliseconds where memory is cold.</summary>
        private const int MostWork = 2_000_000;

        private readonly Distances _distances = new();
        private readonly Ball _near = new(0);
        private readonly Ball _far = new(1);
        private readonly UsefulSteps _useful = new();
        private int[]?[] _lists = [];
        private RelationshipType[]? _types;
        private Parameter _place = null!;
        private int _work;

        /// <summary>The nodes within a distance of one end, nearest first.</summary>
        private sealed class Ball(int side)
        {
            public readonly int Side = side;
            public readonly List<NodeRef> Nodes = [];
            /// <summary>Where the nodes of each distance begin; then where those of the next one would.</summary>
            public readonly List<int> Levels = [];
            /// <summary>How many relationships the outmost nodes have; -1: not counted.</summary>
            public long Cost;

            public int Radius => Levels.Count - 2;
            /// <summary>Those whose relationships were looked at.</summary>
            public int Expanded => Levels[^2];
            public int Outmost => Nodes.Count - Expanded;

            public void Start(NodeRef node)
            {
                Nodes.Clear();
                Levels.Clear();
                Nodes.Add(node);
                Levels.AddRange([0, 1]);
                Cost = -1;
            }
        }

        /// <param name="place">Where the document asks for it: for the error.</param>
        public void Start(NodeRef from, NodeRef to, RelationshipType[]? types, Parameter place)
        {
            (_types, _place, _work) = (types, place, 0);
            _lists = new int[execution._snapshot.Nodes.Length][];
            _distances.Clear();
            Start(_near, from);
            Start(_far, to);
        }

        private void Start(Ball ball, NodeRef node)
        {
            ball.Start(node);
            ref var entry = ref _distances.Put(node);
            entry[ball.Side] = 0;
            entry.Listed |= (byte)(1 << ball.Side);
        }

        private int Reach => _near.Radius + _far.Radius;

        /// <summary>Grows the balls until they meet.</summary>
        /// <param name="isWhole">Whether the last ball is wanted whole; otherwise the first meeting ends it.</param>
        /// <returns>The distance; -1 for none within the length.</returns>
        public int Meet(int maxLength, bool isWhole)
        {
            if (_near.Nodes[0] == _far.Nodes[0])
                return 0;
            while (Reach < maxLength && _near.Outmost > 0 && _far.Outmost > 0)
            {
                var reach = Reach + 1;
                if (Grow(isLast: reach == maxLength, isWhole))
                    return reach;
            }
            return -1;
        }

        /// <summary>Adds to <paramref name="found"/> until there are so many: all shortest, then longer ones, in their order.</summary>
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

        private void Work(int count)
        {
            execution._stop.ThrowIfCancellationRequested();
            _work += count;
            if (_work > MostWork)
                throw new GraphErrorException([new GraphError(
                    $"The search for paths would look at more than {MostWork} relationships. Choose a smaller `maxLength`, or some `types`.", ErrorCodes.PathWork)
                {
                    Locations = [_place.Location],
                    Path = _place.Path,
                }]);
        }

        private int[] ListsOf(NodeRef node) => _lists[node.Type] ??= [.. execution._snapshot.Nodes[node.Type].Type.Adjacency.Where(a =>
            _types is null ? !IsEvidence(node) && MayLeadBeyondEvidence(a) : Array.Exists(_types, t => t.Index == a / 2))];

        private bool MayLeadBeyondEvidence(int adjacency) => execution._snapshot.Relationships[adjacency / 2].Type.Pairs
            .Any(p => (adjacency % 2 == 0 ? p.To : p.From) is var end && end != execution.Roles.Report && end != execution.Roles.Claim);

        private bool IsEvidence(NodeRef node) => node.Type == execution.Roles.Report.Index || node.Type == execution.Roles.Claim.Index;

        private ReadOnlySpan<Link> LinksOf(NodeRef node, int adjacency) => execution._snapshot.Nodes[node.Type].Adjacency[adjacency][node.Row];

        private bool IsWalked(int adjacency, Link link) => (_types is not null || !IsEvidence(link.Node))
            && execution.IsShown(adjacency, link);

        /// <summary>Grows the ball that costs less by one.</summary>
        /// <param name="isLast">No longer way is wanted: what is new to both balls leads nowhere, and is left out.</param>
        /// <returns>Whether the balls meet.</returns>
        private bool Grow(bool isLast, bool isWhole)
        {
            var (ball, other) = IsCheaper(_near, _far) ? (_near, _far) : (_far, _near);
            var (distance, listed, meets) = ((byte)(ball.Radius + 1), (byte)(1 << ball.Side), false);
            for (var i = ball.Expanded; i < ball.Levels[^1]; i++)
            {
                var node = ball.Nodes[i];
                foreach (var adjacency in ListsOf(node))
                {
                    var links = LinksOf(node, adjacency);
                    Work(links.Length);
                    foreach (var link in links)
                    {
                        if (!IsWalked(adjacency, link) || (isLast && _distances.Find(link.Node)[other.Side] == Distances.Unknown))
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
            if (left.Outmost > right.Outmost)
                return !IsCheaper(right, left);
            Measure(left, long.MaxValue);
            Measure(right, left.Cost);
            return right.Cost < 0 || left.Cost <= right.Cost;
        }

        /// <summary>Counts the relationships of the outmost nodes; gives up beyond the limit, since then the other ball grows.</summary>
        private void Measure(Ball ball, long limit)
        {
            if (ball.Cost >= 0)
                return;
            var cost = 0L;
            for (var i = ball.Expanded; i < ball.Nodes.Count && cost <= limit; i++)
            {
                Work(1);
                foreach (var adjacency in ListsOf(ball.Nodes[i]))
                    cost += LinksOf(ball.Nodes[i], adjacency).Length;
            }
            ball.Cost = cost <= limit ? cost : -1;
        }

        /// <summary>
        /// Gives the nodes within the ball, but for its outmost, their distance from the other end, as far as a way of the present reach
        /// can lead through them: one step beyond the other ball, then two, and so on, each over fewer nodes.
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
            foreach (var adjacency in ListsOf(node))
            {
                var links = LinksOf(node, adjacency);
                Work(links.Length);
                foreach (var link in links)
                    if (_distances.Find(link.Node)[side] == distance && IsWalked(adjacency, link))
                        return true;
            }
            return false;
        }

        /// <summary>
        /// Collects the steps that lie on a way of this length at most: those that leave a node within the near ball, and those that
        /// enter one within the far ball.
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
            foreach (var adjacency in ListsOf(node))
            {
                var links = LinksOf(node, adjacency);
                Work(links.Length);
                foreach (var link in links)
                {
                    var distance = _distances.Find(link.Node)[across];
                    if (distance > left || (!isNear && distance < _near.Radius) || link.Node == node
                        || link.Node == (isNear ? _near : _far).Nodes[0] || !IsWalked(adjacency, link))
                        continue;
                    if (isNear)
                        _useful.Add(node, new Step(link.Node, adjacency, link.Relationship), distance);
                    else
                        _useful.Add(link.Node, new Step(node, adjacency ^ 1, link.Relationship), fromOwn);
                }
            }
        }

        /// <summary>A step on a way, by the numbers of its nodes.</summary>
        /// <param name="Distance">How far it leaves one from the end, at least.</param>
        /// <param name="Origins">-1: not counted.</param>
        private readonly record struct UsefulStep(int Tail, int Head, byte Distance, Step Step, int Origins);

        /// <summary>The steps on ways of a length, by the node that they leave.</summary>
        private sealed class UsefulSteps
        {
            /// <summary>What more of them took is given back after the search.</summary>
            private const int LargestKept = 1 << 15;

            private readonly Dictionary<NodeRef, int> _numbers = [];
            private readonly List<UsefulStep> _steps = [];
            /// <summary>The steps' places, those that leave one node side by side, the nearest to the end first; and where those of each node begin.</summary>
            private int[] _ordered = [];
            private int[] _starts = [];
            /// <summary>For each node a bit for each number of steps in which the end can be reached.</summary>
            private byte[] _masks = [];
            private bool[] _passed = [];
            private int _length;
            private FoundPaths _found = null!;
            private PathSearch _search = null!;

            public void Clear()
            {
                _steps.Clear();
                _numbers.Clear();
                if (_steps.Capacity <= LargestKept)
                    return;
                _steps.TrimExcess();
                _numbers.TrimExcess();
                (_ordered, _starts, _masks, _passed) = ([], [], [], []);
            }

            public void Add(NodeRef from, Step step, byte distance) => _steps.Add(new UsefulStep(Number(from), Number(step.Node), distance, step, -1));

            private int Number(NodeRef node)
            {
                if (!_numbers.TryGetValue(node, out var number))
                    _numbers.Add(node, number = _numbers.Count);
                return number;
            }

            /// <summary>Gives all ways of exactly this length that pass no node twice.</summary>
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
                        _steps[_ordered[i]] = step = step with { Origins = _search.OriginsOf(step.Step) };
                    var weakest = Math.Min(origins, step.Origins);
                    _found.Steps[depth] = step.Step;
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

        private int OriginsOf(Step step)
        {
            execution.Corroborate(execution._snapshot.Relationships[step.Type].Claims[step.Relationship]);
            return execution._origins.Count;
        }
    }
}
