using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Review;

/// <summary>What a review reads: the records of a valid change set, and the graph as the change leaves it.</summary>
internal sealed class ReviewedChange
{
    private readonly IStoredGraph _before;
    private readonly ChangeSet _changes;
    private readonly Dictionary<string, NodeRecord> _nodes;
    private readonly HashSet<string> _removedNodes;
    private readonly HashSet<string> _replaced;
    private readonly ILookup<string, RelationshipRecord> _byEnd;

    /// <param name="model">The model of the graph.</param>
    /// <param name="changes">With all that they imply.</param>
    /// <param name="before">The graph before the changes.</param>
    /// <param name="today">The date of the review.</param>
    public ReviewedChange(GraphModel model, ChangeSet changes, IStoredGraph before, DateOnly today)
    {
        (Model, _changes, _before, Today) = (model, changes, before, today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        _nodes = changes.Nodes.ToDictionary(n => n.Id);
        _removedNodes = [.. changes.RemovedNodes];
        _replaced = [.. changes.RemovedRelationships.Concat(changes.Relationships).Select(r => r.Key)];
        _byEnd = changes.Relationships.SelectMany(r => Ends(r).Select(end => (end, r))).ToLookup(e => e.end, e => e.r);
    }

    public GraphModel Model { get; }

    public string Today { get; }

    /// <summary>The added and changed nodes.</summary>
    public ImmutableArray<NodeRecord> Nodes => _changes.Nodes;

    /// <summary>The added and changed relationships.</summary>
    public ImmutableArray<RelationshipRecord> Relationships => _changes.Relationships;

    /// <summary>The added and changed nodes, and those that lost a relationship.</summary>
    public IEnumerable<NodeRecord> NodesToReview => Nodes.Concat(
        _changes.RemovedRelationships.SelectMany(Ends).Distinct().Where(id => !_nodes.ContainsKey(id)).Select(FindNode).OfType<NodeRecord>());

    public bool IsAdded(NodeRecord node) => _before.FindNode(node.Id) is null;

    public NodeRecord? FindNode(string id) => _nodes.GetValueOrDefault(id) ?? (_removedNodes.Contains(id) ? null : _before.FindNode(id));

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id) => _before.RelationshipsOf(id).Where(Stays).Concat(_byEnd[id]);

    /// <summary>The relationships that have one of these claims as evidence and that the change does not contain.</summary>
    public IEnumerable<RelationshipRecord> CarriedBefore(IEnumerable<string> claims) => claims.SelectMany(_before.CarriedBy).Where(Stays);

    /// <summary>The nodes that the change does not contain. See <see cref="IStoredGraph.FindSame"/>.</summary>
    public IEnumerable<NodeRecord> FindSameBefore(NodeType type, Property property, IReadOnlySet<string> folded) =>
        _before.FindSame(type, property, folded).Where(n => !_nodes.ContainsKey(n.Id) && !_removedNodes.Contains(n.Id));

    /// <summary>The ids at one end of the added, changed and removed relationships of some types.</summary>
    public IEnumerable<string> EndsOfChanged(Direction end, params IEnumerable<RelationshipType> types) =>
        Relationships.Concat(_changes.RemovedRelationships).Where(r => types.Contains(r.Type)).Select(r => end == Direction.Out ? r.From : r.To).Distinct();

    private bool Stays(RelationshipRecord stored) => !_replaced.Contains(stored.Key);

    private static IEnumerable<string> Ends(RelationshipRecord relationship) => new[] { relationship.From, relationship.To }.Distinct();
}
