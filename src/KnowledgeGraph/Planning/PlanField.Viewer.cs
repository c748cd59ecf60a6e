using System.Collections.Immutable;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

public abstract partial record PlanField
{
    /// <summary>Who makes the request. The value does not come from the graph.</summary>
    public sealed record Viewer(ResponseKey Key, int Answer, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
    {
        internal override FieldCost Cost => FieldCost.One;
        internal override double Size(PlanSize sizes) => PlanSize.Value;
        internal override string Describe(ImmutableArray<Parameter> parameters) => "who makes the request";
    }
}
