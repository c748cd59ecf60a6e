using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// The most that a plan may read and return, in HotChocolate's terms: the field cost is the sum of the fields' weights, the type cost is
/// the number of objects. A list counts as the number of items that its page allows or that the graph holds there, whichever is less.
/// Looking at nodes that are not returned, to filter, sort or aggregate them, adds to the field cost.
/// The steps are made once for a plan; a request only multiplies.
/// </summary>
public sealed class PlanCost
{
    private readonly ImmutableArray<Step> _steps;
    private readonly bool _isFixed;
    private Measured? _measured;

    private sealed record Measured(OperationCost Cost, GraphSizes Sizes);

    /// <summary>A selection's cost: its own weight plus that of its parts. With <paramref name="IsEither"/>, only the costliest part counts.</summary>
    private sealed record Step(double Fields, double Types, ImmutableArray<Part> Parts, bool IsEither = false);

    /// <param name="Of">The step that is multiplied. It precedes the step that has this part.</param>
    private readonly record struct Part(int Of, Count Times);

    /// <summary>A number of items: what a parameter says or what is assumed, and at most what the graph holds there.</summary>
    /// <param name="Size">The parameter with the number, or -1 for <paramref name="Assumed"/>.</param>
    private readonly record struct Count(int Size, double Assumed, Extent? Holds = null)
    {
        public static readonly Count One = new(-1, 1);

        public double In(object?[] values, GraphSizes sizes)
        {
            var said = Size < 0 ? Assumed : SizeOf(values[Size]);
            return Holds is null ? said : Math.Min(said, Holds.In(values, sizes));
        }
    }

    /// <summary>How many items the graph holds for a list; infinity if unknown.</summary>
    private abstract record Extent
    {
        public abstract double In(object?[] values, GraphSizes sizes);

        /// <summary>All nodes of a type, or of all types.</summary>
        public sealed record Collection(CompositeType? Type) : Extent
        {
            public override double In(object?[] values, GraphSizes sizes) => Type is null ? sizes.All : sizes.Of(Type);
            public override string ToString() => Type?.Name ?? "all";
        }

        /// <summary>
        /// The relationships of one node. If the node is one of a list of distinct nodes, together they have no more relationships than
        /// there are, so that one node counts with its share.
        /// </summary>
        public sealed record Relationships(RelationshipField Field, Count? Nodes) : Extent
        {
            public override double In(object?[] values, GraphSizes sizes)
            {
                var largest = sizes.LargestDegree(Field);
                return Nodes is { } nodes ? Math.Min(largest, sizes.Of(Field.Type) / Math.Max(1, nodes.In(values, sizes))) : largest;
            }

            public override string ToString() => $"{Field} of {Nodes}";
        }

        /// <summary>What another extent holds; nothing if that is unknown.</summary>
        public sealed record Known(Extent Inner) : Extent
        {
            public override double In(object?[] values, GraphSizes sizes) => Inner.In(values, sizes) is var count && double.IsFinite(count) ? count : 0;
            public override string ToString() => $"known {Inner}";
        }
    }

    private PlanCost(ImmutableArray<Step> steps, OperationPlan plan)
    {
        _steps = steps;
        _isFixed = steps.SelectMany(s => s.Parts).All(p => p.Times.Size < 0 || plan.Parameters[p.Times.Size].HasFixedSize);
    }

    public static PlanCost Of(OperationPlan plan) => new Builder(plan.AsOf >= 0).Build(plan);

    /// <param name="values">The values that the plan's parameters are bound to.</param>
    public OperationCost Measure(object?[] values, GraphSizes sizes)
    {
        if (!_isFixed)
            return Multiply(values, sizes);
        // Racing requests write the same.
        var measured = Volatile.Read(ref _measured);
        if (measured is null || !ReferenceEquals(measured.Sizes, sizes))
            Volatile.Write(ref _measured, measured = new Measured(Multiply(values, sizes), sizes));
        return measured.Cost;
    }

    /// <summary>The same for any values, without remembering the result.</summary>
    internal OperationCost Multiply(object?[] values, GraphSizes sizes)
    {
        var costs = new OperationCost[_steps.Length];
        for (var i = 0; i < costs.Length; i++)
        {
            var step = _steps[i];
            var (fields, types) = (step.Fields, step.Types);
            foreach (var part in step.Parts)
            {
                var inner = costs[part.Of];
                var times = part.Times.In(values, sizes);
                (fields, types) = step.IsEither
                    ? (Math.Max(fields, inner.Fields), Math.Max(types, inner.Types))
                    : (fields + (inner.Fields * times), types + (inner.Types * times));
            }
            costs[i] = new OperationCost(fields, types);
        }
        return new OperationCost(Whole(costs[^1].Fields), Whole(costs[^1].Types));
    }

