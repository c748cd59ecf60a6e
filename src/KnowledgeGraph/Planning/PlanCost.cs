using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
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

        /// <summary>All relationships.</summary>
        public sealed record Graph : Extent
        {
            public override double In(object?[] values, GraphSizes sizes) => sizes.AllRelationships;
        }

        /// <summary>The groups of an aggregate: at most one for each node, and for each combination of values. If that is unknown, it is assumed.</summary>
        public sealed record Groups(Extent Nodes, ImmutableArray<GroupTerm> By) : Extent
        {
            public override double In(object?[] values, GraphSizes sizes)
            {
                var most = By.Aggregate(1.0, (product, term) => product * ValuesOf(term, sizes));
                return Math.Min(most, Nodes.In(values, sizes)) is var count && double.IsFinite(count) ? count : FieldCosts.AssumedItems;
            }

            /// <summary>The number of values that a term can have, with null; infinity if unknown.</summary>
            private static double ValuesOf(GroupTerm term, GraphSizes sizes) => term switch
            {
                GroupTerm.Value { Property.Fragments: { } values } => values.Length + 1,
                GroupTerm.Value or GroupTerm.Year or GroupTerm.Month => double.PositiveInfinity,
                GroupTerm.Related { Field: var field } => sizes.Of(field.Target) + 1,
                _ => throw new UnreachableException(term.GetType().Name),
            };

            public override string ToString() => $"groups of {Nodes} by {string.Join(", ", By.Select(t => t.Name))}";
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

    /// <param name="isUnderLens">Whether the operation may leave out what the graph has.</param>
    public static PlanCost Of(OperationPlan plan, bool isUnderLens) => new Builder(isUnderLens).Build(plan);

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

    /// <summary>Builds the steps from the leaves up. Equal steps are one step, so that a selection that many types share is counted once.</summary>
    /// <param name="isUnderLens">Whether each node is checked for whether the operation shows it.</param>
    private sealed class Builder(bool isUnderLens)
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

        /// <param name="items">The number of items of the connection that has the object's lists, or of nodes of an aggregate; null if it has none.</param>
        /// <param name="distinct">The number of distinct nodes to which the object belongs; null if they may repeat.</param>
        private int Object(ImmutableArray<PlanField> fields, Count? items, double types = 1, Count? distinct = null)
        {
            var (weight, parts) = (0.0, ImmutableArray.CreateBuilder<Part>());
            foreach (var field in fields)
            {
                var cost = field.Cost;
                weight += cost.Weight;
                if (Content(field, cost.Times, items, distinct) is { } content)
                    parts.Add(new Part(content, TimesOf(field, cost, items)));
                if (field is SearchField { MayBeFuzzy: true })
                    parts.Add(new Part(Add(new Step(FieldCosts.NearWord, 0, [])), new Count(-1, double.PositiveInfinity, new Extent.Known(new Extent.Collection(null)))));
                if (field is IFilteredField filtered && ScanOf(filtered) is > 0 and var scan)
                    parts.Add(new Part(Add(new Step(scan, 0, [])), new Count(-1, double.PositiveInfinity, new Extent.Known(ExtentOf(filtered.Source, distinct)))));
            }
            return Add(new Step(weight, types, parts.ToImmutable()));
        }

        private int Node(NodeSelection selection, Count? distinct)
        {
            if (!_selections.TryGetValue((selection, distinct), out var step))
                _selections[(selection, distinct)] = step = Add(new Step(
                    0, 0, [.. selection.Types.Select(t => Object(selection[t.Index], null, distinct: distinct)).Distinct().Select(s => new Part(s, Count.One))], IsEither: true));
            return step;
        }

        /// <summary>The step of what is selected within a field; null if nothing can be.</summary>
        private int? Content(PlanField field, Times times, Count? items, Count? distinct)
        {
            var own = field is EdgeNodeField ? distinct : times == Times.Items ? DistinctOf(items) : null;
            return field switch
            {
                ScalarField => null,
                NodeField node => Node(node.Selection, own),
                AggregateField aggregate => Object(aggregate.Fields, new Count(-1, double.PositiveInfinity, ExtentOf(aggregate.Source, distinct))),
                ObjectField inner => Object(inner.Fields, null, distinct: own),
                PagedField page => Object(page.Selection.Fields, new Count(page.Page.Index, 0, ExtentOf(page, distinct))),
                _ => throw new UnreachableException(field.GetType().Name),
            };
        }

        private static Count TimesOf(PlanField field, FieldCost cost, Count? items) => cost.Times switch
        {
            Times.Once => Count.One,
            Times.Items => items ?? new Count(-1, FieldCosts.AssumedItems),
            Times.Assumed => new Count(-1, FieldCosts.AssumedItems),
            Times.Groups => new Count(-1, double.PositiveInfinity, new Extent.Groups(items!.Value.Holds!, ((GroupByField)field).By)),
            Times.Parameter => new Count(cost.Parameter, 0),
            _ => throw new UnreachableException($"{cost.Times}"),
        };

        /// <summary>What the graph holds for a connection; null if that is not estimated.</summary>
        private static Extent? ExtentOf(PagedField field, Count? distinct) => field switch
        {
            ConnectionField connection => ExtentOf(connection.Source, distinct),
            RelationshipListField { Source: ConnectionSource.Graph graph } => ExtentOf(graph, distinct),
            SearchField => new Extent.Collection(null),
            RelationshipsField or TimelineField or RelianceField or RelationshipListField or ChangesField or ChangeEntriesField or ProposalsField => null,
            _ => throw new UnreachableException(field.GetType().Name),
        };

        private static Extent ExtentOf(ConnectionSource source, Count? distinct) => source switch
        {
            ConnectionSource.Collection collection => new Extent.Collection(collection.Type),
            ConnectionSource.Relationship relationship => new Extent.Relationships(relationship.Field, distinct),
            // Neo4j looks at all relationships to find those that rest on a claim.
            ConnectionSource.Graph or ConnectionSource.Supported => new Extent.Graph(),
            _ => throw new UnreachableException(source.GetType().Name),
        };

        /// <summary>The weight of looking at one node in order to filter, sort or aggregate it.</summary>
        private double ScanOf(IFilteredField field) =>
            field.Choice.Seek is not null ? 0 : FilterScan(field.Choice.Filter, field.NeedsAll) + field.NodeWeight;

        private double FilterScan(Filter filter, bool needsAll) => filter.IsEverything
            ? isUnderLens && needsAll ? FieldCosts.FilteredNode : 0
            : filter.Terms(FieldCosts.RelatedTerms) * FieldCosts.FilteredNode;

        /// <summary>The items, if they are distinct nodes. A root collection has each node once; lists of relationships may repeat the nodes of other lists.</summary>
        private static Count? DistinctOf(Count? items) => items is { Holds: Extent.Collection { Type: not null } } ? items : null;
    }
}
