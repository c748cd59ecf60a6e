using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>Who makes the request.</summary>
public sealed record ViewerField(ResponseKey Key, Slot<byte[]> Json, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields), IJsonField
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Value;
    internal override string Describe(ImmutableArray<Parameter> parameters) => "who makes the request";
}
