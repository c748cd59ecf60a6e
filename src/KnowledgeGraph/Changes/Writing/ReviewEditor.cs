using KnowledgeGraph.History;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>Ends the review of a proposal.</summary>
internal sealed class ReviewEditor(WriteContext context)
{
    /// <summary>Does what the proposal says, on the graph as it is now.</summary>
    /// <exception cref="NotPermittedException">The proposal is the author's own.</exception>
    public DecidedReview? Accept(WriteInput input)
    {
        if (FindOpen(input) is not { } proposal)
            return null;
        if (proposal.By == context.Author.Subject && !context.Author.IsAdmin)
            throw new NotPermittedException($"{proposal.Id} is your own. Somebody else must accept it, or you need the scope `graph:admin`.");
        new PatchEditor(context, input.LocationOf("id")).Apply([.. proposal.Entries.Select(e => Patch.Of(e, context.Model))]);
        return new(proposal, ProposalStatus.Accepted, Reason: null);
    }

    public DecidedReview? Reject(WriteInput input)
    {
        var reason = input.Text("reason")!.Trim();
        if (reason.Length is > 0 and <= NoteLimit.MaxLength)
            return FindOpen(input) is { } proposal ? new(proposal, ProposalStatus.Rejected, reason) : null;
        context.Report(ChangeErrorCode.InvalidValue, input.LocationOf("reason"), $"The reason must have 1 to {NoteLimit.MaxLength} characters, but has {reason.Length}.");
        return null;
    }

    /// <exception cref="NotPermittedException">The proposal is that of somebody else.</exception>
    public DecidedReview? Withdraw(WriteInput input)
    {
        if (FindOpen(input) is not { } proposal)
            return null;
        return proposal.By == context.Author.Subject ? new(proposal, ProposalStatus.Withdrawn, Reason: null)
            : throw new NotPermittedException($"Only {proposal.By ?? "the operator"}, who made it, can withdraw {proposal.Id}. A reviewer can reject it.");
    }

    private Proposal? FindOpen(WriteInput input)
    {
        var (id, location) = (input.Text("id"), input.LocationOf("id"));
        if (Proposal.NumberOf(id) is not { } number || context.Stored.FindProposal(number) is not { } proposal)
        {
            context.Report(ChangeErrorCode.NotFound, location, $"There is no proposal with the id \"{id}\".");
            return null;
        }
        if (proposal.Review is not { } review)
            return proposal;
        context.ReportConflict(
            ChangeErrorCode.Reviewed, location, $"{id} was {proposal.Status.ToString().ToLowerInvariant()} already.", new(review.Version, review.By, review.At));
        return null;
    }
}
