namespace KnowledgeGraph.Changes;

/// <summary>Adds the implied changes to a valid change set, so that a store can apply it literally.</summary>
public static class ChangeSetExpansion
{
    /// <summary>
    /// Adds the relationships that are removed with a node. Also writes the relationships of a removed claim again: without it, or with the
    /// claim that replaces it. What is implied is in the order of keys, so that every store records the same.
    /// </summary>
    public static ChangeSet Expand(this ChangeSet changes, IStoredGraph graph)
    {
        if (changes.RemovedNodes.IsEmpty)
            return changes;
        var removed = changes.RemovedNodes.Except(changes.Nodes.Select(n => n.Id)).ToHashSet();
        var gone = changes.RemovedRelationships.DistinctBy(r => r.Key).ToDictionary(r => r.Key);
        foreach (var relationship in InOrder(changes.RemovedNodes.SelectMany(graph.RelationshipsOf)))
            gone.TryAdd(relationship.Key, relationship);
        var put = changes.Relationships.ToDictionary(r => r.Key);
        foreach (var carried in InOrder(changes.RemovedNodes.SelectMany(graph.CarriedBy)))
            if (!gone.ContainsKey(carried.Key))
                put.TryAdd(carried.Key, carried with { Claims = [.. carried.Claims.Where(c => !removed.Contains(c))] });
        return changes with { RemovedRelationships = [.. gone.Values], Relationships = [.. put.Values] };
    }

    private static IOrderedEnumerable<RelationshipRecord> InOrder(IEnumerable<RelationshipRecord> relationships) => relationships.OrderBy(r => r.Key, StringComparer.Ordinal);
}
