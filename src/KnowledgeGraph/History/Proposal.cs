using System.Collections.Immutable;

namespace KnowledgeGraph.History;

/// <summary>What became of a proposal. The names are stored.</summary>
public enum ProposalStatus
{
    Open,
    Accepted,
    Rejected,
    Withdrawn,
}

/// <summary>A change that waits for review, or waited for it.</summary>
/// <param name="Number">Counts from one.</param>
/// <param name="By">Who proposed it; null for the operator.</param>
/// <param name="At">When, as Unix time in milliseconds.</param>
/// <param name="Entries">What it does to each node and relationship.</param>
public sealed record Proposal(long Number, string? Title, string? Note, string? By, long At, ImmutableArray<RecordedEntry> Entries)
{
    private const string Prefix = "proposal:";

    public ProposalStatus Status { get; init; }

    /// <summary>How the review ended; null while it is open.</summary>
    public ProposalReview? Review { get; init; }

    public string Id => NumberedId.Of(Prefix, Number);

    /// <summary>The proposal after its review.</summary>
    public Proposal After(ProposalReview review) => this with { Status = review.Status, Review = review };

    /// <summary>The number in an id; null if no proposal can have the id.</summary>
    public static long? NumberOf(string? id) => NumberedId.NumberOf(Prefix, id);
}

/// <summary>The end of the review of a proposal.</summary>
/// <param name="By">Who accepted, rejected or withdrew it.</param>
/// <param name="At">When, as Unix time in milliseconds.</param>
/// <param name="Reason">Why it was rejected.</param>
/// <param name="Version">The version that its acceptance made; null for none.</param>
public sealed record ProposalReview(ProposalStatus Status, string? By, long At, string? Reason, long? Version);

/// <summary>A proposal, and what has changed in the graph so that it cannot be accepted.</summary>
public sealed record ListedProposal(Proposal Proposal, IReadOnlyList<string> Conflicts);
