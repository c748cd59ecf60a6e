using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;
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
    /// <summary>The title and the note of the proposal that the operation makes; null if it is to be committed.</summary>
    public (Slot<string?> Title, Slot<string?> Note)? Proposal { get; init; }

    /// <summary>Receives the version that the operation makes.</summary>
    public Slot<long?> Version { get; init; }

    /// <summary>The writes with the inputs of one request.</summary>
    /// <param name="today">The date on which warnings look for doubtful values.</param>
    internal WriteOperation Bind(GraphModel model, BoundPlan bound, Author author, DateOnly today) => new(
        model, [.. Steps.Select((step, i) => new Write(step.Kind, WriteInput.Of(bound.Value(step.Input), i)))], author, Steps.Any(s => !s.Warnings.IsNone) ? today : null);
}

/// <summary>One write of a mutation. Each result has a parameter if the payload asks for it.</summary>
public sealed record WriteStep(string Key, WriteKind Kind, Slot<IReadOnlyDictionary<string, object?>> Input)
{
    /// <summary>Receives the id of the node that was written.</summary>
    public Slot<string?> Node { get; init; }
    public Slot<RelationshipRecord?> Relationship { get; init; }
    public Slot<byte[]> DeletedId { get; init; }
    /// <summary>Receives the warnings.</summary>
    public Slot<byte[]> Warnings { get; init; }
    /// <summary>Receive the errors, each for one selection of them.</summary>
    public ImmutableArray<(Slot<byte[]> Json, ErrorSelection Selection)> Errors { get; init; } = [];

    /// <summary>Receive what a merge has dropped, each for one selection of it.</summary>
    public ImmutableArray<(Slot<byte[]> Json, DifferenceSelection Selection)> Differences { get; init; } = [];

    /// <summary>The fields with the proposal that the operation makes or reviews.</summary>
    public ImmutableArray<ProposalField> Proposals { get; init; } = [];

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
        WriteKind.MergeNodes => "merge the nodes of",
        WriteKind.Undo => "undo the change of",
        WriteKind.AcceptProposal => "accept the proposal of",
        WriteKind.RejectProposal => "reject the proposal of",
        WriteKind.WithdrawProposal => "withdraw the proposal of",
        _ => throw new System.Diagnostics.UnreachableException($"{Kind}"),
    };
}
