using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Checks that no copy is older than its original.</summary>
internal static class CopyReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change)
    {
        var (evidence, published) = (change.Model.Evidence, change.Model.Evidence.PublishedOn.Name);
        string? Day(string report) => (string?)change.FindNode(report)!.Properties.GetValueOrDefault(published);
        var copies = change.Relationships.Concat(change.Nodes.Where(n => n.Type == evidence.Report).SelectMany(n => change.RelationshipsOf(n.Id)))
            .Where(r => r.Type == evidence.Republishes).DistinctBy(r => r.Key);
        foreach (var copy in copies)
            if (Day(copy.From) is { } day && Day(copy.To) is { } original && !PartialDate.HasStarted(original, day))
                yield return new ChangeWarning(
                    ChangeWarningCode.CopyBeforeOriginal, copy.Location,
                    $"{copy.From}: `{published}` must not be before that of {copy.To} ({original}), which the report copies, but was {day}.");
    }
}
