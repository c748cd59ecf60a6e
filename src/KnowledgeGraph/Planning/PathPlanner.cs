using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `paths` and `connected`: how two nodes are connected.</summary>
internal sealed class PathPlanner(PlanContext context, NodePlanner nodes)
{
    private const string AllButEvidence = "all but reports and claims";

    private readonly EdgePlanner _edges = new(context, nodes) { Targets = context.Model.NodeTypes };

    public PathsField Plan(SelectedField field) => new(
        field.Key, context.NoteUnknown(context.AddId(field, "from")), context.NoteUnknown(context.AddId(field, "to")), AddLength(field), context.AddRelationshipTypes(field, AllButEvidence),
        context.Add(field, new NumberParameter("first", PlanContext.ArgumentOf(field, "first"), GraphSchema.DefaultPaths, GraphSchema.MaxPageSize, ErrorCodes.PageSize)),
        context.PlanFields(field, PlanPath));

    public ConnectedField PlanConnected(SelectedField field) => new(
        field.Key, context.NoteUnknown(context.AddId(field, "from")), context.NoteUnknown(context.AddId(field, "to")), AddLength(field), context.AddRelationshipTypes(field, AllButEvidence));

    private Slot<int> AddLength(SelectedField field) => context.Add(field, new NumberParameter(
        "maxLength", PlanContext.ArgumentOf(field, "maxLength"), GraphSchema.DefaultPathLength, GraphSchema.MaxPathLength, ErrorCodes.PathLength));

    private PlanField PlanPath(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.Nodes => new NodesField(field.Key, nodes.Plan(field)),
        FieldMeaning.Steps => new StepsField(field.Key, context.PlanFields(field, PlanStep)),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanStep(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.StartNode => new StartNodeField(field.Key, nodes.Plan(field)),
        FieldMeaning.EndNode => new EndNodeField(field.Key, nodes.Plan(field)),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.Relationship => PlanRelationship(field),
        _ => throw field.Unexpected(),
    };

    /// <summary>Plans a relationship of any type with both of its ends.</summary>
    public AnyRelationshipField PlanRelationship(SelectedField field) => new(field.Key, context.PlanFields(field, PlanField (inner) => inner.Meaning switch
    {
        FieldMeaning.StartNode => new StartNodeField(inner.Key, nodes.Plan(inner)),
        FieldMeaning.EndNode => new EndNodeField(inner.Key, nodes.Plan(inner)),
        _ => _edges.Plan(inner),
    }));
}
