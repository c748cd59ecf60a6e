using System.Collections.Immutable;
using System.Globalization;

namespace KnowledgeGraph.Planning;

/// <summary>
/// How much work a plan is for a database's own planner, whatever the graph holds and however long the pages are: subqueries, and the
/// terms of filters and orders, as often as a statement has them. One unit is about 2 ms of CPU time in Neo4j 5.26.
/// </summary>
internal sealed class PlanSize
{
    /// <summary>A value that is compared, or that an order goes by.</summary>
    private const double Term = 0.6;
    /// <summary>A relationship that a filter follows.</summary>
    private const double FilterHop = 5;
    /// <summary>A field that has a subquery of its own.</summary>
    private const double Subquery = 5;
    private const double Evidence = 10;
    private const double Search = 15;
    private const double Relationships = 12;
    private const double Timeline = 35;
    private const double Reliance = 40;
    private const double Paths = 130;
    private const double Connected = 90;
    /// <summary>With a date, each node and relationship is checked for whether it was in effect.</summary>
    private const double TimesWithDate = 1.6;

    private readonly Dictionary<PlanField, double> _fields = new(ReferenceEqualityComparer.Instance);

    public static double Of(ImmutableArray<PlanField> roots, bool hasDate) => new PlanSize().Of(roots) * (hasDate ? TimesWithDate : 1);

    /// <summary>The error for a plan that is larger than the limit: it names the largest field.</summary>
    public static GraphErrorException Refuse(OperationPlan plan, double limit)
    {
        var largest = plan.Roots.MaxBy(r => Of([r], plan.AsOf >= 0))!;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The operation's plan size is {plan.Size:N0}, but at most {limit:N0} is allowed. The largest field is {largest.Key.Name} ({Of([largest], plan.AsOf >= 0):N0}). Follow fewer relationships in 'where', ask for fewer lists within lists, or send several operations.");
        return new GraphErrorException([new GraphError(message, ErrorCodes.CostTooHigh) { Path = [largest.Key.Name], Facts = new(Given: Math.Round(plan.Size), Allowed: limit) }]);
    }

    private double Of(PlanField field)
    {
        if (!_fields.TryGetValue(field, out var size))
            _fields.Add(field, size = Measure(field));
        return size;
    }

    private double Of(ImmutableArray<PlanField> fields) => fields.Sum(Of);

    /// <summary>Types of which the same is asked have one part of the statement.</summary>
    private double Of(NodeSelection selection)
    {
        var parts = new List<ImmutableArray<PlanField>>();
        foreach (var type in selection.Types)
            if (!parts.Exists(p => p.Length == selection[type.Index].Length && p.Zip(selection[type.Index]).All(f => IsWrittenAs(f.First, f.Second))))
                parts.Add(selection[type.Index]);
        return parts.Sum(Of) + (parts.Count > 1 ? parts.Count : 0);
    }

    /// <summary>What is asked of several types alike is planned once, but for what belongs to a type: its name and its properties.</summary>
    private static bool IsWrittenAs(PlanField one, PlanField other) => (one, other) switch
    {
        (PlanField.Constant, PlanField.Constant) => true,
        (PlanField.Stored stored, PlanField.Stored otherStored) => stored.Property.Name == otherStored.Property.Name,
        _ => ReferenceEquals(one, other),
    };

    private double Measure(PlanField field) => field switch
    {
        PlanField.ById byId => Subquery + Of(byId.Selection),
        PlanField.AnyById byId => Subquery + Of(byId.Selection),
        PlanField.AllById byIds => Subquery + Of(byIds.Selection),
        PlanField.One one => Subquery + Of(one.Selection),
        // The number of all items is stored, unless there is a filter.
        PlanField.Connection { Choice.Filter.IsEverything: true } connection =>
            (Subquery + Of(connection.Choice)) * (connection.Selection.NeedsPrevious ? 2 : 1) + Of(connection.Selection.Fields),
        PlanField.Connection connection => PageOf(connection.Selection, Subquery + Of(connection.Choice)),
        PlanField.Relationships all => PageOf(all.Selection, Relationships),
        PlanField.Timeline timeline => PageOf(timeline.Selection, Timeline),
        PlanField.Search search => PageOf(search.Selection, Search),
        PlanField.Reliance reliance => PageOf(reliance.Selection, Reliance),
        PlanField.Aggregate aggregate => SubqueriesOf(aggregate) * (Subquery + Of(aggregate.Choice)),
        PlanField.Paths paths => Paths + Of(paths.Fields),
        PlanField.Connected => Connected,
        PlanField.Edges edges => Of(edges.Fields),
        PlanField.Nodes nodes => Of(nodes.Selection),
        PlanField.Hits hits => Of(hits.Fields),
        PlanField.Entries entries => Of(entries.Fields),
        PlanField.Excluded excluded => Subquery + Of(excluded.Fields),
        PlanField.Evidence evidence => Evidence + Of(evidence.Selection),
        PlanField.Through through => Evidence + Of(through.Selection),
        PlanField.Matched matched => Subquery + Of(matched.Fields),
        PlanField.Steps steps => Subquery + Of(steps.Fields),
        PlanField.EdgeNode node => Of(node.Selection),
        PlanField.StartNode node => Of(node.Selection),
        PlanField.EndNode node => Of(node.Selection),
        PlanField.Corroboration => Evidence,
        PlanField.Contested => Evidence,
        PlanField.Hit hit => Of(hit.Fields),
        PlanField.Entry entry => Of(entry.Fields),
        PlanField.Relationship relationship => Of(relationship.Fields),
        _ => 0.1,
    };

    /// <summary>Each grouping is one, and all values together are one.</summary>
    private static int SubqueriesOf(PlanField.Aggregate aggregate) =>
        aggregate.Fields.Count(f => f is PlanField.GroupBy) + (aggregate.Fields.Any(f => f is not PlanField.GroupBy) ? 1 : 0);

    /// <summary>The number of all items is found by a subquery of its own, and so is whether there is a page on the side of a cursor.</summary>
    private double PageOf(ConnectionSelection selection, double items) =>
        (((selection.NeedsTotal ? 1 : 0) + (selection.NeedsItems ? 1 : 0) + (selection.NeedsPrevious ? 1 : 0)) * items) + Of(selection.Fields);

    private static double Of(Choice choice) => Of(choice.Filter) + choice.Order.Sum(t => Term + (t.Value is Operand.Through or Operand.Count ? FilterHop : 0));

    private static double Of(Filter filter) => filter switch
    {
        Filter.All { Filters: var all } => all.Sum(Of),
        Filter.Any { Filters: var any } => any.Sum(Of),
        Filter.Not not => Of(not.Inner),
        Filter.Items items => Term + Of(items.Inner),
        Filter.Related related => FilterHop + Of(related.Inner),
        Filter.One one => FilterHop + Of(one.Inner),
        Filter.Member member => Term + Of(member.Inner),
        Filter.AnyRelated => FilterHop,
        Filter.Compare { Value: Operand.Count } or Filter.Missing { Value: Operand.Count } => FilterHop,
        _ => Term,
    };
}
