using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>The countries that a country relies on, or those that rely on it.</summary>
public sealed record RelianceField(
    ResponseKey Key, RelianceRule Rule, bool IsInverse, Choice Choice, Slot<string?> Objective, Slot<int> MinStrength, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection)
{
    internal override FieldCost Cost => new(FieldCosts.Reliance + Choice.Weight);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.Reliance) + Choice.Size;
    internal override string Describe(ImmutableArray<Parameter> parameters) =>
        $"{(IsInverse ? "relied on by" : "relies on")} for {parameters.At(Objective)}, at least {parameters.At(MinStrength)} [{parameters.At(Page)}] by {Ordering}";
}

/// <summary>The instruments that establish the reliance.</summary>
public sealed record ThroughField(ResponseKey Key, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => new(1, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Evidence + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "through";
}

public sealed record ExcludedField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(1, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Subquery + sizes.Of(Fields);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "excluded";
}
