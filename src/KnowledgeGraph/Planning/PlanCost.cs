using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>
/// What a plan would read at most, in HotChocolate's terms: the field cost is the sum of the fields' weights, the type cost the number
/// of objects; a page counts as often as its size says, before anything is read. Made once for a plan; a request only multiplies.
/// </summary>
public sealed class PlanCost
{
    private readonly ImmutableArray<Step> _steps;
    private readonly bool _isFixed;
    private Measured? _measured;

    private sealed record Measured(OperationCost Cost);

    /// <summary>What a selection costs: its own weight, and others so many times. <paramref name="IsEither"/>: the dearest of them.</summary>
    private sealed record Step(double Fields, double Types, ImmutableArray<Part> Parts, bool IsEither = false);

    /// <param name="Of">The step that is multiplied, which stands before.</param>
    /// <param name="Size">The parameter that says how often, or -1: as assumed.</param>
    private readonly record struct Part(int Of, int Size, double Assumed);

    private PlanCost(ImmutableArray<Step> steps, OperationPlan plan)
    {
        _steps = steps;
        _isFixed = steps.SelectMany(s => s.Parts).All(p => p.Size < 0 || plan.Parameters[p.Size].HasFixedSize);
    }

    public static PlanCost Of(OperationPlan plan) => new Builder().Build(plan);

    /// <param name="values">What the plan's parameters are bound to.</param>
    public OperationCost Measure(object?[] values)
    {
        if (!_isFixed)
            return Multiply(values);
        // Requests that race write the same.
        var measured = Volatile.Read(ref _measured);
        if (measured is null)
            Volatile.Write(ref _measured, measured = new Measured(Multiply(values)));
        return measured.Cost;
    }

    private OperationCost Multiply(object?[] values)
    {
        var costs = new OperationCost[_steps.Length];
        for (var i = 0; i < costs.Length; i++)
        {
            var step = _steps[i];
            var (fields, types) = (step.Fields, step.Types);
            foreach (var part in step.Parts)
            {
                var inner = costs[part.Of];
                var times = part.Size < 0 ? part.Assumed : SizeOf(values[part.Size]);
                (fields, types) = step.IsEither
                    ? (Math.Max(fields, inner.Fields), Math.Max(types, inner.Types))
                    : (fields + (inner.Fields * times), types + (inner.Types * times));
            }
            costs[i] = new OperationCost(fields, types);
        }
        return costs[^1];
    }

    private static double SizeOf(object? value) => value switch
    {
        Page page => page.Size,
        int count => count,
        string[] ids => ids.Length,
        _ => throw new UnreachableException(),
    };

    /// <summary>Makes the steps from the leaves up; equal ones are one, so that a selection under many types is counted once.</summary>
    private sealed class Builder
    {
        private readonly List<Step> _steps = [];
        private readonly Dictionary<string, int> _known = [];
        private readonly Dictionary<NodeSelection, int> _selections = [];

