using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>What one field of a mutation does, whatever its input says.</summary>
public abstract record WriteKind
{
    public sealed record CreateNode(NodeType Type) : WriteKind;
    public sealed record UpdateNode(NodeType Type) : WriteKind;
    public sealed record DeleteNode(NodeType Type) : WriteKind;
    public sealed record AddRelationship : WriteKind;
    public sealed record UpdateRelationship : WriteKind;
    public sealed record RemoveRelationship : WriteKind;
    public sealed record MergeNodes : WriteKind;
    public sealed record Undo : WriteKind;
    public sealed record AcceptProposal : WriteKind;
    public sealed record RejectProposal : WriteKind;
    public sealed record WithdrawProposal : WriteKind;

    /// <summary>Whether the write is about a recorded change or a proposal, so that it must be the only one of its operation.</summary>
    public bool StandsAlone => this is Undo or AcceptProposal or RejectProposal or WithdrawProposal;
}

/// <summary>One write of an operation.</summary>
public sealed record Write(WriteKind Kind, WriteInput Input);

/// <summary>What came of one write.</summary>
public sealed record WriteResult
{
    /// <summary>The id of the node that was created or updated, or the key of the relationship; null if there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The id of what was deleted or removed; null if nothing was.</summary>
    public string? DeletedId { get; init; }

    /// <summary>What looks doubtful although it is allowed, if the operation asks for it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What a merge has dropped, because the node that stays says something else.</summary>
    public IReadOnlyList<MergeDifference> Differences { get; init; } = [];

    /// <summary>The review of a proposal that the write ends; null for none.</summary>
    public DecidedReview? Review { get; init; }

    /// <summary>Why the write was refused. Locations begin with `input`. If any write of an operation has errors, nothing is committed.</summary>
    public IReadOnlyList<ChangeError> Errors { get; init; } = [];
}
