using System.Collections.Immutable;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>A stored graph with the writes of an operation so far, so that each write sees the effects of those before it.</summary>
internal sealed class WorkingGraph(IStoredGraph stored) : IStoredGraph
{
    private readonly record struct Written(RelationshipRecord Record, bool IsRemoved);

    /// <summary>The nodes that were written, and null for those that were removed.</summary>
    private readonly Dictionary<string, NodeRecord?> _nodes = [];
    private readonly Dictionary<string, Written> _relationships = [];
    /// <summary>The nodes that were removed, also if they were created again, and where the removal was given.</summary>
    private readonly Dictionary<string, ChangeLocation> _removed = [];

    /// <summary>The redirects that were made, and null for those that were removed.</summary>
    private readonly Dictionary<string, string?> _redirects = [];

    private IEnumerable<RelationshipRecord> Current => _relationships.Values.Where(r => !r.IsRemoved).Select(r => r.Record);

    public NodeRecord? FindNode(string id) => _nodes.TryGetValue(id, out var node) ? node : stored.FindNode(id);

    public string? FindRedirect(string id) => _redirects.TryGetValue(id, out var into) ? into : stored.FindRedirect(id);

    public string? FindUnique(NodeType type, Property property, string value) =>
        _nodes.Values.FirstOrDefault(n => n?.Type == type && n.Properties.GetValueOrDefault(property.Name) is string own && Folding.Fold(own) == Folding.Fold(value))?.Id
        ?? (stored.FindUnique(type, property, value) is { } id && !_nodes.ContainsKey(id) ? id : null);

    public IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded) =>
    [
        .. stored.FindSame(type, property, folded).Where(n => !_nodes.ContainsKey(n.Id)),
        .. _nodes.Values.OfType<NodeRecord>().Where(n => n.Type == type && n.Properties.GetValueOrDefault(property.Name) is string own && folded.Contains(Folding.Fold(own))),
    ];

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id) => Merge(stored.RelationshipsOf(id), r => r.From == id || r.To == id);

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction) =>
        Merge(stored.RelationshipsOf(id, type, direction), r => r.Type == type && (direction == Direction.Out ? r.From : r.To) == id);

    public RelationshipRecord? FindRelationship(RelationshipRecord record) => _relationships.TryGetValue(record.Key, out var own)
        ? own.IsRemoved ? null : own.Record
        : stored.FindRelationship(record) is { } found && Stays(found) ? WithoutRemovedClaims(found) : null;

    public IEnumerable<RelationshipRecord> CarriedBy(string claim) => Merge(stored.CarriedBy(claim), r => r.Claims.Contains(claim));

    public IEnumerable<RelationshipRecord> ReferencedBy(string id) => Merge(stored.ReferencedBy(id), r => r.References.Any(f => f.Id == id));

    public RecordedChange? FindChange(long version) => stored.FindChange(version);

    public IEnumerable<RecordedEntry> EntriesOf(long version) => stored.EntriesOf(version);

    public Proposal? FindProposal(long number) => stored.FindProposal(number);

    private List<RelationshipRecord> Merge(IEnumerable<RelationshipRecord> found, Func<RelationshipRecord, bool> matches) =>
        [.. found.Where(r => !_relationships.ContainsKey(r.Key) && Stays(r)).Select(WithoutRemovedClaims), .. Current.Where(matches)];

    private bool Stays(RelationshipRecord found) => !_removed.ContainsKey(found.From) && !_removed.ContainsKey(found.To);

    private RelationshipRecord WithoutRemovedClaims(RelationshipRecord found) =>
        found.Claims.Any(_removed.ContainsKey) ? found with { Claims = [.. found.Claims.Where(c => !_removed.ContainsKey(c))] } : found;

    public void Put(NodeRecord node) => _nodes[node.Id] = node;

    public void Put(RelationshipRecord relationship) => _relationships[relationship.Key] = new(relationship, IsRemoved: false);

    public void Remove(RelationshipRecord relationship) => _relationships[relationship.Key] = new(relationship, IsRemoved: true);

    /// <summary>Lets the id of a removed node stand for another one.</summary>
    public void Put(Redirect redirect) => _redirects[redirect.From] = redirect.Into;

    /// <summary>Frees the id of a node that was merged, because the node comes back.</summary>
    public void RemoveRedirect(string id) => _redirects[id] = null;

    /// <summary>Removes a node with its relationships, and from the evidence of others if it is a claim.</summary>
    /// <param name="location">Where the removal was given.</param>
    public void RemoveNode(string id, ChangeLocation location)
    {
        foreach (var own in Current.Where(r => r.From == id || r.To == id).ToList())
            _relationships.Remove(own.Key);
        foreach (var carried in Current.Where(r => r.Claims.Contains(id)).ToList())
            Put(carried with { Claims = carried.Claims.Remove(id) });
        _nodes[id] = null;
        _removed[id] = location;
    }

    /// <summary>The changes that lead from the stored graph to this one, without those that change nothing.</summary>
    public ChangeSet Changes() => new()
    {
        RemovedNodes = [.. _removed.Keys.Where(id => stored.FindNode(id) is not null)],
        RemovalLocations = _removed.ToImmutableDictionary(),
        RemovedRelationships = [.. _relationships.Values.Where(r => r.IsRemoved && stored.FindRelationship(r.Record) is not null).Select(r => r.Record)],
        Nodes = [.. _nodes.Values.OfType<NodeRecord>().Where(IsChanged)],
        Relationships = [.. Current.Where(IsChanged)],
        Redirects = [.. from redirect in _redirects where redirect.Value is not null && redirect.Value != stored.FindRedirect(redirect.Key) select new Redirect(redirect.Key, redirect.Value!)],
        RemovedRedirects = [.. _redirects.Where(r => r.Value is null && stored.FindRedirect(r.Key) is not null).Select(r => r.Key)],
    };

    private bool IsChanged(NodeRecord node) => _removed.ContainsKey(node.Id)
        || stored.FindNode(node.Id) is not { } before || before.Type != node.Type || !PropertyValues.Same(before.Properties, node.Properties);

    private bool IsChanged(RelationshipRecord relationship) => !Stays(relationship)
        || stored.FindRelationship(relationship) is not { } before || before.Until != relationship.Until
        || !PropertyValues.Same(before.Properties, relationship.Properties) || !before.Claims.SequenceEqual(relationship.Claims);
}