        public PlanCost Build(OperationPlan plan)
        {
            var root = Object(plan.Roots, -1, types: 0);
            // The last step is the whole, also where an equal one stood before.
            _steps.Add(new Step(0, 0, [new Part(root, -1, 1)]));
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

        /// <param name="page">The parameter that says how many items its lists have, or -1.</param>
        private int Object(ImmutableArray<PlanField> fields, int page, double types = 1)
        {
            var (weight, parts) = (0.0, ImmutableArray.CreateBuilder<Part>());
            foreach (var field in fields)
            {
                var (own, within, size, assumed) = Measure(field, page);
                weight += own;
                if (within >= 0)
                    parts.Add(new Part(within, size, assumed));
            }
            return Add(new Step(weight, types, parts.ToImmutable()));
        }

        private int Node(NodeSelection selection)
        {
            if (!_selections.TryGetValue(selection, out var step))
                _selections[selection] = step = Add(new Step(
                    0, 0, [.. selection.Types.Select(t => Object(selection[t.Index], -1)).Distinct().Select(s => new Part(s, -1, 1))], IsEither: true));
            return step;
        }

        /// <summary>What the field weighs, and what is within it so many times.</summary>
        private (double Weight, int Within, int Size, double Assumed) Measure(PlanField field, int page)
        {
            (double, int, int, double) One(double weight, int within) => (weight, within, -1, 1);
            (double, int, int, double) Items(int within) => (1, within, page, FieldCosts.AssumedItems);
            (double, int, int, double) Few(int within) => (1, within, -1, FieldCosts.AssumedItems);
            return field switch
            {
                PlanField.ById byId => One(1, Node(byId.Selection)),
                PlanField.AnyById byId => One(1, Node(byId.Selection)),
                PlanField.AllById byIds => (1, Node(byIds.Selection), byIds.IdValues, 0),
                PlanField.One one => One(1, Node(one.Selection)),
                PlanField.Connection connection => One(FieldCosts.Page + Choice(connection.Choice), Object(connection.Selection.Fields, connection.Page)),
                PlanField.Relationships all => One(FieldCosts.Page, Object(all.Selection.Fields, all.Page)),
                PlanField.Timeline timeline => One(FieldCosts.Page, Object(timeline.Selection.Fields, timeline.Page)),
                PlanField.Search search => One(FieldCosts.Search, Object(search.Selection.Fields, search.Page)),
                PlanField.Reliance reliance => One(FieldCosts.Reliance, Object(reliance.Selection.Fields, reliance.Page)),
                PlanField.Aggregate aggregate => One(FieldCosts.Aggregate + Choice(aggregate.Choice), Object(aggregate.Fields, -1)),
                PlanField.Paths paths => (FieldCosts.Paths, Object(paths.Fields, -1), paths.First, 0),
                PlanField.Connected => (FieldCosts.Connected, -1, -1, 0),
                PlanField.Edges edges => Items(Object(edges.Fields, -1)),
                PlanField.Nodes nodes => Items(Node(nodes.Selection)),
                PlanField.Hits hits => Items(Object(hits.Fields, -1)),
                PlanField.Entries entries => Items(Object(entries.Fields, -1)),
                PlanField.Excluded excluded => Few(Object(excluded.Fields, -1)),
                PlanField.Evidence evidence => Few(Node(evidence.Selection)),
                PlanField.Through through => Few(Node(through.Selection)),
                PlanField.Matched matched => Few(Object(matched.Fields, -1)),
                PlanField.Steps steps => Few(Object(steps.Fields, -1)),
                PlanField.GroupBy group => Few(Object(group.Fields, -1)),
                PlanField.EdgeNode node => One(1, Node(node.Selection)),
                PlanField.StartNode node => One(1, Node(node.Selection)),
                PlanField.EndNode node => One(1, Node(node.Selection)),
                PlanField.Corroboration corroboration => One(FieldCosts.Corroboration, Object(corroboration.Fields, -1)),
                PlanField.PageInfo info => One(1, Object(info.Fields, -1)),
                PlanField.Hit hit => One(1, Object(hit.Fields, -1)),
                PlanField.Entry entry => One(1, Object(entry.Fields, -1)),
                PlanField.Relationship relationship => One(1, Object(relationship.Fields, -1)),
                PlanField.Measured measured => One(1, Object(measured.Fields, -1)),
                PlanField.GroupKey key => One(1, Object(key.Fields, -1)),
                _ => (0, -1, -1, 0),
            };
        }

        private static double Choice(Choice choice) =>
            (choice.Filter.IsEverything ? 0 : FieldCosts.Choice + (Terms(choice.Filter) * FieldCosts.Term)) + (choice.Order.IsEmpty ? 0 : FieldCosts.Choice);

        private static double Terms(Filter filter) => filter switch
        {
            Filter.All { Filters: var all } => 1 + all.Sum(Terms),
            Filter.Any { Filters: var any } => 1 + any.Sum(Terms),
            Filter.Not not => 1 + Terms(not.Inner),
            Filter.Items items => 1 + Terms(items.Inner),
            Filter.Related related => 1 + Terms(related.Node) + Terms(related.Edge),
            Filter.One one => 1 + Terms(one.Inner),
            Filter.Member member => 1 + Terms(member.Inner),
            _ => 1,
        };
    }
}
