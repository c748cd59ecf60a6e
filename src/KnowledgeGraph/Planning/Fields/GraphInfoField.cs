using System.Collections.Immutable;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>The graph itself: its version, and how much it contains.</summary>
public sealed record GraphInfoField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => PlanSize.Subquery;
    internal override string Describe(ImmutableArray<Parameter> parameters) => "the graph";
}
