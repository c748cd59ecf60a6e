using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>Checks the terms of one person in one office. They may share a day, on which one ends and the next begins, and no more.</summary>
internal static class TermReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change)
    {
        var changed = change.Relationships.Where(r => r.Type.SeenOn is not null).ToList();
        var keys = changed.Select(r => r.Key).ToHashSet();
        var offices = changed.Select(r => r.From).Distinct().SelectMany(
            person => change.RelationshipsOf(person).Where(r => r.Type.SeenOn is not null && r.From == person).GroupBy(Office));
        foreach (var terms in offices)
        {
            var ordered = terms.OrderBy(t => Term.Of(t).First, StringComparer.Ordinal).ToList();
            foreach (var (first, second) in ordered.Zip(ordered.Skip(1)).Where(p => keys.Contains(p.First.Key) || keys.Contains(p.Second.Key)))
                if (Term.Of(first).Last is not { } end || !PartialDate.HasStarted(end, Term.Of(second).First))
                    yield return new ChangeWarning(
                        ChangeWarningCode.OverlappingTerms, second.Location,
                        $"{second.From} {second.Type.Name} {second.To}: The term {Term.Of(second)} overlaps {Term.Of(first)}{At(first)}. Correct one of them.")
                    { OtherLocation = first.Location };
        }
    }

    private static string At(RelationshipRecord term) => term.Location is FileLocation place ? $" (at {place})" : "";

    private static (RelationshipType, string, string) Office(RelationshipRecord term) =>
        (term.Type, term.To, string.Join(' ', term.Type.Properties.Where(p => p.IsKey).Select(p => term.Properties.GetValueOrDefault(p.Name))));
}
