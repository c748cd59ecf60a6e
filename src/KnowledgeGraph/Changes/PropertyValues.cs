namespace KnowledgeGraph.Changes;

/// <summary>Compares the values of properties.</summary>
internal static class PropertyValues
{
    /// <summary>Whether two values of a property are equal. Lists are equal if their items are.</summary>
    public static bool Same(object left, object right) =>
        left is IEnumerable<string> leftItems && right is IEnumerable<string> rightItems ? leftItems.SequenceEqual(rightItems) : left.Equals(right);

    /// <summary>Whether two values are equal, or both are missing.</summary>
    public static bool SameOrNone(object? left, object? right) => left is null || right is null ? left == right : Same(left, right);

    /// <summary>Whether two records have the same properties with equal values.</summary>
    public static bool Same(IReadOnlyDictionary<string, object> left, IReadOnlyDictionary<string, object> right) =>
        left.Count == right.Count && left.All(p => right.TryGetValue(p.Key, out var value) && Same(p.Value, value));
}
