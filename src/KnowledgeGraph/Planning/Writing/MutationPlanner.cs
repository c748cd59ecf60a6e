using System.Collections.Immutable;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Planning.Parameters;
using KnowledgeGraph.Planning.Proposals;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>Plans a mutation: a write for each field, in the order of the document, and the response that reads what was committed.</summary>
internal sealed class MutationPlanner(PlanContext context, NodePlanner nodes, RelationshipListPlanner relationships, HistoryPlanner history)
{
    private readonly ImmutableArray<WriteStep>.Builder _steps = ImmutableArray.CreateBuilder<WriteStep>();
    private readonly ProposalPlanner _proposals = new(context, history);
    private Slot<long?> _version;

    public OperationPlan Plan(GraphQLOperationDefinition operation)
    {
        var roots = context.PlanFields(context.Schema.Types.Mutation!, [operation.SelectionSet], PlanRoot);
        var directives = operation.Directives?.Items ?? [];
        Slot<string?> TextOf(string directive, string argument) =>
            directives.Find(d => d.Name == directive) is { } given && ArgumentReader.ReadOptional(given.Arguments, argument) is { } text
                ? context.Add(new NoteParameter(text, argument), given) : Slot<string?>.None;
        var isProposal = directives.Exists(d => d.Name == WriteDirectives.Propose);
        CheckThatItStandsAlone(operation, isProposal);
        var note = TextOf(WriteDirectives.Change, "note");
        var (title, own) = (TextOf(WriteDirectives.Propose, "title"), TextOf(WriteDirectives.Propose, "note"));
        return new OperationPlan(roots, context.Parameters, LensParameters.None)
        {
            NodeIds = context.NodeIds,
            Writes = new WritePlan(_steps.ToImmutable(), note, directives.Exists(d => d.Name == WriteDirectives.DryRun))
            {
                Version = _version,
                Proposal = isProposal ? (title, own) : null,
            },
        };
    }

    /// <summary>An undo and the review of a proposal are changes of their own kinds, so that they cannot be mixed with other writes, or be proposed.</summary>
    private void CheckThatItStandsAlone(GraphQLOperationDefinition operation, bool isProposal)
    {
        if (_steps.FirstOrDefault(s => s.Kind.StandsAlone) is not { } step)
            return;
        if (_steps.Count > 1)
            throw context.Refuse(operation, $"`{step.Key}` must be the only field of its operation.", ErrorCodes.FieldNotAlone);
        if (isProposal)
            throw context.Refuse(operation, $"`{step.Key}` cannot be proposed. Leave out @propose.", ErrorCodes.FieldNotAlone);
    }

    private static WriteKind KindOf(SelectedField field) => field.Meaning switch
    {
        FieldMeaning.CreateNode create => new WriteKind.CreateNode(create.Type),
        FieldMeaning.UpdateNode update => new WriteKind.UpdateNode(update.Type),
        FieldMeaning.DeleteNode delete => new WriteKind.DeleteNode(delete.Type),
        FieldMeaning.AddRelationship => new WriteKind.AddRelationship(),
        FieldMeaning.UpdateRelationship => new WriteKind.UpdateRelationship(),
        FieldMeaning.RemoveRelationship => new WriteKind.RemoveRelationship(),
        FieldMeaning.MergeNodes => new WriteKind.MergeNodes(),
        FieldMeaning.UndoChange => new WriteKind.Undo(),
        FieldMeaning.AcceptProposal => new WriteKind.AcceptProposal(),
        FieldMeaning.RejectProposal => new WriteKind.RejectProposal(),
        FieldMeaning.WithdrawProposal => new WriteKind.WithdrawProposal(),
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
            case FieldMeaning.WrittenNode or FieldMeaning.MergedNode:
                if (step.Node.IsNone)
                    step = step with { Node = context.Add(field, new WrittenNodeParameter(number)) };
                var selection = field.Meaning is FieldMeaning.WrittenNode { Type: var type } ? nodes.Plan([type], field) : nodes.Plan(field);
                return (new AnyNodeByIdField(field.Key, step.Node, selection), step);
            case FieldMeaning.MergeDifferences:
                var differences = context.Add(field, new MergeDifferencesParameter(number, step.Differences.Length));
                return (new OutcomeField(field.Key, differences), step with { Differences = step.Differences.Add((differences, PlanDifferences(field))) });
            case FieldMeaning.WrittenRelationship:
                if (step.Relationship.IsNone)
                    step = step with { Relationship = context.Add(field, new WrittenRelationshipParameter(number)) };
                return (new WrittenRelationshipField(field.Key, step.Relationship, relationships.PlanFields(field)), step);
            case FieldMeaning.DeletedId:
                if (step.DeletedId.IsNone)
                    step = step with { DeletedId = context.Add(field, new DeletedIdParameter(number)) };
                return (new OutcomeField(field.Key, step.DeletedId), step);
            case FieldMeaning.WrittenChange:
                if (_version.IsNone)
                    _version = context.Add(field, new WrittenVersionParameter());
                return (history.PlanChange(field, _version), step);
            case FieldMeaning.WrittenProposal:
                var proposal = _proposals.PlanOfPayload(field);
                return (proposal, step with { Proposals = step.Proposals.Add(proposal) });
            case FieldMeaning.Warnings:
                if (step.Warnings.IsNone)
                    step = step with { Warnings = context.Add(field, new WarningsParameter(number)) };
                return (new WarningsField(field.Key, step.Warnings), step);
            case FieldMeaning.MutationErrors:
                var errors = context.Add(field, new WriteErrorsParameter(number, step.Errors.Length));
                return (new OutcomeField(field.Key, errors), step with { Errors = step.Errors.Add((errors, PlanErrors(field))) });
            default: throw field.Unexpected();
        }
    }

    private DifferenceSelection PlanDifferences(SelectedField field) => new(
        [.. context.SelectFields((IObjectGraphType)field.Definition.ResolvedType!.GetNamedType(), field.Selections).Select(f => new DifferenceSelection.Field(f.Key, (f.Meaning as FieldMeaning.MergeDifferenceField)?.Part))]);

    private ErrorSelection PlanErrors(SelectedField field) => new([.. Enum.GetValues<MutationErrorKind>().Select(kind =>
        context.SelectFields((IObjectGraphType)context.Schema.Types.AllTypes[MutationErrors.TypeName(kind)]!, field.Selections)
            .Select(f => new ErrorSelection.Field(f.Key, (f.Meaning as FieldMeaning.MutationErrorField)?.Part)).ToImmutableArray())]);
}
