using System.Collections.Immutable;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>
/// What a mutation writes. The response is a read plan like that of any query (<see cref="OperationPlan.Roots"/>), which reads the version that was
/// just committed. Immutable and independent of the store.
/// </summary>
/// <param name="Note">The parameter with the note of the change; -1 for none.</param>
/// <param name="IsDryRun">Whether everything but the commit is done.</param>
public sealed record WritePlan(ImmutableArray<WriteStep> Steps, int Note, bool IsDryRun)
{
    /// <summary>The writes with the inputs of one request.</summary>
    internal WriteOperation Bind(GraphModel model, object?[] values) => new(
        model, [.. Steps.Select((step, i) => new Write(step.Kind, WriteInput.Of((IReadOnlyDictionary<string, object?>)values[step.Input]!, i)))]);
}

/// <summary>One write of a mutation.</summary>
/// <param name="Input">The parameter with the input.</param>
/// <param name="Id">The parameter that has the id of what was written; -1 if the payload does not ask for it.</param>
/// <param name="DeletedId">The parameter that has the id of what was deleted; -1 if the payload does not ask for it.</param>
/// <param name="Errors">The parameters that have the errors, each for one selection of them.</param>
public sealed record WriteStep(string Key, WriteKind Kind, int Input, int Id, int DeletedId, ImmutableArray<(int Parameter, ErrorSelection Selection)> Errors)
{
    /// <summary>The write in the text of a plan.</summary>
    public string Describe(ImmutableArray<Parameter> parameters) => $"{Key}: {Verb} {parameters[Input]}";

    private string Verb => Kind switch
    {
        WriteKind.CreateNode create => $"create {create.Type.Name} from",
        WriteKind.UpdateNode update => $"update {update.Type.Name} by",
        WriteKind.DeleteNode delete => $"delete {delete.Type.Name} of",
        WriteKind.AddRelationship => "add the relationship",
        WriteKind.UpdateRelationship => "update the relationship of",
        WriteKind.RemoveRelationship => "remove the relationship of",
        _ => throw new System.Diagnostics.UnreachableException($"{Kind}"),
    };
}
