using KnowledgeGraph.History;

namespace KnowledgeGraph.Changes;

/// <summary>The review of a proposal that a change ends.</summary>
public sealed record DecidedReview(Proposal Proposal, ProposalStatus Status, string? Reason)
{
    /// <summary>The proposal after the review.</summary>
    /// <param name="by">The reviewer.</param>
    /// <param name="version">The version that the acceptance makes; null for none.</param>
    public Proposal End(string? by, DateTimeOffset at, long? version) => Proposal.After(new(Status, by, at.ToUnixTimeMilliseconds(), Reason, version));
}
