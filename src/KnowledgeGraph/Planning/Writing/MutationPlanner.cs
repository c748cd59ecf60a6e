using System.Collections.Immutable;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>Plans a mutation: a write for each field, in the order of the document, and the response that reads what was committed.</summary>
internal sealed class MutationPlanner(PlanContext context, NodePlanner nodes, RelationshipListPlanner relationships)
{
    private readonly ImmutableArray<WriteStep>.Builder _steps = ImmutableArray.CreateBuilder<WriteStep>();

    public OperationPlan Plan(GraphQLOperationDefinition operation)
    {
        var roots = context.PlanFields(context.Schema.Types.Mutation!, [operation.SelectionSet], PlanRoot);
        var directives = operation.Directives?.Items ?? [];
        var note = directives.Find(d => d.Name == WriteDirectives.Change) is { } change && ArgumentReader.ReadOptional(change.Arguments, "note") is { } text
            ? context.Add(new TextParameter(text), change) : Slot<string?>.None;
        var isDryRun = directives.Exists(d => d.Name == WriteDirectives.DryRun);
        return new OperationPlan(roots, context.Parameters, LensParameters.None) { Writes = new WritePlan(_steps.ToImmutable(), note, isDryRun) };
    }

    private static WriteKind KindOf(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.CreateNode create => new WriteKind.CreateNode(create.Type),
        FieldMeaning.UpdateNode update => new WriteKind.UpdateNode(update.Type),
        FieldMeaning.DeleteNode delete => new WriteKind.DeleteNode(delete.Type),
        FieldMeaning.AddRelationship => new WriteKind.AddRelationship(),
        FieldMeaning.UpdateRelationship => new WriteKind.UpdateRelationship(),
        FieldMeaning.RemoveRelationship => new WriteKind.RemoveRelationship(),
        _ => throw field.Unexpected(),
    };

    private PayloadField PlanRoot(SelectedField field)
    {
        var number = _steps.Count;
        var input = field.First.Arguments!.Items.Find(a => a.Name == "input")!.Value;
        var step = new WriteStep(field.Key.Name, KindOf(field), context.Add(field, new InputParameter(input)));
        var fields = context.PlanFields(field, inner =>
        {
            (var planned, step) = PlanPayload(inner, step, number);
            return planned;
        });
        _steps.Add(step);
        return new PayloadField(field.Key, fields);
    }

    private (PlanField Field, WriteStep Step) PlanPayload(SelectedField field, WriteStep step, int number)
    {
        switch (field.Meaning)
        {
            case FieldMeaning.WrittenNode { Type: var type }:
                if (step.Node.IsNone)
                    step = step with { Node = context.Add(field, new WrittenNodeParameter(number)) };
                return (new AnyNodeByIdField(field.Key, step.Node, nodes.Plan([type], field)), step);
            case FieldMeaning.WrittenRelationship:
                if (step.Relationship.IsNone)
                    step = step with { Relationship = context.Add(field, new WrittenRelationshipParameter(number)) };
                return (new WrittenRelationshipField(field.Key, step.Relationship, relationships.PlanFields(field)), step);
            case FieldMeaning.DeletedId:
                if (step.DeletedId.IsNone)
                    step = step with { DeletedId = context.Add(field, new DeletedIdParameter(number)) };
                return (new OutcomeField(field.Key, step.DeletedId), step);
            case FieldMeaning.MutationErrors:
                var errors = context.Add(field, new WriteErrorsParameter(number, step.Errors.Length));
                return (new OutcomeField(field.Key, errors), step with { Errors = step.Errors.Add((errors, PlanErrors(field))) });
            default: throw field.Unexpected();
        }
    }

    private ErrorSelection PlanErrors(SelectedField field) => new([.. Enum.GetValues<MutationErrorKind>().Select(kind =>
        context.SelectFields((IObjectGraphType)context.Schema.Types.AllTypes[MutationErrors.TypeName(kind)]!, field.Selections)
            .Select(f => new ErrorSelection.Field(f.Key, (f.Meaning as FieldMeaning.MutationErrorField)?.Part)).ToImmutableArray())]);
}
