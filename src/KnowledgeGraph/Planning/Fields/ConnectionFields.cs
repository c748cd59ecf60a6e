using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>A collection, or the relationships of a node of one type.</summary>
public sealed record ConnectionField(
    ResponseKey Key, ConnectionSource Source, Choice Choice, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection), IFilteredField
{
    bool IFilteredField.NeedsAll => Selection.NeedsTotal;
    double IFilteredField.NodeWeight => Choice.Order.IsEmpty ? 0 : FieldCosts.SortedNode;
    internal override FieldCost Cost => new(FieldCosts.Page + Choice.Weight);

    // The number of all items is stored, unless there is a filter.
    internal override double Size(PlanSize sizes) => Choice.Filter.IsEverything
        ? (PlanSize.Subquery + Choice.Size) * (Selection.NeedsPrevious ? 2 : 1) + sizes.Of(Selection.Fields)
        : sizes.OfPage(Selection, PlanSize.Subquery + Choice.Size);

    internal override string Describe(ImmutableArray<Parameter> parameters) => $"{PlanPrinter.Describe(Source)} [{parameters.At(Page)}] by {Ordering}";
}

public sealed record EdgesField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Items);
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "edges";

    /// <summary>What a store derives from the plan and keeps with it. The plan does not read it.</summary>
    internal object? Templates;
}

public sealed record NodesField(ResponseKey Key, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => new(1, Times.Items);
    internal override double Size(PlanSize sizes) => sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "nodes";
}

public sealed record PageInfoField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) => "page info";
}
