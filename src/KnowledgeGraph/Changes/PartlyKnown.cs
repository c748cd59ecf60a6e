using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>
/// Merges relationships of which a source knows only a part. One source may know an office by a day or by its end, and another its whole
/// term. A relationship without a start is merged into the one with a start that it fits into, if there is exactly one.
/// </summary>
internal static class PartlyKnown
{
    /// <summary>The only one of <paramref name="candidates"/> that <paramref name="part"/> fits into; null if there is none or more than one.</summary>
    public static RelationshipRecord? FindWhole(RelationshipRecord part, IEnumerable<RelationshipRecord> candidates)
    {
        var wholes = candidates.Where(c => IsPartOf(part, c)).Take(2).ToList();
        return wholes.Count == 1 ? wholes[0] : null;
    }

    /// <summary>The whole with the end, the claims and the properties of the part, except its days.</summary>
    public static RelationshipRecord Join(RelationshipRecord whole, RelationshipRecord part)
    {
        var properties = whole.Properties.ToDictionary();
        foreach (var (name, value) in part.Properties)
            if (name != part.Type.SeenOn!.Name)
                properties.TryAdd(name, value);
        return whole with { Until = whole.Until ?? part.Until, Properties = properties, Claims = [.. whole.Claims.Union(part.Claims)] };
    }

    private static bool IsPartOf(RelationshipRecord part, RelationshipRecord whole) =>
        part is { Type.SeenOn: { } seenOn, Since: null } && whole is { Since: { } since }
        && part.Type == whole.Type && part.From == whole.From && part.To == whole.To
        && part.Properties.All(p => p.Key == seenOn.Name || !whole.Properties.TryGetValue(p.Key, out var value) || PropertyValues.Same(p.Value, value))
        && part.Type.Properties.Where(p => p.IsKey).All(p => Equals(part.Properties.GetValueOrDefault(p.Name), whole.Properties.GetValueOrDefault(p.Name)))
        && (part.Until is null || (PartialDate.HasStarted(since, part.Until) && (whole.Until ?? part.Until) == part.Until))
        && Days(part, seenOn).All(day => PartialDate.HasStarted(since, day) && (whole.Until is null || PartialDate.HasNotEnded(whole.Until, day)));

    private static IEnumerable<string> Days(RelationshipRecord part, Property seenOn) =>
        (IEnumerable<string>?)part.Properties.GetValueOrDefault(seenOn.Name) ?? [];
}
