using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Finds what the author of a valid change set should look at: what is missing, contradictory or without a source.</summary>
public static class ChangeReview
{
    /// <param name="model">The model of the graph.</param>
    /// <param name="changes">Valid changes.</param>
    /// <param name="before">The graph before the changes.</param>
    /// <param name="today">The date of the review. Later dates are in the future.</param>
    /// <returns>The warnings about changed records, and about stored records that are doubtful because of the change, ordered by location.</returns>
    public static IReadOnlyList<ChangeWarning> Warnings(GraphModel model, ChangeSet changes, IStoredGraph before, DateOnly today)
    {
        var change = new ReviewedChange(model, changes.Expand(before), before, today);
        return
        [
            .. NodeReview.Of(change)
                .Concat(CopyReview.Of(change))
                .Concat(TermReview.Of(change))
                .Concat(ParticipantReview.Of(change))
                .Concat(EvidenceReview.Of(change))
                .Concat(IdentityReview.Of(change))
                .Concat(ValueReview.Of(change))
                .OrderBy(w => w.Location, ChangeLocation.Order),
        ];
    }
}
