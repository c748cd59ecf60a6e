namespace KnowledgeGraph.Changes;

/// <summary>Writes out what a valid change set implies, so that a store need only do what it says.</summary>
public static class ChangeSetExpansion
{
    /// <summary>
    /// Adds the relationships that go with a removed node, and puts those that rested on a removed claim again: without it, or with the one
    /// that is put in its place.
    /// </summary>
    public static ChangeSet Expand(this ChangeSet changes, IStoredGraph graph)
    {
        if (changes.RemovedNodes.IsEmpty)
            return changes;
        var removed = changes.RemovedNodes.Except(changes.Nodes.Select(n => n.Id)).ToHashSet();
        var gone = changes.RemovedRelationships.DistinctBy(r => r.Key).ToDictionary(r => r.Key);
        foreach (var relationship in changes.RemovedNodes.SelectMany(graph.RelationshipsOf))
            gone.TryAdd(relationship.Key, relationship);
        var put = changes.Relationships.ToDictionary(r => r.Key);
        foreach (var carried in changes.RemovedNodes.SelectMany(graph.CarriedBy))
            if (!gone.ContainsKey(carried.Key))
                put.TryAdd(carried.Key, carried with { Claims = [.. carried.Claims.Where(c => !removed.Contains(c))] });
        return changes with { RemovedRelationships = [.. gone.Values], Relationships = [.. put.Values] };
    }
}
