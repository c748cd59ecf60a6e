using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>What a change must know of the stored graph, and no more.</summary>
internal sealed class StoredRecords : IStoredGraph
{
    private readonly Dictionary<string, NodeRecord> _nodes = [];
    private readonly Dictionary<(NodeType, Property, string), string> _unique = [];
    private readonly Dictionary<string, RelationshipRecord> _relationships = [];
    private readonly Dictionary<string, List<RelationshipRecord>> _byEnd = [];

    public IEnumerable<RelationshipRecord> Relationships => _relationships.Values;

    public void Add(NodeRecord node)
    {
        _nodes[node.Id] = node;
        foreach (var property in node.Type.Properties.Where(p => p.IsUnique))
            if (node.Properties.GetValueOrDefault(property.Name) is string value)
                _unique[(node.Type, property, Folding.Fold(value))] = node.Id;
    }

    public void Add(RelationshipRecord relationship)
    {
        if (!_relationships.TryAdd(relationship.Key, relationship))
            return;
        foreach (var end in new[] { relationship.From, relationship.To }.Distinct())
            if (_byEnd.TryGetValue(end, out var others))
                others.Add(relationship);
            else
                _byEnd.Add(end, [relationship]);
    }

    public NodeRecord? FindNode(string id) => _nodes.GetValueOrDefault(id);

    public string? FindUnique(NodeType type, Property property, string value) => _unique.GetValueOrDefault((type, property, Folding.Fold(value)));

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id) => _byEnd.GetValueOrDefault(id) ?? [];

    public RelationshipRecord? FindRelationship(RelationshipRecord record) => _relationships.GetValueOrDefault(record.Key);

    public IEnumerable<RelationshipRecord> CarriedBy(string claim) => _relationships.Values.Where(r => r.Claims.Contains(claim));

    public IEnumerable<RelationshipRecord> ReferencedBy(string id) => _relationships.Values.Where(r => r.References.Any(f => f.Id == id));
}
