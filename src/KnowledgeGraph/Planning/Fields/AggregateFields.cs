using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Operands;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>Counts, extremes, sums and groups of the items of a source.</summary>
/// <param name="Type">The type of the nodes.</param>
public sealed record AggregateField(ResponseKey Key, ConnectionSource Source, FieldedType Type, Choice Choice, ImmutableArray<PlanField> Fields)
    : ObjectField(Key, Fields), IFilteredField
{
    bool IFilteredField.NeedsAll => true;
    double IFilteredField.NodeWeight => Fields.Sum(WeightOf);
    internal override FieldCost Cost => new(FieldCosts.Aggregate + Choice.Weight);
    internal override double Size(PlanSize sizes) => (Subqueries * (PlanSize.Subquery + Choice.Size)) + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"aggregate {PlanPrinter.Describe(Source)}";

    /// <summary>Each grouping is one subquery, and all values together are one.</summary>
    private int Subqueries => Fields.Count(f => f is GroupByField) + (Fields.Any(f => f is not GroupByField) ? 1 : 0);

    /// <summary>The weight of adding one node to what the field returns.</summary>
    private static double WeightOf(PlanField field) => field switch
    {
        MeasuredField => FieldCosts.MeasuredNode,
        MeasuredEdgesField edges => edges.Fields.Sum(WeightOf),
        GroupByField group => FieldCosts.GroupedNode + (group.By.Count(t => t is GroupTerm.Related) * FieldCosts.GroupedRelation) + group.Fields.Sum(WeightOf),
        ConstantField or LeafField { What: Leaf.Count } or GroupKeyField => 0,
        _ => throw new System.Diagnostics.UnreachableException(field.GetType().Name),
    };
}

/// <summary>Aggregates over a value of the nodes, or of the relationships to them.</summary>
public sealed record MeasuredField(ResponseKey Key, Operand Value, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"{Value}";
}

/// <summary>Aggregates over the values of the relationships to the nodes.</summary>
public sealed record MeasuredEdgesField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "edges";
}

public sealed record GroupByField(ResponseKey Key, ImmutableArray<GroupTerm> By, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Fields.Any(f => f is GroupKeyField { HasNodes: true }) ? Times.Groups : Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Value + (By.Count(t => t is GroupTerm.Related) * PlanSize.FilterHop) + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"group by {string.Join(", ", By.Select(PlanPrinter.Describe))}";
}

public sealed record GroupKeyField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Value + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "key";

    public bool HasNodes => Fields.Any(f => f is GroupNodeField);
}

/// <summary>A value that the nodes of a group have in common; null if they are not grouped by it.</summary>
public sealed record GroupValueField(ResponseKey Key, GroupTerm Term) : ScalarField(Key)
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => PlanPrinter.Describe(Term);
}

/// <summary>The related node that the nodes of a group have in common; null if they are not grouped by it.</summary>
public sealed record GroupNodeField(ResponseKey Key, GroupTerm.Related Term, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => PlanPrinter.Describe(Term);
}
