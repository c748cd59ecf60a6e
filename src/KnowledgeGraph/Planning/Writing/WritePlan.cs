using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Parameters;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>
/// What a mutation writes. The response is a read plan like that of any query (<see cref="OperationPlan.Roots"/>), which reads the version that was
/// just committed. Immutable and independent of the store.
/// </summary>
/// <param name="Note">The note of the change.</param>
/// <param name="IsDryRun">Whether everything but the commit is done.</param>
public sealed record WritePlan(ImmutableArray<WriteStep> Steps, Slot<string?> Note, bool IsDryRun)
{
    /// <summary>The writes with the inputs of one request.</summary>
    internal WriteOperation Bind(GraphModel model, BoundPlan bound) => new(
        model, [.. Steps.Select((step, i) => new Write(step.Kind, WriteInput.Of(bound.Value(step.Input), i)))]);
}

/// <summary>One write of a mutation. Each result has a parameter if the payload asks for it.</summary>
public sealed record WriteStep(string Key, WriteKind Kind, Slot<IReadOnlyDictionary<string, object?>> Input)
{
    /// <summary>Receives the id of the node that was written.</summary>
    public Slot<string?> Node { get; init; }
    public Slot<RelationshipRecord?> Relationship { get; init; }
    public Slot<byte[]> DeletedId { get; init; }
    /// <summary>Receive the errors, each for one selection of them.</summary>
    public ImmutableArray<(Slot<byte[]> Json, ErrorSelection Selection)> Errors { get; init; } = [];

    /// <summary>The write in the text of a plan.</summary>
    public string Describe(ImmutableArray<Parameter> parameters) => $"{Key}: {Verb} {parameters.At(Input)}";

    private string Verb => Kind switch
    {
        WriteKind.CreateNode create => $"create {create.Type.Name} from",
        WriteKind.UpdateNode update => $"update {update.Type.Name} by",
        WriteKind.DeleteNode delete => $"delete {delete.Type.Name} of",
        WriteKind.AddRelationship => "add the relationship of",
        WriteKind.UpdateRelationship => "update the relationship of",
        WriteKind.RemoveRelationship => "remove the relationship of",
        _ => throw new System.Diagnostics.UnreachableException($"{Kind}"),
    };
}
