using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning.Fields;

/// <summary>The relationships of a node, of any type.</summary>
/// <param name="Types">The types of relationships; null means all.</param>
/// <param name="Direction">A position in <see cref="RelationshipDirection.Type"/>.</param>
public sealed record RelationshipsField(ResponseKey Key, Slot<RelationshipType[]?> Types, Slot<int> Direction, Slot<Page> Page, Ordering Ordering, ConnectionSelection Selection)
    : PagedField(Key, Page, Ordering, Selection)
{
    internal override FieldCost Cost => new(FieldCosts.Page);
    internal override double Size(PlanSize sizes) => sizes.OfPage(Selection, PlanSize.Relationships);
    internal override string Describe(ImmutableArray<Parameter> parameters) =>
        $"relationships {parameters.At(Direction)} of {parameters.At(Types)} [{parameters.At(Page)}] by {Ordering}, merged";
}

/// <summary>The type of the relationship.</summary>
public sealed record StartNodeField(ResponseKey Key, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "from";
}

public sealed record EndNodeField(ResponseKey Key, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "to";
}

public sealed record EdgeNodeField(ResponseKey Key, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => FieldCost.One;
    internal override double Size(PlanSize sizes) => sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "node";
}

public sealed record EvidenceField(ResponseKey Key, NodeSelection Selection) : NodeField(Key, Selection)
{
    internal override FieldCost Cost => new(1, Times.Assumed);
    internal override double Size(PlanSize sizes) => PlanSize.Evidence + sizes.Of(Selection);
    internal override string Describe(ImmutableArray<Parameter> parameters) => "evidence";
}

public sealed record CorroborationField(ResponseKey Key, ImmutableArray<PlanField> Fields) : ObjectField(Key, Fields)
{
    internal override FieldCost Cost => new(FieldCosts.Corroboration);
    internal override double Size(PlanSize sizes) => PlanSize.Evidence;
    internal override string Describe(ImmutableArray<Parameter> parameters) => "corroboration";
}
