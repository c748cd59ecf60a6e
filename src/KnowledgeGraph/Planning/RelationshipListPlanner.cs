using System.Collections.Immutable;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans connections whose nodes are relationships: `relationships` of the whole graph, and `supports` of a claim.</summary>
internal sealed class RelationshipListPlanner(PlanContext context, NodePlanner nodes)
{
    private readonly EdgePlanner _edges = new(context, nodes) { Targets = context.Model.NodeTypes };
    private readonly ChoicePlanner _choices = new(context);

    /// <summary>Plans the relationships of the whole graph.</summary>
    public RelationshipListField PlanAll(SelectedField field) =>
        Plan(field, new ConnectionSource.Graph(context.AddRelationshipTypes(field, "all types")));

    /// <summary>Plans the relationships that rest on a claim.</summary>
    public RelationshipListField PlanSupported(SelectedField field) => Plan(field, new ConnectionSource.Supported());

    private RelationshipListField Plan(SelectedField field, ConnectionSource source)
    {
        var filters = new FilterPlanner(context, field);
        var arguments = field.Definition.Arguments!;
        var filter = filters.PlanFilter(_choices.ReadStructured(field, "where"), arguments.Find("where")!.ResolvedType!, isEdge: true);
        var order = filters.PlanOrder(_choices.ReadStructured(field, "order"), arguments.Find("order")!.ResolvedType!, isEdge: true);
        var terms = string.Concat(order.Select(t => $"{t}, ")) + "type, from, to, since, until, claim";
        var ordering = new Ordering(field.ObjectType.Name, terms, [.. order.Select(t => CursorValue.Of(t.Value)), .. Enumerable.Repeat(CursorValue.Text, 6)]);
        return new(
            field.Key, source, new Choice(filter, order, null), context.AddPage(field, ordering), ordering,
            new ConnectionSelection(context.PlanFields(field, PlanConnection)));
    }

    private PlanField PlanConnection(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Edges => new EdgesField(field.Key, context.PlanFields(field, PlanEdge)),
        FieldMeaning.Nodes => new EntriesField(field.Key, context.PlanFields(field, PlanRelationship)),
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.PageInfo => ConnectionPlanner.PlanPageInfo(context, field),
        _ => throw field.Unexpected(),
    };

    private PlanField PlanEdge(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(field.Key, leaf),
        FieldMeaning.EdgeNode => new EntryField(field.Key, context.PlanFields(field, PlanRelationship)),
        _ => throw field.Unexpected(),
    };

    /// <summary>Plans the fields of one relationship.</summary>
    public ImmutableArray<PlanField> PlanFields(SelectedField field) => context.PlanFields(field, PlanRelationship);

    private PlanField PlanRelationship(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.StartNode => new StartNodeField(field.Key, nodes.Plan(field)),
        FieldMeaning.EndNode => new EndNodeField(field.Key, nodes.Plan(field)),
        _ => _edges.Plan(field),
    };
}
