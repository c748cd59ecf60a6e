using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `search`: nodes found by words.</summary>
internal sealed class SearchPlanner(PlanContext context, NodePlanner nodes)
{
    public SearchField Plan(SelectedField field)
    {
        var fuzzy = PlanContext.ArgumentOf(field, "fuzzy");
        var mayBeFuzzy = fuzzy is not Argument.Literal { Value: not true };
        var ordering = new Ordering(
            field.ObjectType.Name, "class, type, name, id",
            [
                CursorValue.Within(SearchField.FirstClass, SearchField.LastClass(mayBeFuzzy)), CursorValue.Within(0, context.Model.NodeTypes.Length - 1),
                CursorValue.Text, CursorValue.Text,
            ]);
        return new(
            field.Key, context.Add(field, new SearchParameter(PlanContext.ArgumentOf(field, "text"), fuzzy)),
            context.Add(field, new NodeTypesParameter(PlanContext.ArgumentOf(field, "types"), context.Model)),
            context.AddPage(field, ordering), ordering, new ConnectionSelection(context.PlanFields(field, PlanConnection)))
        {
            MayBeFuzzy = mayBeFuzzy,
        };
    }

    private PlanField PlanConnection(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Edges => new EdgesField(field.Key, context.PlanFields(field, PlanEdge)),
        FieldMeaning.Nodes => new HitsField(field.Key, context.PlanFields(field, PlanHit)),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.PageInfo => ConnectionPlanner.PlanPageInfo(context, field),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanEdge(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.EdgeNode => new HitField(field.Key, context.PlanFields(field, PlanHit)),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanHit(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.HitNode => new EdgeNodeField(field.Key, nodes.Plan(field)),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.Matched => new MatchedField(field.Key, context.PlanFields(field, PlanMatch)),
        _ => throw field.Unexpected(),
    };

    private static PlanField PlanMatch(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        _ => throw field.Unexpected(),
    };
}
