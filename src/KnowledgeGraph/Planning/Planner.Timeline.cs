using System.Collections.Immutable;
using System.Diagnostics;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>What happened when.</summary>
internal sealed partial class Planner
{
    private PlanField.Timeline PlanTimeline(ResponseKey key, Occurrences field, FieldType definition)
    {
        var type = (IObjectGraphType)definition.ResolvedType!.GetNamedType();
        var ordering = new Ordering(type.Name, "on, what, name, id, relationship", [CursorValue.Date, CursorValue.Int, CursorValue.Text, CursorValue.Text]);
        return new(
            key, Add(new Parameter.Ids(Argument(field, definition, "about")), field.First), AddDate(field, definition, "from"),
            AddDate(field, definition, "to"), AddPage(field, definition, ordering), ordering,
            new ConnectionSelection(PlanFields(type, field.Selections, PlanTimelineField)));
    }

    private int AddDate(Occurrences field, FieldType definition, string name) =>
        Argument(field, definition, name) is { IsNone: false } date ? Add(new Parameter.Date(date), field.First) : -1;

    private PlanField PlanTimelineField(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Edges => new PlanField.Edges(key, PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, PlanTimelineEdge)),
        FieldMeaning.Nodes => new PlanField.Entries(key, PlanEntry(field, definition)),
        FieldMeaning.TotalCount => new PlanField.TotalCount(key),
        FieldMeaning.PageInfo => new PlanField.PageInfo(
            key, PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, PlanPageInfo)),
        _ => throw new UnreachableException(),
    };

    private PlanField PlanTimelineEdge(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Cursor => new PlanField.Cursor(key),
        FieldMeaning.EdgeNode => new PlanField.Entry(key, PlanEntry(field, definition)),
        _ => throw new UnreachableException(),
    };

    private ImmutableArray<PlanField> PlanEntry(Occurrences field, FieldType definition) =>
        PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, PlanEntryField);

    private PlanField PlanEntryField(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.OnDate => new PlanField.OnDate(key),
        FieldMeaning.What => new PlanField.What(key),
        FieldMeaning.EdgeNode => new PlanField.EdgeNode(key, PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.Relationship => new PlanField.Relationship(key, PlanRelationship(field, definition)),
        _ => throw new UnreachableException(),
    };
}
