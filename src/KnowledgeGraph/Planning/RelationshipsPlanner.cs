using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Planning;

/// <summary>Plans `relationships`: the relationships of a node, of any type.</summary>
internal sealed class RelationshipsPlanner(PlanContext context, NodePlanner nodes)
{
    private readonly ConnectionPlanner _connections = new(context, nodes);
    private readonly EdgePlanner _edges = new(context, nodes) { Targets = context.Model.NodeTypes };

    public RelationshipsField Plan(SelectedField field)
    {
        var ordering = new Ordering(field.ObjectType.Name, "name, id, type, direction, since, until, claim", [.. Enumerable.Repeat(CursorValue.Text, 7)]);
        return new(
            field.Key, context.AddRelationshipTypes(field, "all types"),
            context.Add(field, new EnumParameter(PlanContext.ArgumentOf(field, "direction"), RelationshipDirection.Type)),
            context.AddPage(field, ordering), ordering, _connections.PlanSelection(field, context.Model.NodeTypes, _edges));
    }
}
