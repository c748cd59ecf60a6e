using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>
/// Checks for two nodes that are probably one: nodes of one type with the same name, or with the same value of a property that should be distinct.
/// Names are compared without case and diacritics. Evidence is left out: copies of a report share its title, and several reports can say the same.
/// </summary>
internal static class IdentityReview
{
    public static IEnumerable<ChangeWarning> Of(ReviewedChange change)
    {
        foreach (var nodes in change.Nodes.GroupBy(n => n.Type))
        {
            if (!nodes.Key.IsProvenance)
                foreach (var warning in OfProperty(change, nodes.Key, nodes.Key.NameProperty, ChangeWarningCode.SameName, [.. nodes]))
                    yield return warning;
            foreach (var property in nodes.Key.Properties.Where(p => p.IsDistinct))
                foreach (var warning in OfProperty(change, nodes.Key, property, ChangeWarningCode.SameValue, [.. nodes]))
                    yield return warning;
        }
    }

    private static IEnumerable<ChangeWarning> OfProperty(
        ReviewedChange change, NodeType type, Property property, ChangeWarningCode code, List<NodeRecord> nodes)
    {
        var values = nodes.Select(n => Folded(n, property)).OfType<string>().ToHashSet();
        var first = change.FindSameBefore(type, property, values).DistinctBy(n => Folded(n, property)).ToDictionary(n => Folded(n, property)!);
        // A stored node is the first of two, also if the change contains it.
        foreach (var node in nodes.OrderBy(change.IsAdded))
            if (Folded(node, property) is { } value && !first.TryAdd(value, node))
                yield return new ChangeWarning(
                    code, node.Location,
                    $"{node.Id}: {first[value].Id}{At(first[value])} has the same `{property.Name}`, \"{node.Properties[property.Name]}\". Use one node for both, or correct one of them.")
                { OtherLocation = first[value].Location };
    }

    private static string At(NodeRecord node) => node.Location is FileLocation place ? $" (at {place})" : "";

    private static string? Folded(NodeRecord node, Property property) => node.Properties.GetValueOrDefault(property.Name) is string text ? Folding.Fold(text) : null;
}
