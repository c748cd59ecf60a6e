using System.Collections.Immutable;
using System.Diagnostics;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;

namespace KnowledgeGraph.Planning;

/// <summary>How two nodes are connected.</summary>
internal sealed partial class Planner
{
    private const string AllButEvidence = "all but reports and claims";

    private PlanField.Paths PlanPaths(ResponseKey key, Occurrences field, FieldType definition) => new(
        key, AddId(field, definition, "from"), AddId(field, definition, "to"), AddLength(field, definition), AddTypes(field, definition, AllButEvidence),
        Add(new Parameter.Number("first", Argument(field, definition, "first"), GraphSchema.DefaultPaths, GraphSchema.MaxPageSize, ErrorCodes.PageSize), field.First),
        PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, PlanPathField));

    private PlanField.Connected PlanConnected(ResponseKey key, Occurrences field, FieldType definition) => new(
        key, AddId(field, definition, "from"), AddId(field, definition, "to"), AddLength(field, definition), AddTypes(field, definition, AllButEvidence));

    private int AddId(Occurrences field, FieldType definition, string name) => Add(new Parameter.Text(Argument(field, definition, name)), field.First);

    private int AddLength(Occurrences field, FieldType definition) => Add(
        new Parameter.Number(
            "maxLength", Argument(field, definition, "maxLength"), GraphSchema.DefaultPathLength, GraphSchema.MaxPathLength, ErrorCodes.PathLength),
        field.First);

    private PlanField PlanPathField(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.Length => new PlanField.Length(key),
        FieldMeaning.Nodes => new PlanField.Nodes(key, PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.Steps => new PlanField.Steps(key, PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, PlanStepField)),
        FieldMeaning.IndependentOrigins => new PlanField.IndependentOrigins(key),
        _ => throw new UnreachableException(),
    };

    private PlanField PlanStepField(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.StartNode => new PlanField.StartNode(key, PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.EndNode => new PlanField.EndNode(key, PlanNode(_schema.Model.NodeTypes, field.Selections)),
        FieldMeaning.Forward => new PlanField.Forward(key),
        FieldMeaning.Relationship => new PlanField.Relationship(key, PlanRelationship(field, definition)),
        _ => throw new UnreachableException(),
    };

    private ImmutableArray<PlanField> PlanRelationship(Occurrences field, FieldType definition) =>
        PlanFields((IObjectGraphType)definition.ResolvedType!.GetNamedType(), field.Selections, PlanRelationshipField);

    private PlanField PlanRelationshipField(ResponseKey key, Occurrences field, FieldType definition, FieldMeaning meaning) => meaning switch
    {
        FieldMeaning.StartNode or FieldMeaning.EndNode => PlanStepField(key, field, definition, meaning),
        _ => PlanEdgeField(_schema.Model.NodeTypes, null, null, key, field, definition, meaning),
    };
}
