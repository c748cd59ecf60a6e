using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

public sealed record TimelineField(ResponseKey Key, Slot<string[]> About, Slot<byte[]?> From, Slot<byte[]?> To, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection)
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.Timeline);

    internal override string Describe(ImmutableArray<Parameter> parameters)
    {
        string Bound(string what, Slot<byte[]?> date) => date.IsNone ? "" : $" {what} {parameters.At(date)}";
        return $"timeline about {parameters.At(About)}{Bound("from", From)}{Bound("to", To)} [{parameters.At(Page)}] by {Ordering}";
    }
}

/// <summary>The entries of the page.</summary>
public sealed record EntriesField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Items);
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "nodes";
}

/// <summary>The entry of an edge.</summary>
public sealed record EntryField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "node";
}
