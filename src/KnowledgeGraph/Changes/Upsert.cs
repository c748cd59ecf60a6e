using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Finds what given records change in a graph. The graph keeps what the records leave out.</summary>
internal static class Upsert
{
    /// <param name="given">Nodes and relationships, without defaults.</param>
    /// <param name="graph">The graph.</param>
    /// <returns>The changes, which are empty if the graph already has all that is given.</returns>
    public static ChangeSet Changes(ChangeSet given, IStoredGraph graph)
    {
        var joined = new List<RelationshipRecord>();
        return new()
        {
            Nodes = [.. given.Nodes.Select(n => Change(n, graph)).OfType<NodeRecord>()],
            Relationships = [.. given.Relationships.Select(r => Change(r.Type.SeenOn is null ? r : JoinStored(r, graph, joined), graph)).OfType<RelationshipRecord>()],
            RemovedRelationships = [.. joined],
        };
    }

    /// <summary>Merges a partly known relationship on one side with the whole one on the other side.</summary>
    /// <param name="joined">Receives the stored parts that the relationship replaces.</param>
    private static RelationshipRecord JoinStored(RelationshipRecord relationship, IStoredGraph graph, List<RelationshipRecord> joined)
    {
        var stored = graph.RelationshipsOf(relationship.From, relationship.Type, Direction.Out).ToList();
        if (PartlyKnown.FindWhole(relationship, stored) is { } whole)
            return PartlyKnown.Join(whole, relationship) with { Location = relationship.Location };
        foreach (var part in stored.Where(s => PartlyKnown.FindWhole(s, [relationship]) is not null))
        {
            joined.Add(part);
            relationship = PartlyKnown.Join(relationship, part);
        }
        return relationship;
    }

    private static NodeRecord? Change(NodeRecord node, IStoredGraph graph)
    {
        var stored = graph.FindNode(node.Id);
        var merged = Merge(node.Type.Properties, stored?.Properties, node.Properties);
        return stored is not null && stored.Type == node.Type && PropertyValues.Same(stored.Properties, merged) ? null : node with { Properties = merged };
    }

    private static RelationshipRecord? Change(RelationshipRecord relationship, IStoredGraph graph)
    {
        var stored = graph.FindRelationship(relationship);
        var merged = relationship with
        {
            Until = relationship.Until ?? stored?.Until,
            Properties = Merge(relationship.Type.Properties, stored?.Properties, relationship.Properties),
            Claims = [.. (stored?.Claims ?? []).Union(relationship.Claims)],
        };
        return stored is not null && stored.Until == merged.Until && PropertyValues.Same(stored.Properties, merged.Properties)
            && stored.Claims.Length == merged.Claims.Length ? null : merged;
    }

    private static Dictionary<string, object> Merge(
        ImmutableArray<Property> properties, IReadOnlyDictionary<string, object>? stored, IReadOnlyDictionary<string, object> given)
    {
        var merged = stored?.ToDictionary() ?? [];
        foreach (var (name, value) in given)
            merged[name] = value;
        PropertyDefaults.Fill(properties, merged);
        return merged;
    }
}
