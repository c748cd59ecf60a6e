using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Operands;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Estimates how much work it is for a database to plan the statement: it weighs subqueries and the terms of filters and orders, as often as
/// they are in the statement. It does not depend on the size of the graph or of the pages. One unit is about 2 ms of CPU time in Neo4j 5.26.
/// </summary>
internal sealed class PlanSize
{
    /// <summary>A field that returns a value of a row.</summary>
    public const double Value = 0.1;
    /// <summary>A value that is compared or sorted by.</summary>
    public const double Term = 0.6;
    /// <summary>A relationship that a filter follows.</summary>
    public const double FilterHop = 5;
    /// <summary>A field that has a subquery of its own.</summary>
    public const double Subquery = 5;
    public const double Evidence = 10;
    public const double History = 10;
    public const double Search = 15;
    public const double Relationships = 12;
    public const double Timeline = 35;
    public const double Reliance = 40;
    public const double Paths = 130;
    public const double Connected = 90;
    /// <summary>The factor for an operation that checks whether each node and relationship is shown.</summary>
    private const double TimesUnderLens = 1.6;

    private readonly Dictionary<PlanField, double> _fields = new(ReferenceEqualityComparer.Instance);

    public static double Of(ImmutableArray<PlanField> roots, bool isUnderLens) => new PlanSize().Of(roots) * (isUnderLens ? TimesUnderLens : 1);

    /// <summary>The error for a plan that is larger than the limit: it names the largest field.</summary>
    public static GraphErrorException Refuse(BoundPlan bound, double limit)
    {
        double SizeOf(ImmutableArray<PlanField> roots) => bound.Plan.SizeOf(roots, bound.IsUnderLens);
        var size = SizeOf(bound.Plan.Roots);
        var largest = bound.Plan.Roots.MaxBy(r => SizeOf([r]))!;
        var message = string.Create(
            CultureInfo.InvariantCulture,
            $"The operation's plan size is {size:N0}, but at most {limit:N0} is allowed. The largest field is {largest.Key.Name} ({SizeOf([largest]):N0}). Follow fewer relationships in 'where', ask for fewer lists within lists, or send several operations.");
        return new GraphErrorException([new GraphError(message, ErrorCodes.CostTooHigh) { Path = [largest.Key.Name], Facts = new(Given: Math.Round(size), Allowed: limit) }]);
    }

    private double Of(PlanField field)
    {
        if (!_fields.TryGetValue(field, out var size))
            _fields.Add(field, size = field.Size(this));
        return size;
    }

    public double Of(ImmutableArray<PlanField> fields) => fields.Sum(Of);

    /// <summary>Types with the same selection share one part of the statement.</summary>
    public double Of(NodeSelection selection)
    {
        var parts = new List<ImmutableArray<PlanField>>();
        foreach (var type in selection.Types)
            if (!parts.Exists(p => p.Length == selection[type.Index].Length && p.Zip(selection[type.Index]).All(f => IsWrittenAs(f.First, f.Second))))
                parts.Add(selection[type.Index]);
        return parts.Sum(Of) + (parts.Count > 1 ? parts.Count : 0);
    }

    /// <summary>Whether two fields have the same text in a statement. Fields are shared between types, except the type's name and its properties.</summary>
    private static bool IsWrittenAs(PlanField one, PlanField other) => (one, other) switch
    {
        (ConstantField, ConstantField) => true,
        (StoredField stored, StoredField otherStored) => stored.Property.Name == otherStored.Property.Name,
        _ => ReferenceEquals(one, other),
    };

    /// <summary>A page. The number of all items is found by a subquery of its own, and so is whether there is a page before it.</summary>
    public double OfPage(ConnectionSelection selection, double items) =>
        (((selection.NeedsTotal ? 1 : 0) + (selection.NeedsItems ? 1 : 0) + (selection.NeedsPrevious ? 1 : 0)) * items) + Of(selection.Fields);

    /// <summary>A sort key.</summary>
    public static double OfOrder(Operand value) => value switch
    {
        ThroughOperand or CountOperand or EdgeOperand or RelianceOperand => Term + FilterHop,
        IdOperand or StoredOperand or RecordedAtOperand or ItemOperand or SinceOperand or UntilOperand or EdgeStoredOperand or EdgeRecordedAtOperand => Term,
        _ => throw new UnreachableException(value.GetType().Name),
    };

    /// <summary>A comparison in a filter.</summary>
    public static double OfComparison(Operand value) => value switch
    {
        CountOperand or EdgeOperand or RelianceOperand => FilterHop,
        IdOperand or StoredOperand or RecordedAtOperand or ThroughOperand or ItemOperand or SinceOperand or UntilOperand or EdgeStoredOperand or EdgeRecordedAtOperand => Term,
        _ => throw new UnreachableException(value.GetType().Name),
    };
}
