using GraphQL.Types;
using static KnowledgeGraph.Schema.SchemaTypes;

namespace KnowledgeGraph.Schema.Mutations;

/// <summary>The errors in payloads, which clients can act on.</summary>
internal sealed class MutationErrorTypes
{
    private readonly SchemaTypes _types;
    /// <summary>The interface of all errors. Only errors name it, so that the schema does not find it by itself.</summary>
    public InterfaceGraphType Interface { get; } = new() { Name = "Error", Description = "What is wrong with the input of a mutation.", ResolveType = _ => null };

    public MutationErrorTypes(SchemaTypes types)
    {
        _types = types;
        AddFields(Interface);
        Union = new UnionGraphType { Name = "MutationError", Description = "Error of a mutation. If one field of an operation has errors, nothing is committed.", ResolveType = _ => null };
        foreach (var kind in Enum.GetValues<MutationErrorKind>())
            Union.AddPossibleType(Build(kind));
    }

    public UnionGraphType Union { get; }

    private ObjectGraphType Build(MutationErrorKind kind)
    {
        var result = new ObjectGraphType { Name = MutationErrors.TypeName(kind), Description = MutationErrors.Description(kind), IsTypeOf = _ => false };
        AddFields(result);
        if (kind == MutationErrorKind.Conflict)
            AddConflictFields(result);
        result.AddResolvedInterface(Interface);
        return result;
    }

    private void AddFields(IComplexGraphType result)
    {
        Add(result, "message", Required(_types.String), "What is wrong and what to do.", new FieldMeaning.MutationErrorField(MutationErrorPart.Message));
        Add(result, "code", Required(_types.String), "What is wrong, for programs.", new FieldMeaning.MutationErrorField(MutationErrorPart.Code));
        Add(result, "path", RequiredList(_types.String), "Place in the input: names of fields and positions in lists, beginning with `input`.", new FieldMeaning.MutationErrorField(MutationErrorPart.Path));
    }

    private void AddConflictFields(ObjectGraphType result)
    {
        Add(result, "currentRevision", _types.Int, "Revision of the node or relationship that the change contradicts. Null if there is none.", new FieldMeaning.MutationErrorField(MutationErrorPart.CurrentRevision));
        Add(result, "changedBy", _types.String, "Who changed it then. Null for the operator, or if that was not recorded.", new FieldMeaning.MutationErrorField(MutationErrorPart.ChangedBy));
        Add(result, "changedAt", _types.DateTime, "When it was changed then (UTC). Null if that was not recorded.", new FieldMeaning.MutationErrorField(MutationErrorPart.ChangedAt));
    }
}
