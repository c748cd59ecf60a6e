using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

/// <summary>What one operation asks. A store reads one snapshot or runs one statement for it. Immutable and independent of the store.</summary>
/// <param name="AsOf">The parameter with the date of @asOf, or -1.</param>
public sealed record OperationPlan(ImmutableArray<PlanField> Roots, ImmutableArray<Parameter> Parameters, int AsOf)
{
    private PlanCost? _cost;

    /// <summary>Counts the memory of what is made from the plan and kept with it, such as statements.</summary>
    internal RetainedBytes? Retained { get; init; }

    /// <summary>Whether binding takes little time. Introspection runs while its parameter is bound.</summary>
    internal bool IsBoundAtOnce { get; } = !Parameters.Any(p => p is Parameter.Introspection);

    /// <summary>How much work the plan is for the planner of a database: see <see cref="PlanSize"/>.</summary>
    internal double Size { get; } = PlanSize.Of(Roots, AsOf >= 0);

    public PlanCost Cost => _cost ??= PlanCost.Of(this);

    /// <summary>The plan as an indented tree.</summary>
    public override string ToString() => PlanPrinter.Print(this);
}

/// <summary>A plan with the values of its parameters in one request.</summary>
public sealed record BoundPlan(OperationPlan Plan, object?[] Values)
{
    /// <summary>The sizes of the graph, from which the cost is estimated.</summary>
    public GraphSizes Sizes { get; init; } = GraphSizes.Unknown;
    public OperationCost Cost => Plan.Cost.Measure(Values, Sizes);
    public byte[]? AsOf => Plan.AsOf < 0 ? null : (byte[]?)Values[Plan.AsOf];
}
