using System.Collections.Immutable;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>What a folder of YAML says, whole; or the mistakes in it.</summary>
public sealed record SeedContents(
    ImmutableArray<NodeRecord> Nodes, ImmutableArray<RelationshipRecord> Relationships, ImmutableArray<ChangeError> Errors)
{
    /// <summary>
    /// The changes that make a graph say what this says too: nothing where it does already. What the graph has beyond it stays.
    /// </summary>
    public ChangeSet ChangesTo(IStoredGraph graph) => new()
    {
        Nodes = [.. Nodes.Select(n => Add(n, graph.FindNode(n.Id))).OfType<NodeRecord>()],
        Relationships = [.. Relationships.Select(r => Add(r, graph.FindRelationship(r))).OfType<RelationshipRecord>()],
    };

    private static NodeRecord? Add(NodeRecord node, NodeRecord? stored) =>
        stored is null || stored.Type != node.Type ? node : Add(node.Properties, stored.Properties) is { } merged ? node with { Properties = merged } : null;

    private static RelationshipRecord? Add(RelationshipRecord relationship, RelationshipRecord? stored)
    {
        if (stored is null)
            return relationship;
        var properties = Add(relationship.Properties, stored.Properties);
        var claims = stored.Claims.Union(relationship.Claims).ToImmutableArray();
        var until = relationship.Until ?? stored.Until;
        return properties is null && claims.Length == stored.Claims.Length && until == stored.Until ? null
            : relationship with { Properties = properties ?? stored.Properties, Claims = claims, Until = until };
    }

    /// <returns>Null where the stored values say it all already.</returns>
    private static Dictionary<string, object>? Add(IReadOnlyDictionary<string, object> values, IReadOnlyDictionary<string, object> stored)
    {
        if (values.All(v => stored.TryGetValue(v.Key, out var same) && AreSame(v.Value, same)))
            return null;
        var merged = stored.ToDictionary();
        foreach (var (name, value) in values)
            merged[name] = value;
        return merged;
    }

    internal static bool AreSame(object left, object right) => left is IEnumerable<string> list && left is not string
        ? right is IEnumerable<string> other && right is not string && list.SequenceEqual(other) : left.Equals(right);
}
