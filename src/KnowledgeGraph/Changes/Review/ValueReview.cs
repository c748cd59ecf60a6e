using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Checks single values: languages, and dates that cannot be in the future.</summary>
internal static class ValueReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change)
    {
        var signatures = change.Model.Interfaces.Select(i => i.Participants?.Signs).OfType<RelationshipType>().ToHashSet();
        foreach (var node in change.Nodes)
            foreach (var warning in OfValues(change.Today, node.Id, node.Location, node.Type.Properties, node.Properties))
                yield return warning;
        foreach (var relationship in change.Relationships)
        {
            var subject = $"{relationship.From} {relationship.Type.Name} {relationship.To}";
            foreach (var warning in OfValues(change.Today, subject, relationship.Location, relationship.Type.Properties, relationship.Properties))
                yield return warning;
            if (signatures.Contains(relationship.Type) && OfDate(change.Today, subject, relationship.Location, "since", relationship.Since) is { } future)
                yield return future;
        }
    }

    private static IEnumerable<ChangeWarning> OfValues(
        string today, string subject, ChangeLocation? location, IEnumerable<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        foreach (var property in properties)
        {
            if (values.GetValueOrDefault(property.Name) is not string text)
                continue;
            if (property.IsLanguage && !LanguageTag.IsValid(text))
                yield return new ChangeWarning(
                    ChangeWarningCode.InvalidLanguage, location, $"{subject}: `{property.Name}` should be a language tag (BCP 47) such as en or pt-BR, but was \"{text}\".");
            if (property.IsPast && OfDate(today, subject, location, property.Name, text) is { } future)
                yield return future;
        }
    }

    private static ChangeWarning? OfDate(string today, string subject, ChangeLocation? location, string name, string? date) =>
        date is null || PartialDate.HasStarted(date, today) ? null
            : new(ChangeWarningCode.FutureDate, location, $"{subject}: `{name}` should not be after today ({today}), but was {date}.");
}
