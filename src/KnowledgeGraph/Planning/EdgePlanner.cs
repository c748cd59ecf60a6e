using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans the fields of an edge: its node, its relationship and the evidence for it.</summary>
internal sealed class EdgePlanner(PlanContext context, NodePlanner nodes)
{
    /// <summary>The types that the node can have.</summary>
    public required ImmutableArray<NodeType> Targets { get; init; }
    /// <summary>The type of the relationship; null if it can be of any type.</summary>
    public RelationshipType? Relationship { get; init; }
    /// <summary>The rule, if the edges are those of a reliance.</summary>
    public RelianceRule? Rule { get; init; }

    public PlanField Plan(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.EdgeNode => new EdgeNodeField(field.Key, nodes.Plan(Targets, field)),
        FieldMeaning.EdgeProperty property => new StoredField(field.Key, Relationship!.FindProperty(property.Name)!),
        FieldMeaning.InEffect => new InEffectField(field.Key, context.AddDate(field, "on")),
        FieldMeaning.Standing => new StandingField(field.Key, field.Definition.Arguments!.Count == 0 ? Slot<byte[]?>.None : context.AddDate(field, "on")),
        FieldMeaning.Evidence => new EvidenceField(field.Key, nodes.Plan([context.Model.Evidence.Claim], field)),
        FieldMeaning.Corroboration => new CorroborationField(field.Key, context.PlanFields(field, PlanCorroboration)),
        FieldMeaning.Through => new ThroughField(field.Key, nodes.Plan(Rule!.Instrument.Members, field)),
        _ => throw field.Unexpected(),
    };

    private static PlanField PlanCorroboration(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        _ => throw field.Unexpected(),
    };
}
