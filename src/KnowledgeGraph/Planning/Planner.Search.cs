using System.Collections.Immutable;
using System.Diagnostics;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>Finding nodes by words.</summary>
internal sealed partial class Planner
{
    private PlanField.Search PlanSearch(ResponseKey key, Occurrences field, FieldType definition)
    {
        var ordering = new Ordering(definition.ResolvedType!.GetNamedType().Name, "class, name, id", [CursorValue.Within(PlanField.Search.FirstClass, PlanField.Search.LastClass), CursorValue.Text, CursorValue.Text]);
        return new(
            key, Add(new Parameter.Search(Argument(field, definition, "text")), field.First),
            Add(new Parameter.NodeTypes(Argument(field, definition, "types"), _schema.Model), field.First),
            AddPage(field, definition, ordering), ordering, new ConnectionSelection(Within(field, definition, PlanHitsField)));
    }

    private ImmutableArray<PlanField> Within(Occurrences field, FieldType definition, PlanOne planOne) =>
        PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, planOne);

    private PlanField PlanHitsField(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Edges => new PlanField.Edges(key, Within(field, definition, PlanHitEdge)),
        FieldMeaning.Nodes => new PlanField.Hits(key, Within(field, definition, PlanHit)),
        FieldMeaning.TotalCount => new PlanField.TotalCount(key),
        FieldMeaning.PageInfo => new PlanField.PageInfo(key, Within(field, definition, PlanPageInfo)),
        _ => throw new UnreachableException(),
    };

    private PlanField PlanHitEdge(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Cursor => new PlanField.Cursor(key),
        FieldMeaning.EdgeNode => new PlanField.Hit(key, Within(field, definition, PlanHit)),
        _ => throw new UnreachableException(),
    };

    private PlanField PlanHit(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.HitNode => new PlanField.EdgeNode(key, PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.Score => new PlanField.Score(key),
        FieldMeaning.Matched => new PlanField.Matched(key, Within(field, definition, PlanMatch)),
        _ => throw new UnreachableException(),
    };

    private static PlanField PlanMatch(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.MatchedField => new PlanField.MatchedField(key),
        FieldMeaning.MatchedText => new PlanField.MatchedText(key),
        _ => throw new UnreachableException(),
    };
}
