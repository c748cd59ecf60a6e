using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KnowledgeGraph.Model;

/// <summary>The model of the graph. Schema, storage, checks and Cypher are generated from it.</summary>
public sealed class GraphModel
{
    internal GraphModel(
        ImmutableArray<NodeType> nodeTypes, ImmutableArray<InterfaceType> interfaces, ImmutableArray<UnionType> unions,
        ImmutableArray<EnumType> enums, ImmutableArray<RelationshipType> relationshipTypes, EvidenceRoles evidence)
    {
        NodeTypes = nodeTypes;
        Interfaces = interfaces;
        Unions = unions;
        Enums = enums;
        RelationshipTypes = relationshipTypes;
        Evidence = evidence;
        Collections = [.. nodeTypes, .. interfaces];
        for (var i = 0; i < Collections.Length; i++)
            Collections[i].CollectionIndex = i;
        foreach (var (rank, type) in relationshipTypes.OrderBy(t => t.Name, StringComparer.Ordinal).Index())
            type.Rank = rank;
        RelationshipTypeNames = new EnumType("RelationshipType", "Types of relationships.", [.. relationshipTypes.OrderBy(t => t.Rank).Select(t => new EnumValue(t.Name, ""))]);
        foreach (var type in nodeTypes)
            type.Adjacencies = [.. relationshipTypes.SelectMany(r => AdjacenciesOf(r, type))];
        Timeline = TimelineRoles.Of(nodeTypes, relationshipTypes, evidence);
        _nodeTypesByName = nodeTypes.ToFrozenDictionary(t => t.Name);
        _nodeTypesByPrefix = nodeTypes.ToLookup(t => t.Prefix);
        _collectionsByName = Collections.ToFrozenDictionary(t => t.CollectionName);
        _relationshipTypesByName = relationshipTypes.ToFrozenDictionary(t => t.Name);
    }

    private readonly FrozenDictionary<string, NodeType> _nodeTypesByName;
    private readonly ILookup<string, NodeType> _nodeTypesByPrefix;
    private readonly FrozenDictionary<string, FieldedType> _collectionsByName;
    private readonly FrozenDictionary<string, RelationshipType> _relationshipTypesByName;

    public ImmutableArray<NodeType> NodeTypes { get; }
    public ImmutableArray<InterfaceType> Interfaces { get; }
    public ImmutableArray<UnionType> Unions { get; }
    public ImmutableArray<EnumType> Enums { get; }
    public ImmutableArray<RelationshipType> RelationshipTypes { get; }
    /// <summary>The names of the types of relationships as an enum, sorted by name.</summary>
    public EnumType RelationshipTypeNames { get; }
    public EvidenceRoles Evidence { get; }
    public TimelineRoles Timeline { get; }
    /// <summary>All types that a root field lists: node types, then interfaces.</summary>
    public ImmutableArray<FieldedType> Collections { get; }

    private static IEnumerable<Adjacency> AdjacenciesOf(RelationshipType relationship, NodeType end)
    {
        if (relationship.Pairs.Any(p => p.From == end))
            yield return relationship.Out;
        if (relationship.Pairs.Any(p => p.To == end))
            yield return relationship.In;
    }

    public NodeType? FindNodeType(string name) => _nodeTypesByName.GetValueOrDefault(name);
    /// <summary>The node type, interface or union with this name.</summary>
    public CompositeType? FindComposite(string name) =>
        FindNodeType(name) ?? Unions.FirstOrDefault(u => u.Name == name) ?? (CompositeType?)Interfaces.FirstOrDefault(i => i.Name == name);
    public FieldedType? FindCollection(string name) => _collectionsByName.GetValueOrDefault(name);
    public RelationshipType? FindRelationshipType(string name) => _relationshipTypesByName.GetValueOrDefault(name);

    /// <summary>The node types with the prefix of this id: none for an unknown prefix, several if types share it.</summary>
    public IEnumerable<NodeType> TypesOf(string id)
    {
        var colon = id.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? [] : _nodeTypesByPrefix[id[..colon]];
    }

    /// <summary>The model that is embedded in the program.</summary>
    public static GraphModel Load()
    {
        using var stream = typeof(GraphModel).Assembly.GetManifestResourceStream("model.graphql")!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return ModelReader.Read("model.graphql", System.Text.Encoding.UTF8.GetString(text));
    }
}
