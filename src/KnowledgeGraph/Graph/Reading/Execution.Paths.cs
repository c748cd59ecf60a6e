using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>How two nodes are connected.</summary>
internal sealed partial class Execution
{
    private PathSearch? _pathSearch;
    private FoundPaths? _foundPaths;

    /// <summary>A path as it was found; its start is that of the search.</summary>
    private sealed class FoundPath
    {
        public readonly Step[] Steps = new Step[PlanField.Paths.LongestLength];
        public int Length;
        /// <summary>The fewest that a step has.</summary>
        public int Origins;

        public ReadOnlySpan<Step> Walked => Steps.AsSpan(0, Length);
    }

    /// <summary>The best paths so far, in their order; no more are kept than are wanted.</summary>
    private sealed class FoundPaths(Execution execution)
    {
        private readonly List<FoundPath> _paths = [];
        private readonly Stack<FoundPath> _free = [];
        /// <summary>Where those of the present length begin, and how many of them are wanted.</summary>
        private int _first;
        private int _wanted;

        /// <summary>The steps of the way that is being walked.</summary>
        public Step[] Steps { get; } = new Step[PlanField.Paths.LongestLength];
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

        /// <summary>From here on paths of another length come.</summary>
        public void Begin(int wanted) => (_first, _wanted) = (_paths.Count, wanted);

        private FoundPath Take() => _free.Count > 0 ? _free.Pop() : new FoundPath();

        /// <summary>Whether a way that begins with the steps so far, the weakest of this strength, may be among those wanted.</summary>
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

        /// <summary>Of the same length: independent origins, most first; ids; types; step by step what tells parallel ones apart.</summary>
        private int Compare(FoundPath left, FoundPath right)
        {
            var order = right.Origins.CompareTo(left.Origins);
            if (order == 0)
                order = CompareIds(left.Walked, right.Walked);
            for (var i = 0; i < left.Length && order == 0; i++)
                order = execution.TypeOf(left.Steps[i]).Rank.CompareTo(execution.TypeOf(right.Steps[i]).Rank);
            for (var i = 0; i < left.Length && order == 0; i++)
                order = execution.CompareParallel(left.Steps[i], right.Steps[i]);
            return order;
        }

        private int CompareIds(ReadOnlySpan<Step> left, ReadOnlySpan<Step> right)
        {
            for (var i = 0; i < left.Length; i++)
                if (left[i].Node != right[i].Node)
                    return execution.IdOf(left[i].Node).SequenceCompareTo(execution.IdOf(right[i].Node));
            return 0;
        }
    }

    private ReadOnlySpan<byte> IdOf(NodeRef node) => _snapshot.Nodes[node.Type].Ids[node.Row];

    /// <summary>Of two relationships of one type between the same nodes: forward first, since, until, first claim (none last), key properties.</summary>
    private int CompareParallel(Step left, Step right)
    {
        var table = _snapshot.Relationships[left.Type];
        var order = right.IsForward.CompareTo(left.IsForward);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(table.Since[left.Relationship], table.Since[right.Relationship]);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(table.Until[left.Relationship], table.Until[right.Relationship]);
        if (order == 0)
            order = LinkOrder.CompareNoneLast(FirstClaim(table, left.Relationship), FirstClaim(table, right.Relationship));
        foreach (var property in table.Keys)
            if (order == 0)
                order = LinkOrder.CompareNoneLast(
                    table.Properties[property.Ordinal, left.Relationship], table.Properties[property.Ordinal, right.Relationship]);
        return order;
    }

    private bool TryStart(int from, int to, int types, out NodeRef start)
    {
        start = default;
        if (Find((string?)_values[from]) is not { } near || Find((string?)_values[to]) is not { } far)
            return false;
        start = near;
        (_pathSearch ??= new PathSearch(this)).Start(near, far, (RelationshipType[]?)_values[types], _plan.Parameters[from]);
        return true;
    }

    private void WriteConnected(PlanField.Connected field)
    {
        var distance = TryStart(field.From, field.To, field.Types, out _) ? _pathSearch!.Meet((int)_values[field.MaxLength]!, isWhole: false) : -1;
        if (distance < 0)
            Value(field, default);
        else
            Number(field, distance);
    }

    private void WritePaths(PlanField.Paths field)
    {
        var found = _foundPaths ??= new FoundPaths(this);
        found.Clear();
        var count = (int)_values[field.First]!;
        if (TryStart(field.From, field.To, field.Types, out var start) && count > 0)
            _pathSearch!.Find((int)_values[field.MaxLength]!, count, found);
        Byte((byte)'[');
        for (var i = 0; i < found.Count; i++)
        {
            if (i > 0)
                Byte((byte)',');
            WritePath(field.Fields, start, found[i]);
        }
        Byte((byte)']');
    }

    private void WritePath(ImmutableArray<PlanField> fields, NodeRef start, FoundPath path)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.Length: Number(field, path.Length); break;
                case PlanField.IndependentOrigins when path.Length == 0: Value(field, default); break;
                case PlanField.IndependentOrigins: Number(field, path.Origins); break;
                case PlanField.Nodes nodes:
                    Start(field);
                    Byte((byte)'[');
                    WriteNode(nodes.Selection, start);
                    foreach (var step in path.Walked)
                    {
                        Byte((byte)',');
                        WriteNode(nodes.Selection, step.Node);
                    }
                    Byte((byte)']');
                    break;
                case PlanField.Steps steps:
                    Start(field);
                    WriteSteps(steps.Fields, start, path);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WriteSteps(ImmutableArray<PlanField> fields, NodeRef start, FoundPath path)
    {
        Byte((byte)'[');
        for (var i = 0; i < path.Length; i++)
        {
            if (i > 0)
                Byte((byte)',');
            WriteStep(fields, i == 0 ? start : path.Steps[i - 1].Node, path.Steps[i]);
        }
        Byte((byte)']');
    }

    private void WriteStep(ImmutableArray<PlanField> fields, NodeRef from, Step step)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.StartNode node:
                    Start(field);
                    WriteNode(node.Selection, from);
                    break;
                case PlanField.EndNode node:
                    Start(field);
                    WriteNode(node.Selection, step.Node);
                    break;
                case PlanField.Forward: Value(field, Boolean(step.IsForward)); break;
                case PlanField.Relationship relationship:
                    Start(field);
                    WriteRelationship(relationship.Fields, step.Type, step.Relationship);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    private void WriteRelationship(ImmutableArray<PlanField> fields, int type, int row)
    {
        var table = _snapshot.Relationships[type];
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.TypeName: Value(field, table.Type.Json.Span); break;
                case PlanField.StartNode node:
                    Start(field);
                    WriteNode(node.Selection, table.From[row]);
                    break;
                case PlanField.EndNode node:
                    Start(field);
                    WriteNode(node.Selection, table.To[row]);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: WriteRelationshipField(field, table, row); break;
            }
        }
        End(fields);
    }
}
