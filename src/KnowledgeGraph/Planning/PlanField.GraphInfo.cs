using System.Collections.Immutable;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

public abstract partial record PlanField
{
    /// <summary>The graph itself: its version, and how much it contains.</summary>
    public sealed record GraphInfo(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
    {
        internal override FieldCost Cost => FieldCost.One;
        internal override double Size(PlanSize sizes) => PlanSize.Subquery;
        internal override string Describe(ImmutableArray<Parameter> parameters) => "the graph";
    }
}