    /// <summary>Rounds up, but not because of what a share lost in division.</summary>
    private static double Whole(double cost) => Math.Ceiling(cost - 1e-6);

    private static double SizeOf(object? value) => value switch
    {
        Page page => page.Size,
        int count => count,
        string[] ids => ids.Length,
        _ => throw new UnreachableException(),
    };

    /// <summary>Makes the steps from the leaves up; equal ones are one, so that a selection under many types is counted once.</summary>
    /// <param name="hasDate">The operation has a date, so that each node is checked for whether it was in effect.</param>
    private sealed class Builder(bool hasDate)
    {
        private readonly List<Step> _steps = [];
        private readonly Dictionary<string, int> _known = [];
        private readonly Dictionary<(NodeSelection, Count?), int> _selections = [];

        public PlanCost Build(OperationPlan plan)
        {
            var root = Object(plan.Roots, null, types: 0);
            // The last step is the whole operation, even if an equal step precedes it.
            _steps.Add(new Step(0, 0, [new Part(root, Count.One)]));
            return new PlanCost([.. _steps], plan);
        }

        private int Add(Step step)
        {
            var key = FormattableString.Invariant($"{step.Fields}/{step.Types}/{step.IsEither}/{string.Join(',', step.Parts)}");
            if (_known.TryGetValue(key, out var known))
                return known;
            _steps.Add(step);
            return _known[key] = _steps.Count - 1;
        }

        /// <param name="items">The number of items in the object's lists; null if it has none.</param>
        /// <param name="distinct">The number of distinct nodes of which the object is one; null if they may repeat.</param>
        private int Object(ImmutableArray<PlanField> fields, Count? items, double types = 1, Count? distinct = null)
        {
            var (weight, parts) = (0.0, ImmutableArray.CreateBuilder<Part>());
            foreach (var field in fields)
            {
                var (own, within, times) = Measure(field, items, distinct);
                weight += own;
                if (within >= 0)
                    parts.Add(new Part(within, times));
                if (ScanOf(field, distinct) is { Weight: > 0 } scan)
                    parts.Add(new Part(Add(new Step(scan.Weight, 0, [])), new Count(-1, double.PositiveInfinity, new Extent.Known(scan.Over))));
            }
            return Add(new Step(weight, types, parts.ToImmutable()));
        }

        private int Node(NodeSelection selection, Count? distinct = null)
        {
            if (!_selections.TryGetValue((selection, distinct), out var step))
                _selections[(selection, distinct)] = step = Add(new Step(
                    0, 0, [.. selection.Types.Select(t => Object(selection[t.Index], null, distinct: distinct)).Distinct().Select(s => new Part(s, Count.One))], IsEither: true));
            return step;
        }

        private static Extent ExtentOf(ConnectionSource source, Count? distinct) => source switch
        {
            ConnectionSource.Collection collection => new Extent.Collection(collection.Type),
            ConnectionSource.Relationship relationship => new Extent.Relationships(relationship.Field, distinct),
            _ => throw new UnreachableException(),
        };

        /// <summary>The nodes that a field looks at in order to filter, sort or aggregate them, and the weight of looking at one.</summary>
        private (double Weight, Extent Over) ScanOf(PlanField field, Count? distinct) => field switch
        {
            PlanField.Connection { Source: var source } connection => (
                FilterScan(connection.Choice, connection.Selection.NeedsTotal)
                    + (connection.Choice is { Order.IsEmpty: false, Seek: null } ? FieldCosts.SortedNode : 0),
                ExtentOf(source, distinct)),
            PlanField.Aggregate { Source: var source } aggregate => (
                FilterScan(aggregate.Choice, needsAll: true) + (aggregate.Choice.Seek is null ? Aggregations(aggregate.Fields) : 0),
                ExtentOf(source, distinct)),
            _ => (0, new Extent.Collection(null)),
        };

        private double FilterScan(Choice choice, bool needsAll) =>
            choice.Seek is not null ? 0
            : choice.Filter.IsEverything ? hasDate && needsAll ? FieldCosts.FilteredNode : 0
            : Terms(choice.Filter, FieldCosts.RelatedTerms) * FieldCosts.FilteredNode;

        private static double Aggregations(ImmutableArray<PlanField> fields) => fields.Sum(f => f switch
        {
            PlanField.Measured => FieldCosts.MeasuredNode,
            PlanField.GroupBy group => FieldCosts.GroupedNode + Aggregations(group.Fields),
            _ => 0,
        });

