using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>Relationships as the nodes of a connection: all of the graph, or those that rest on a claim.</summary>
public sealed record RelationshipListField(ResponseKey Key, ConnectionSource Source, Choice Choice, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection), IFilteredField
{
    bool IFilteredField.NeedsAll => true;
    double IFilteredField.NodeWeight => FieldCosts.SortedNode;
    internal override FieldCost Cost => new(FieldCosts.Page + Choice.Weight);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.Relationships + Choice.Size);

    internal override string Describe(ImmutableArray<Parameter> parameters) => Source switch
    {
        ConnectionSource.Graph graph => $"all relationships of {parameters.At(graph.Types)} [{parameters.At(Page)}] by {Ordering}",
        ConnectionSource.Supported => $"relationships that rest on the claim [{parameters.At(Page)}] by {Ordering}",
        _ => throw new System.Diagnostics.UnreachableException(Source.GetType().Name),
    };
}
