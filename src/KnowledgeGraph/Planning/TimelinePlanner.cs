using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `timeline`: dated events about nodes.</summary>
internal sealed class TimelinePlanner(PlanContext context, NodePlanner nodes, PathPlanner paths)
{
    public TimelineField Plan(SelectedField field)
    {
        var ordering = new Ordering(field.ObjectType.Name, "on, what, name, id, relationship", [CursorValue.Date, CursorValue.Int, CursorValue.Text, CursorValue.Text]);
        return new(
            field.Key, context.NoteUnknown(context.Add(field, new IdsParameter(PlanContext.ArgumentOf(field, "about")))), context.AddDate(field, "from"), context.AddDate(field, "to"),
            context.AddPage(field, ordering), ordering, new ConnectionSelection(context.PlanFields(field, PlanConnection)));
    }

    private PlanField PlanConnection(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Edges => new EdgesField(field.Key, context.PlanFields(field, PlanEdge)),
        FieldMeaning.Nodes => new EntriesField(field.Key, context.PlanFields(field, PlanEntry)),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.PageInfo => ConnectionPlanner.PlanPageInfo(context, field),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanEdge(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.EdgeNode => new EntryField(field.Key, context.PlanFields(field, PlanEntry)),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanEntry(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.EdgeNode => new EdgeNodeField(field.Key, nodes.Plan(field)),
        FieldMeaning.Relationship => paths.PlanRelationship(field),
        _ => throw field.Unexpected(),
    };
}
