using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `paths` and `connected`: how two nodes are connected.</summary>
internal sealed class PathPlanner(PlanContext context, NodePlanner nodes)
{
    private const string AllButEvidence = "all but reports and claims";

    private readonly EdgePlanner _edges = new(context, nodes) { Targets = context.Model.NodeTypes };

    public PlanField.Paths Plan(SelectedField field) => new(
        field.Key, context.NoteUnknown(context.AddId(field, "from")), context.NoteUnknown(context.AddId(field, "to")), AddLength(field), context.AddRelationshipTypes(field, AllButEvidence),
        context.Add(field, new Parameter.Number("first", PlanContext.ArgumentOf(field, "first"), GraphSchema.DefaultPaths, GraphSchema.MaxPageSize, ErrorCodes.PageSize)),
        context.PlanFields(field, PlanPath));

    public PlanField.Connected PlanConnected(SelectedField field) => new(
        field.Key, context.NoteUnknown(context.AddId(field, "from")), context.NoteUnknown(context.AddId(field, "to")), AddLength(field), context.AddRelationshipTypes(field, AllButEvidence));

    private int AddLength(SelectedField field) => context.Add(field, new Parameter.Number(
        "maxLength", PlanContext.ArgumentOf(field, "maxLength"), GraphSchema.DefaultPathLength, GraphSchema.MaxPathLength, ErrorCodes.PathLength));

    private PlanField PlanPath(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new PlanField.Leaf(field.Key, leaf),
        FieldMeaning.Nodes => new PlanField.Nodes(field.Key, nodes.Plan(field)),
        FieldMeaning.Steps => new PlanField.Steps(field.Key, context.PlanFields(field, PlanStep)),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanStep(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.StartNode => new PlanField.StartNode(field.Key, nodes.Plan(field)),
        FieldMeaning.EndNode => new PlanField.EndNode(field.Key, nodes.Plan(field)),
        FieldMeaning.Leaf { What: var leaf } => new PlanField.Leaf(field.Key, leaf),
        FieldMeaning.Relationship => PlanRelationship(field),
        _ => throw field.Unexpected(),
    };

    /// <summary>Plans a relationship of any type with both of its ends.</summary>
    public PlanField.Relationship PlanRelationship(SelectedField field) => new(field.Key, context.PlanFields(field, PlanField (inner) => inner.Meaning switch
    {
        FieldMeaning.StartNode => new PlanField.StartNode(inner.Key, nodes.Plan(inner)),
        FieldMeaning.EndNode => new PlanField.EndNode(inner.Key, nodes.Plan(inner)),
        _ => _edges.Plan(inner),
    }));
}
