using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>The time of a relationship. If only single days are known, it lasts from the first to the last of them.</summary>
/// <param name="First">Empty if it is not known.</param>
/// <param name="Last">Null if it is not known, or if the relationship still holds.</param>
internal readonly record struct Term(string First, string? Last)
{
    public static Term Of(RelationshipRecord relationship)
    {
        var days = relationship.Type.SeenOn is { } seenOn ? (IEnumerable<string>?)relationship.Properties.GetValueOrDefault(seenOn.Name) ?? [] : [];
        return new(
            relationship.Since ?? days.Min(StringComparer.Ordinal) ?? "",
            relationship.Until ?? (relationship.Since is null ? days.Max(StringComparer.Ordinal) : null));
    }

    public bool Contains(string date) => PartialDate.HasStarted(First, date) && (Last is null || PartialDate.HasNotEnded(Last, date));

    public override string ToString() => $"{First}/{Last ?? ".."}";
}
