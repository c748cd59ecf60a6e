using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Warnings about a valid seed for its curator: what is missing, contradictory or without a source.</summary>
internal sealed class SeedReview
{
    private readonly EvidenceRoles _evidence;
    private readonly Dictionary<string, NodeRecord> _nodes;
    private readonly ILookup<string, RelationshipRecord> _outgoing;
    private readonly ILookup<string, RelationshipRecord> _incoming;

    private SeedReview(Seed seed, EvidenceRoles evidence) => (_evidence, _nodes, _outgoing, _incoming) =
        (evidence, seed.Nodes.ToDictionary(n => n.Id), seed.Relationships.ToLookup(r => r.From), seed.Relationships.ToLookup(r => r.To));

    /// <returns>The warnings, ordered by location.</returns>
    public static IReadOnlyList<SeedWarning> Warnings(Seed seed, EvidenceRoles evidence)
    {
        var review = new SeedReview(seed, evidence);
        return
        [
            .. seed.Nodes.SelectMany(review.OfNode)
                .Concat(seed.Relationships.Where(r => r.Type == evidence.Republishes).SelectMany(review.OfCopy))
                .Concat(seed.Relationships.Where(r => r.Type.SeenOn is not null).GroupBy(Office).SelectMany(OfTerms))
                .OrderBy(w => w.Location, ChangeLocation.Order),
        ];
    }

    private IEnumerable<SeedWarning> OfNode(NodeRecord node) =>
        OfDates(node).Concat(OfGaps(node)).Concat(OfSource(node)).Select(warning => new SeedWarning(node.Location, $"{node.Id}: {warning}"));

    private static IEnumerable<string> OfDates(NodeRecord node)
    {
        if (node.Type.Lifespan is not { } lifespan)
            yield break;
        string? Text(Property property) => (string?)node.Properties.GetValueOrDefault(property.Name);
        var (statusName, endName) = (lifespan.Status.Name, lifespan.End.Name);
        var status = lifespan.Status.Enum!.Values[lifespan.Status.Enum.IndexOf(Text(lifespan.Status) ?? lifespan.Status.Default!)];
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

    private IEnumerable<string> OfGaps(NodeRecord node) =>
        from field in node.Type.Relationships
        where field.AtLeast > 0
        let count = (field.Direction == Direction.Out ? _outgoing : _incoming)[node.Id].Count(r => r.Type == field.Type)
        where count < field.AtLeast
        select $"`{field.Name}` must have at least {field.AtLeast}, but has {count}.";

    /// <summary>A relationship with a report, a claim or a figure is itself a source. Any other relationship has a claim.</summary>
    private IEnumerable<string> OfSource(NodeRecord node)
    {
        if (!node.Type.IsProvenance && !_outgoing[node.Id].Any() && !_incoming[node.Id].Any())
            yield return "The node has no source. Add a claim about it, or a relationship with a claim.";
    }

    private IEnumerable<SeedWarning> OfCopy(RelationshipRecord copies)
    {
        string? Day(string report) => (string?)_nodes[report].Properties.GetValueOrDefault(_evidence.PublishedOn.Name);
        if (Day(copies.From) is { } day && Day(copies.To) is { } original && !PartialDate.HasStarted(original, day))
            yield return new SeedWarning(
                copies.Location, $"{copies.From}: `{_evidence.PublishedOn.Name}` must not be before that of {copies.To} ({original}), which the report copies, but was {day}.");
    }

    private static (RelationshipType, string, string, string) Office(RelationshipRecord term) =>
        (term.Type, term.From, term.To, string.Join(' ', term.Type.Properties.Where(p => p.IsKey).Select(p => term.Properties.GetValueOrDefault(p.Name))));

    /// <summary>Checks the terms of one person in one office. They may share a day, on which one ends and the next begins, and no more.</summary>
    private static IEnumerable<SeedWarning> OfTerms(IEnumerable<RelationshipRecord> terms)
    {
        var ordered = terms.OrderBy(First, StringComparer.Ordinal).ToList();
        return ordered.Zip(ordered.Skip(1))
            .Where(pair => Last(pair.First) is not { } end || !PartialDate.HasStarted(end, First(pair.Second)))
            .Select(pair => new SeedWarning(
                pair.Second.Location,
                $"{pair.Second.From} {pair.Second.Type.Name} {pair.Second.To}: The term {Span(pair.Second)} overlaps {Span(pair.First)} (at {pair.First.Location}). Correct one of them."));
    }

    private static string Span(RelationshipRecord term) => $"{First(term)}/{Last(term) ?? ".."}";

    private static string First(RelationshipRecord term) => term.Since ?? Days(term).Min(StringComparer.Ordinal) ?? "";

    private static string? Last(RelationshipRecord term) => term.Until ?? (term.Since is null ? Days(term).Max(StringComparer.Ordinal) : null);

    private static IEnumerable<string> Days(RelationshipRecord term) =>
        (IEnumerable<string>?)term.Properties.GetValueOrDefault(term.Type.SeenOn!.Name) ?? [];
}
