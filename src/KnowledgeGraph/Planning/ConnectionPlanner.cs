using System.Collections.Immutable;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Plans connections: collections, the relationships of a field, and what all connections have in common.</summary>
internal sealed class ConnectionPlanner(PlanContext context, NodePlanner nodes)
{
    private readonly ChoicePlanner _choices = new(context);

    public ConnectionField Plan(SelectedField field, ConnectionSource source, CompositeType target)
    {
        var relationship = (source as ConnectionSource.Relationship)?.Field.Type;
        var isRelationship = relationship is not null;
        var choice = _choices.Plan(field, target, isRelationship);
        var terms = (choice.Order.IsEmpty ? "name" : string.Join(", ", choice.Order)) + (isRelationship ? ", id, since, until, claim" : ", id");
        var byTerms = choice.Order.IsEmpty ? [CursorValue.Text] : choice.Order.Select(t => CursorValue.Of(t.Value));
        var ordering = new Ordering(field.ObjectType.Name, terms, [.. byTerms, .. Enumerable.Repeat(CursorValue.Text, isRelationship ? 4 : 1)]);
        return new(
            field.Key, source, choice, context.AddPage(field, ordering), ordering,
            PlanSelection(field, target.Members, new EdgePlanner(context, nodes) { Targets = target.Members, Relationship = relationship }));
    }

    /// <summary>Plans the fields of a connection whose edges lead to nodes.</summary>
    public ConnectionSelection PlanSelection(SelectedField field, ImmutableArray<NodeType> targets, EdgePlanner edges)
    {
        PlanField PlanField(SelectedField inner) => inner.Meaning switch
        {
            FieldMeaning.Edges => new EdgesField(inner.Key, context.PlanFields(inner, edges.Plan)),
            FieldMeaning.Nodes => new NodesField(inner.Key, nodes.Plan(targets, inner)),
            FieldMeaning.Leaf { What: var leaf } => new LeafField(inner.Key, leaf),
            FieldMeaning.PageInfo => PlanPageInfo(context, inner),
            FieldMeaning.Excluded => new ExcludedField(inner.Key, context.PlanFields(inner, edges.Plan)),
            _ => throw inner.Unexpected(),
        };
        return new ConnectionSelection(context.PlanFields(field, PlanField));
    }

    /// <summary>Plans the position of a page, which is the same for all connections.</summary>
    public static PageInfoField PlanPageInfo(PlanContext context, SelectedField field) => new(field.Key, context.PlanFields(field, PlanField (inner) => inner.Meaning switch
    {
        FieldMeaning.Leaf { What: var leaf } => new LeafField(inner.Key, leaf),
        _ => throw inner.Unexpected(),
    }));
}
