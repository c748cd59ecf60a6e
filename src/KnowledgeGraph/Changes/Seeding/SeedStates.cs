using System.Collections.Immutable;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>The three states that a run of a seed compares, what it has decided so far, and what it leaves for the next run.</summary>
internal sealed class SeedStates
{
    private readonly SeedContent _last;
    private readonly SeedContent _now;
    private readonly ConflictChoice _choice;
    private readonly Dictionary<string, NodeRecord> _lastNodes;
    private readonly Dictionary<string, RelationshipRecord> _lastRelationships;
    private readonly Dictionary<string, NodeRecord> _nowNodes;
    private readonly Dictionary<string, RelationshipRecord> _nowRelationships;
    private readonly Dictionary<string, NodeRecord> _nextNodes = [];
    private readonly Dictionary<string, RelationshipRecord> _nextRelationships = [];
    private readonly Dictionary<string, NodeRecord?> _nodes = [];
    private readonly Dictionary<string, (RelationshipRecord Record, bool IsRemoved)> _relationships = [];
    private readonly HashSet<string> _kept = [];
    private readonly HashSet<string> _edited = [];
    private readonly List<Redirect> _redirects = [];
    private readonly List<SeedConflict> _conflicts = [];
    private readonly HashSet<(SeedConflictKind, string, string?)> _listed = [];

    /// <param name="last">What the seed said last time.</param>
    /// <param name="now">What it says now.</param>
    /// <param name="graph">What the graph holds.</param>
    public SeedStates(SeedContent last, SeedContent now, IStoredGraph graph, ConflictChoice choice)
    {
        (_last, _now, Stored, _choice) = (last, now, graph, choice);
        (_lastNodes, _lastRelationships) = (last.Nodes.ToDictionary(n => n.Id), last.Relationships.ToDictionary(r => r.Key));
        (_nowNodes, _nowRelationships) = (now.Nodes.ToDictionary(n => n.Id), now.Relationships.ToDictionary(r => r.Key));
    }

    /// <summary>The graph before the run.</summary>
    public IStoredGraph Stored { get; }

    public IEnumerable<NodeRecord> NowNodes => _now.Nodes;
    public IEnumerable<RelationshipRecord> NowRelationships => _now.Relationships;
    public IEnumerable<NodeRecord> NodesTakenOut => _last.Nodes.Where(n => !_nowNodes.ContainsKey(n.Id));
    public IEnumerable<RelationshipRecord> RelationshipsTakenOut => _last.Relationships.Where(r => !_nowRelationships.ContainsKey(r.Key));
    public IReadOnlyList<SeedConflict> Conflicts => _conflicts;

    public NodeRecord? LastNode(string id) => _lastNodes.GetValueOrDefault(id);
    public RelationshipRecord? LastRelationship(string key) => _lastRelationships.GetValueOrDefault(key);
    public NodeRecord? NowNode(string id) => _nowNodes.GetValueOrDefault(id);
    public bool HasNow(RelationshipRecord relationship) => _nowRelationships.ContainsKey(relationship.Key);
    public bool HadLast(RelationshipRecord relationship) => _lastRelationships.ContainsKey(relationship.Key);

    /// <summary>The node as the run leaves it; null if there is none.</summary>
    public NodeRecord? Node(string id) => _nodes.TryGetValue(id, out var node) ? node : Stored.FindNode(id);

    /// <summary>A stored relationship as the run leaves it; null if the run removes it.</summary>
    public RelationshipRecord? Current(RelationshipRecord stored) => _relationships.TryGetValue(stored.Key, out var own) ? own.IsRemoved ? null : own.Record : stored;

    /// <summary>Whether the graph has removed a node that the seed has.</summary>
    public bool IsGone(string id) => Node(id) is null && _nowNodes.ContainsKey(id);

    /// <summary>Whether the graph had removed a node that it gets back.</summary>
    public bool IsRestored(string id) => _nodes.GetValueOrDefault(id) is not null && LastNode(id) is not null && Stored.FindNode(id) is null;

    /// <summary>Whether the run writes or removes a relationship.</summary>
    public bool IsDecided(RelationshipRecord relationship) => _relationships.ContainsKey(relationship.Key);

    /// <summary>The relationships that the run writes.</summary>
    public IEnumerable<RelationshipRecord> Written => _relationships.Values.Where(r => !r.IsRemoved).Select(r => r.Record);

    /// <summary>Stored relationships as the run leaves them, without those that it removes.</summary>
    public IEnumerable<RelationshipRecord> Remaining(IEnumerable<RelationshipRecord> stored) => stored.Select(Current).OfType<RelationshipRecord>();

    public bool IsRemoved(RelationshipRecord stored) => Current(stored) is null;

    public void Put(NodeRecord node) => _nodes[node.Id] = node;

    public void Put(RelationshipRecord relationship) => _relationships[relationship.Key] = (relationship, false);

    public void Put(Redirect redirect) => _redirects.Add(redirect);

