using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>
/// What a check keeps of the nodes and relationships that it has read, mostly as hashes: about 100 bytes of each. Every note names the element that it is about, so
/// that an element may be read again.
/// </summary>
/// <param name="redirects">What the ids of merged nodes stand for.</param>
internal sealed class GraphIndex(GraphModel model, IReadOnlyDictionary<string, string> redirects) : IStoredGraph
{
    private readonly Dictionary<UInt128, int> _types = [];
    private readonly Owners _nodes = new();
    private readonly Owners _relationships = new();
    private readonly Owners _singular = new();
    private readonly Owners _uniqueOwners = new();
    private readonly Dictionary<(NodeType, Property, string), string> _unique = [];
    private readonly Dictionary<string, string> _copies = [];
    private readonly Dictionary<string, string> _made = [];
    private readonly HashSet<string> _madeIds = [];
    private readonly HashSet<string> _leftOut = [];

    /// <summary>Whether all ids of the database are known, so that new ones can be made.</summary>
    public bool HasAllIds { get; set; }

    /// <summary>Whether a node without an id was met before all ids were known.</summary>
    public bool NeedsIds { get; set; }

    private static UInt128 Hash(string text) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Which element has something that only one may have. An element is told that another has it too once both are known.</summary>
    private sealed class Owners
    {
        private readonly Dictionary<UInt128, ulong> _first = [];
        private readonly HashSet<UInt128> _shared = [];

        public bool HasShared => _shared.Count > 0;

        public bool Contains(string text) => _first.ContainsKey(Hash(text));

        /// <returns>Whether no other element that is known has it.</returns>
        public bool Add(string text, string element)
        {
            var (key, own) = (Hash(text), XxHash3.HashToUInt64(MemoryMarshal.AsBytes(element.AsSpan())));
            if (!_first.TryAdd(key, own) && _first[key] != own)
                _shared.Add(key);
            return !_shared.Contains(key);
        }
    }

    /// <summary>Whether several elements have what only one may have. Those that were checked first do not know it yet.</summary>
    public bool HasShared => _nodes.HasShared || _relationships.HasShared || _singular.HasShared || _uniqueOwners.HasShared;

    /// <summary>Notes a node.</summary>
    /// <returns>Whether its id is its own.</returns>
    public bool Add(NodeRecord node, string element)
    {
        foreach (var (property, value) in UniqueOf(node))
            _unique.TryAdd((node.Type, property, Folding.Fold(value)), node.Id);
        _types.TryAdd(Hash(node.Id), node.Type.Index);
        return _nodes.Add(node.Id, element);
    }

    /// <summary>The unique properties of a node whose value another node has too.</summary>
    public IEnumerable<string> Shared(NodeRecord node, string element) =>
        [.. UniqueOf(node).Where(u => !_uniqueOwners.Add($"{node.Type.Name} {u.Property.Name} {Folding.Fold(u.Value)}", element)).Select(u => u.Property.Name)];

    private static IEnumerable<(Property Property, string Value)> UniqueOf(NodeRecord node) =>
        node.Type.Properties.Where(p => p.IsUnique && node.Properties.GetValueOrDefault(p.Name) is string).Select(p => (p, (string)node.Properties[p.Name]));

    /// <summary>Notes a relationship.</summary>
    /// <returns>Whether no other has its key.</returns>
    public bool Add(RelationshipRecord relationship, string element)
    {
        if (relationship.Type == model.Evidence.Republishes)
            _copies.TryAdd(relationship.From, relationship.To);
        return _relationships.Add(relationship.Key, element);
    }

    /// <summary>Notes the one relationship that a field of a node can have.</summary>
    /// <returns>Whether it has no other one.</returns>
    public bool Occupy(RelationshipField field, string owner, string element) => _singular.Add($"{field} {owner}", element);

    public bool IsTaken(string id) => _types.ContainsKey(Hash(id)) || _madeIds.Contains(id) || redirects.ContainsKey(id);

    public bool HasRelationship(string key) => _relationships.Contains(key);

    /// <summary>Keeps the id that was made for a node without one.</summary>
    public void Make(string element, string id)
    {
        _made[element] = id;
        _madeIds.Add(id);
    }

    /// <summary>The id that was made for a node; null if none was.</summary>
    public string? FindMade(string element) => _made.GetValueOrDefault(element);

    /// <summary>Notes whether a node that is not in the graph yet stays out of it, because a person must correct it first.</summary>
    public void LeaveOut(string element, bool isLeftOut)
    {
        if (isLeftOut)
            _leftOut.Add(element);
        else
            _leftOut.Remove(element);
    }

    public bool IsLeftOut(string element) => _leftOut.Contains(element);

    public NodeType? TypeOf(string id) => _types.TryGetValue(Hash(id), out var type) ? model.NodeTypes[type] : null;

    /// <inheritdoc/>
    /// <remarks>The node has its type alone.</remarks>
    public NodeRecord? FindNode(string id) => TypeOf(id) is { } type ? new NodeRecord(type, id, ImmutableDictionary<string, object>.Empty) : null;

    public string? FindRedirect(string id) => redirects.GetValueOrDefault(id);

    public string? FindUnique(NodeType type, Property property, string value) => _unique.GetValueOrDefault((type, property, Folding.Fold(value)));

    /// <inheritdoc/>
    /// <remarks>Of all relationships, only copies are known, because they must not lead in a circle.</remarks>
    public IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction) =>
        type == model.Evidence.Republishes && direction == Direction.Out && _copies.TryGetValue(id, out var original) ? [new RelationshipRecord(type, id, original)] : [];

    public IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded) => [];

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id) => [];

    public RelationshipRecord? FindRelationship(RelationshipRecord record) => null;

    public IEnumerable<RelationshipRecord> CarriedBy(string claim) => [];

    public IEnumerable<RelationshipRecord> ReferencedBy(string id) => [];

    public RecordedChange? FindChange(long version) => null;

    public IEnumerable<RecordedEntry> EntriesOf(long version) => [];

    public Proposal? FindProposal(long number) => null;
}
