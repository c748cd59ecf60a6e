using System.Collections.Immutable;

namespace KnowledgeGraph.Planning;

/// <summary>What one operation asks, whole: one read of one snapshot, or one statement. Immutable; it knows nothing of stores.</summary>
/// <param name="AsOf">The parameter of the date as of which all is answered, or -1.</param>
public sealed record OperationPlan(ImmutableArray<PlanField> Roots, ImmutableArray<Parameter> Parameters, int AsOf)
{
    private PlanCost? _cost;

    /// <summary>Counts what is made of the plan and kept as long as it is, such as statements.</summary>
    internal RetainedBytes? Retained { get; init; }

    /// <summary>Whether binding costs little. Introspection is answered while it is bound.</summary>
    internal bool IsBoundAtOnce { get; } = !Parameters.Any(p => p is Parameter.Introspection);

    /// <summary>How much work it is for a database to plan: see <see cref="PlanSize"/>.</summary>
    internal double Size { get; } = PlanSize.Of(Roots, AsOf >= 0);

    public PlanCost Cost => _cost ??= PlanCost.Of(this);

    /// <summary>The plan as an indented tree.</summary>
    public override string ToString() => PlanPrinter.Print(this);
}

/// <summary>A plan and the values that its parameters have in one request.</summary>
public sealed record BoundPlan(OperationPlan Plan, object?[] Values)
{
    /// <summary>The sizes that the cost is estimated from.</summary>
    public GraphSizes Sizes { get; init; } = GraphSizes.Unknown;
    public OperationCost Cost => Plan.Cost.Measure(Values, Sizes);
    public byte[]? AsOf => Plan.AsOf < 0 ? null : (byte[]?)Values[Plan.AsOf];
}
