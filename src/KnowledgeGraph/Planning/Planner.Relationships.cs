using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

/// <summary>Relationships of any type.</summary>
internal sealed partial class Planner
{
    private PlanField.Relationships PlanRelationships(ResponseKey key, Occurrences field, FieldType definition)
    {
        var type = (IObjectGraphType)definition.ResolvedType!.GetNamedType();
        var ordering = new Ordering(type.Name, "name, id, type, direction, since, until, claim", [.. Enumerable.Repeat(CursorValue.Text, 7)]);
        return new(
            key, AddTypes(field, definition, "all types"), Add(new Parameter.Choice(Argument(field, definition, "direction"), RelationshipDirection.Type), field.First),
            AddPage(field, definition, ordering), ordering, PlanConnectionFields(type, field.Selections, _schema.Model.NodeTypes, null));
    }

    private int AddTypes(Occurrences field, FieldType definition, string ifNull) =>
        Add(new Parameter.Types(Argument(field, definition, "types"), _schema.Model, ifNull), field.First);
}
