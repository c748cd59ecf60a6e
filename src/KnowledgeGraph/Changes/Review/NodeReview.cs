using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Checks each node: its dates and status, how many relationships it has, and whether it has a source.</summary>
internal static class NodeReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change)
    {
        foreach (var node in change.NodesToReview)
        {
            var relationships = change.RelationshipsOf(node.Id).ToList();
            foreach (var (code, message) in OfDates(node).Select(m => (ChangeWarningCode.DoubtfulDates, m))
                .Concat(OfGaps(node, relationships).Select(m => (ChangeWarningCode.TooFew, m)))
                .Concat(OfSource(node, relationships).Select(m => (ChangeWarningCode.NoSource, m))))
                yield return new ChangeWarning(code, node.Location, $"{node.Id}: {message}");
        }
    }

    private static IEnumerable<string> OfDates(NodeRecord node)
    {
        if (node.Type.Lifespan is not { } lifespan)
            yield break;
        string? Text(Property property) => (string?)node.Properties.GetValueOrDefault(property.Name);
        var (statusName, endName) = (lifespan.Status.Name, lifespan.End.Name);
        var status = lifespan.Status.Enum!.Values[lifespan.Status.Enum.IndexOf(Text(lifespan.Status)!)];
        var (ended, statusAsOf) = (Text(lifespan.End), Text(lifespan.StatusAsOf));
        if (lifespan.Starts.All(s => Text(s) is null))
            yield return $"The node has no start date. Add one of {string.Join(", ", lifespan.Starts.Select(s => s.Name))}.";
        if (ended is null && status.IsOver)
            yield return $"`{statusName}` is {status.Name}, but `{endName}` is missing. Add the date.";
        if (statusAsOf is null && status.Name != lifespan.Status.Default)
            yield return $"`{statusName}` is {status.Name}, but `{lifespan.StatusAsOf.Name}` is missing. Add the date for which the status is known.";
        if (ended is not null && !status.IsOver && (statusAsOf is null || PartialDate.HasStarted(ended, statusAsOf)))
            yield return $"`{endName}` is {ended}, but `{statusName}` is {status.Name}. Use a status that means the end.";
        foreach (var start in lifespan.Starts)
            if (Text(start) is { } started && ended is not null && !PartialDate.HasStarted(started, ended))
                yield return $"`{endName}` must not be before `{start.Name}` ({started}), but was {ended}.";
    }

    private static IEnumerable<string> OfGaps(NodeRecord node, List<RelationshipRecord> relationships) =>
        from field in node.Type.Relationships
        where field.AtLeast > 0
        let count = relationships.Count(r => r.Type == field.Type && (field.Direction == Direction.Out ? r.From : r.To) == node.Id)
        where count < field.AtLeast
        select $"`{field.Name}` must have at least {field.AtLeast}, but has {count}.";

    /// <summary>A relationship with a report, a claim or a figure is itself a source. Any other relationship has a claim.</summary>
    private static IEnumerable<string> OfSource(NodeRecord node, List<RelationshipRecord> relationships) =>
        node.Type.IsProvenance || relationships.Count > 0 ? [] : ["The node has no source. Add a claim about it, or a relationship with a claim."];
}
