using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>The payload of a write.</summary>
public sealed record PayloadField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(FieldCosts.Write);
    internal override double Size(PlanSize sizes) => sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "payload";
}

/// <summary>JSON that a write leaves for its payload, such as its errors.</summary>
public sealed record OutcomeField(ResponseKey Key, Slot<byte[]> Json) : ScalarField(Key), IJsonField
{
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"{parameters.At(Json)}";
}

/// <summary>What looks doubtful in what was written. Its review reads what the written records are linked with.</summary>
public sealed record WarningsField(ResponseKey Key, Slot<byte[]> Json) : ScalarField(Key), IJsonField
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override string Describe(ImmutableArray<Parameter> parameters) => $"{parameters.At(Json)}";
}

/// <summary>The relationship that was written.</summary>
public sealed record WrittenRelationshipField(ResponseKey Key, Slot<RelationshipRecord?> Written, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "the relationship that was written";
}