        /// <summary>The field's own weight, the step within it, and how many times that counts.</summary>
        private (double Weight, int Within, Count Times) Measure(PlanField field, Count? items, Count? distinct)
        {
            (double, int, Count) One(double weight, int within) => (weight, within, Count.One);
            (double, int, Count) Items(int within) => (1, within, items ?? new Count(-1, FieldCosts.AssumedItems));
            (double, int, Count) Few(int within) => (1, within, new Count(-1, FieldCosts.AssumedItems));
            return field switch
            {
                PlanField.ById byId => One(1, Node(byId.Selection)),
                PlanField.AnyById byId => One(1, Node(byId.Selection)),
                PlanField.AllById byIds => (1, Node(byIds.Selection), new Count(byIds.IdValues, 0)),
                PlanField.One one => One(1, Node(one.Selection)),
                PlanField.Connection connection => One(
                    FieldCosts.Page + Choice(connection.Choice),
                    Object(connection.Selection.Fields, new Count(connection.Page, 0, ExtentOf(connection.Source, distinct)))),
                PlanField.Relationships all => One(FieldCosts.Page, Object(all.Selection.Fields, new Count(all.Page, 0))),
                PlanField.Timeline timeline => One(FieldCosts.Page, Object(timeline.Selection.Fields, new Count(timeline.Page, 0))),
                PlanField.Search search => One(FieldCosts.Search, Object(search.Selection.Fields, new Count(search.Page, 0, new Extent.Collection(null)))),
                PlanField.Reliance reliance => One(FieldCosts.Reliance, Object(reliance.Selection.Fields, new Count(reliance.Page, 0))),
                PlanField.Aggregate aggregate => One(FieldCosts.Aggregate + Choice(aggregate.Choice), Object(aggregate.Fields, null)),
                PlanField.Paths paths => (FieldCosts.Paths, Object(paths.Fields, null), new Count(paths.First, 0)),
                PlanField.Connected => (FieldCosts.Connected, -1, Count.One),
                PlanField.Edges edges => Items(Object(edges.Fields, null, distinct: DistinctOf(items))),
                PlanField.Nodes nodes => Items(Node(nodes.Selection, DistinctOf(items))),
                PlanField.Hits hits => Items(Object(hits.Fields, null)),
                PlanField.Entries entries => Items(Object(entries.Fields, null)),
                PlanField.Excluded excluded => Few(Object(excluded.Fields, null)),
                PlanField.Evidence evidence => Few(Node(evidence.Selection)),
                PlanField.Through through => Few(Node(through.Selection)),
                PlanField.Matched matched => Few(Object(matched.Fields, null)),
                PlanField.Steps steps => Few(Object(steps.Fields, null)),
                PlanField.GroupBy group => Few(Object(group.Fields, null)),
                PlanField.EdgeNode node => One(1, Node(node.Selection, distinct)),
                PlanField.StartNode node => One(1, Node(node.Selection)),
                PlanField.EndNode node => One(1, Node(node.Selection)),
                PlanField.Corroboration corroboration => One(FieldCosts.Corroboration, Object(corroboration.Fields, null)),
                PlanField.PageInfo info => One(1, Object(info.Fields, null)),
                PlanField.Hit hit => One(1, Object(hit.Fields, null)),
                PlanField.Entry entry => One(1, Object(entry.Fields, null)),
                PlanField.Relationship relationship => One(1, Object(relationship.Fields, null)),
                PlanField.Measured measured => One(1, Object(measured.Fields, null)),
                PlanField.GroupKey key => One(1, Object(key.Fields, null)),
                _ => (0, -1, Count.One),
            };
        }

        /// <summary>A root collection lists each node once; lists of relationships may repeat the nodes of other lists.</summary>
        private static Count? DistinctOf(Count? items) => items is { Holds: Extent.Collection { Type: not null } } ? items : null;

        private static double Choice(Choice choice) =>
            (choice.Filter.IsEverything ? 0 : FieldCosts.Choice + (Terms(choice.Filter) * FieldCosts.Term)) + (choice.Order.IsEmpty ? 0 : FieldCosts.Choice);

        /// <param name="related">The number of terms that following a relationship counts as.</param>
        private static double Terms(Filter filter, double related = 1) => filter switch
        {
            Filter.All { Filters: var all } => 1 + all.Sum(f => Terms(f, related)),
            Filter.Any { Filters: var any } => 1 + any.Sum(f => Terms(f, related)),
            Filter.Not not => 1 + Terms(not.Inner, related),
            Filter.Items items => 1 + Terms(items.Inner, related),
            Filter.Related through => related + Terms(through.Inner, related),
            Filter.One one => related + Terms(one.Inner, related),
            Filter.Member member => 1 + Terms(member.Inner, related),
            _ => 1,
        };
    }
}
