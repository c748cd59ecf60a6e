using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

// Proposals are not part of the graph. Their JSON is made before the rest of the operation is executed.

/// <summary>Proposals, newest first.</summary>
public sealed record ProposalsField(ResponseKey Key, Slot<byte[]> Json, Slot<IReadOnlyDictionary<string, object?>> Where, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection), IJsonField
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override double Size(PlanSize sizes) => PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) =>
        $"proposals{(Where.IsNone ? "" : $" where {parameters.At(Where)}")} [{parameters.At(Page)}] by {Ordering}";
}

/// <summary>The proposal with an id, or that of a payload; null if there is none.</summary>
/// <param name="Id">The id; none in a payload.</param>
public sealed record ProposalField(ResponseKey Key, Slot<byte[]> Json, Slot<string?> Id, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields), IJsonField
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) => Id.IsNone ? "the proposal" : $"one proposal by id = {parameters.At(Id)}";
}

/// <summary>What has changed in the graph so that a proposal cannot be accepted. Each of its entries is compared with the graph.</summary>
public sealed record ProposalConflictsField(ResponseKey Key) : ScalarField(Key)
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "conflicts";
}

/// <summary>What a proposal changes.</summary>
public sealed record ProposedEntriesField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(FieldCosts.Page, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) => "entries";
}
