using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Checks that each claim that is evidence for a relationship is about one of its ends. A claim itself is an end that needs no other claim.</summary>
internal static class EvidenceReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change)
    {
        var about = change.Model.Evidence.About;
        var subjects = new Dictionary<string, HashSet<string>>();
        var carried = change.CarriedBefore(change.EndsOfChanged(Direction.Out, about));
        foreach (var relationship in change.Relationships.Concat(carried).Where(r => r.Type.NeedsEvidence).DistinctBy(r => r.Key))
            foreach (var claim in relationship.Claims)
            {
                if (!subjects.TryGetValue(claim, out var of))
                    subjects.Add(claim, of = [.. change.RelationshipsOf(claim).Where(r => r.Type == about && r.From == claim).Select(r => r.To)]);
                if (!of.Contains(relationship.From) && !of.Contains(relationship.To))
                    yield return new ChangeWarning(
                        ChangeWarningCode.UnrelatedEvidence, relationship.Location,
                        $"{relationship.From} {relationship.Type.Name} {relationship.To}: {claim} is evidence, but is about neither end. Add an end to what the claim is about, or use another claim.");
            }
    }
}