    public void RemoveNode(string id) => _nodes[id] = null;

    public void Remove(RelationshipRecord stored) => _relationships[stored.Key] = (stored, true);

    /// <summary>
    /// Leaves a stored relationship that was to be removed. A claim that the run removes leaves its evidence all the same, so that the next run
    /// must not take that for an edit.
    /// </summary>
    public void Keep(RelationshipRecord stored)
    {
        _relationships.Remove(stored.Key);
        _kept.Add(stored.Key);
    }

    /// <summary>Notes that a relationship that was taken out of the seed stays, because the graph changed it.</summary>
    public void KeepEdited(RelationshipRecord stored) => _edited.Add(stored.Key);

    /// <summary>Whether the graph gave such a relationship a claim. Without the claim, the edit would be lost.</summary>
    public bool IsEditedWith(string claim, RelationshipRecord relationship) => _edited.Contains(relationship.Key) && !_lastRelationships[relationship.Key].Claims.Contains(claim);

    /// <summary>What the next run takes for what the seed said last time.</summary>
    public void Leave(NodeRecord node) => _nextNodes[node.Id] = node;

    /// <inheritdoc cref="Leave(NodeRecord)"/>
    public void Leave(RelationshipRecord relationship) => _nextRelationships[relationship.Key] = relationship;

    /// <summary>Leaves what the seed said last time, so that the next run finds the same difference. Without such a record it leaves nothing.</summary>
    public void LeaveLastNode(string id)
    {
        _nextNodes.Remove(id);
        if (LastNode(id) is { } last)
            Leave(last);
    }

    /// <inheritdoc cref="LeaveLastNode"/>
    public void LeaveLastRelationship(string key)
    {
        _nextRelationships.Remove(key);
        if (LastRelationship(key) is { } last)
            Leave(last);
    }

    /// <summary>How the conflict is decided. It is listed if it is not.</summary>
    public ConflictChoice Decide(SeedConflict conflict)
    {
        if (_choice == ConflictChoice.List)
            List(conflict);
        return _choice;
    }

    /// <summary>Like <see cref="Decide"/>, for a conflict in which the graph cannot take what the seed says: it is then listed too.</summary>
    public void DecideToKeep(SeedConflict conflict)
    {
        if (_choice != ConflictChoice.Ours)
            List(conflict);
    }

    /// <summary>Relationships are compared again if nodes come back, and then find the same.</summary>
    private void List(SeedConflict conflict)
    {
        if (_listed.Add((conflict.Kind, conflict.Subject, conflict.Field)))
            _conflicts.Add(conflict);
    }

    /// <summary>Whether the next run finds the conflicts again that this run does not solve.</summary>
    public bool LeavesConflicts => _choice != ConflictChoice.Ours;

    /// <summary>Whether the seed decides conflicts.</summary>
    public bool TakesSeed => _choice == ConflictChoice.Theirs;

    /// <summary>The changes that the run makes.</summary>
    public ChangeSet Changes()
    {
        var removed = _nodes.Where(n => n.Value is null).Select(n => n.Key).ToHashSet();
        var retyped = _nodes.Values.OfType<NodeRecord>().Where(n => Stored.FindNode(n.Id) is { } stored && stored.Type != n.Type).Select(n => n.Id).ToList();
        // Their relationships go with them.
        foreach (var stored in retyped.SelectMany(Stored.RelationshipsOf).ToList())
            _relationships.TryAdd(stored.Key, (stored, false));
        bool Stays(RelationshipRecord r) => HasNow(r) || !(removed.Contains(r.From) || removed.Contains(r.To));
        return new()
        {
            RemovedNodes = [.. removed, .. retyped],
            RemovedRelationships = [.. _relationships.Values.Where(r => r.IsRemoved).Select(r => r.Record)],
            Nodes = [.. _nodes.Values.OfType<NodeRecord>()],
            Redirects = [.. _redirects],
            Relationships = [.. Written.Where(Stays).Select(r => r.Claims.Any(removed.Contains) ? r with { Claims = [.. r.Claims.Where(c => !removed.Contains(c))] } : r)],
        };
    }

    /// <summary>What the seed says, as the next run shall see it.</summary>
    public SeedContent Next()
    {
        var folders = _nextNodes.Keys.Concat(_nextRelationships.Keys).ToImmutableDictionary(k => k, k => _now.Folders.GetValueOrDefault(k, _last.FoldersOf(k)));
        bool IsRemoved(string claim) => _nodes.TryGetValue(claim, out var node) && node is null;
        var relationships = _nextRelationships.Values.Select(r => _kept.Contains(r.Key) ? r with { Claims = [.. r.Claims.Where(c => !IsRemoved(c))] } : r);
        return new([.. _nextNodes.Values.OrderBy(n => n.Id, StringComparer.Ordinal)], [.. relationships.OrderBy(r => r.Key, StringComparer.Ordinal)], folders);
    }
}
