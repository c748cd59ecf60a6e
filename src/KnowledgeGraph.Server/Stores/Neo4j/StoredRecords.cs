using KnowledgeGraph.Changes;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>What was asked of the stored graph.</summary>
internal abstract record StoredQuestion
{
    public sealed record Node(string Id) : StoredQuestion;
    public sealed record Redirect(string Id) : StoredQuestion;
    public sealed record Unique(NodeType Type, Property Property, string Folded) : StoredQuestion;
    public sealed record Same(NodeType Type, Property Property, string Folded) : StoredQuestion;
    public sealed record Between(RelationshipType Type, string From, string To) : StoredQuestion;
    public sealed record OfEnd(RelationshipType Type, Direction Direction, string Id) : StoredQuestion;
    public sealed record OfNode(string Id) : StoredQuestion;
    public sealed record CarriedBy(string Claim) : StoredQuestion;
    public sealed record ReferencedBy(string Id) : StoredQuestion;
    public sealed record Change(long Version) : StoredQuestion;
    public sealed record Entries(long Version) : StoredQuestion;
    public sealed record Proposal(long Number) : StoredQuestion;
}

/// <summary>
/// The part of the stored graph that was fetched. A question about any other part is answered with nothing and kept in <see cref="Misses"/>: the caller
/// fetches the answers and asks again, so that a change needs few requests to Neo4j, whatever it asks.
/// </summary>
internal sealed class StoredRecords : IStoredGraph
{
    private readonly HashSet<StoredQuestion> _answered = [];
    private readonly HashSet<StoredQuestion> _misses = [];
    private readonly Dictionary<string, NodeRecord> _nodes = [];
    private readonly Dictionary<string, string> _redirects = [];
    private readonly Dictionary<(NodeType, Property, string), string> _unique = [];
    private readonly Dictionary<string, RelationshipRecord> _relationships = [];
    private readonly Dictionary<string, List<RelationshipRecord>> _byEnd = [];
    private readonly Dictionary<long, RecordedChange> _changes = [];
    private readonly Dictionary<long, Proposal> _proposals = [];
    private readonly SortedDictionary<(long Version, int Position), RecordedEntry> _entries = [];

    /// <summary>The questions whose answers were not fetched. Whatever was concluded from their answers is wrong.</summary>
    public IReadOnlyCollection<StoredQuestion> Misses => _misses;

    public IEnumerable<RelationshipRecord> Relationships => _relationships.Values;

    /// <summary>Notes that the answers to these questions were added.</summary>
    public void Answer(IEnumerable<StoredQuestion> questions)
    {
        _answered.UnionWith(questions);
        _misses.ExceptWith(_answered);
    }

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

    public void Add(Redirect redirect) => _redirects[redirect.From] = redirect.Into;

    public void Add(RecordedChange change) => _changes[change.Version] = change;

    public void Add(Proposal proposal) => _proposals[proposal.Number] = proposal;

    public void Add(long version, RecordedEntry entry) => _entries[(version, entry.Position)] = entry;

    private void Ask(StoredQuestion question)
    {
        if (!_answered.Contains(question))
            _misses.Add(question);
    }

    public NodeRecord? FindNode(string id)
    {
        if (_nodes.TryGetValue(id, out var node))
            return node;
        Ask(new StoredQuestion.Node(id));
        return null;
    }

    public string? FindRedirect(string id)
    {
        if (_redirects.TryGetValue(id, out var into))
            return into;
        Ask(new StoredQuestion.Redirect(id));
        return null;
    }

    public string? FindUnique(NodeType type, Property property, string value)
    {
        var folded = Folding.Fold(value);
        Ask(new StoredQuestion.Unique(type, property, folded));
        return _unique.GetValueOrDefault((type, property, folded));
    }

    public IEnumerable<NodeRecord> FindSame(NodeType type, Property property, IReadOnlySet<string> folded)
    {
        foreach (var value in folded)
            Ask(new StoredQuestion.Same(type, property, value));
        return _nodes.Values.Where(n => n.Type == type && n.Properties.GetValueOrDefault(property.Name) is string text && folded.Contains(Folding.Fold(text))).OrderBy(n => n.Id, StringComparer.Ordinal);
    }

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id)
    {
        Ask(new StoredQuestion.OfNode(id));
        return _byEnd.GetValueOrDefault(id) ?? [];
    }

    public IEnumerable<RelationshipRecord> RelationshipsOf(string id, RelationshipType type, Direction direction)
    {
        if (!_answered.Contains(new StoredQuestion.OfNode(id)))
            Ask(new StoredQuestion.OfEnd(type, direction, id));
        return (_byEnd.GetValueOrDefault(id) ?? []).Where(r => r.Type == type && (direction == Direction.Out ? r.From : r.To) == id);
    }

    public RelationshipRecord? FindRelationship(RelationshipRecord record)
    {
        if (_relationships.TryGetValue(record.Key, out var found))
            return found;
        Ask(new StoredQuestion.Between(record.Type, record.From, record.To));
        return null;
    }

    public IEnumerable<RelationshipRecord> CarriedBy(string claim)
    {
        Ask(new StoredQuestion.CarriedBy(claim));
        return _relationships.Values.Where(r => r.Claims.Contains(claim));
    }

    public IEnumerable<RelationshipRecord> ReferencedBy(string id)
    {
        Ask(new StoredQuestion.ReferencedBy(id));
        return _relationships.Values.Where(r => r.References.Any(f => f.Id == id));
    }

    public RecordedChange? FindChange(long version)
    {
        Ask(new StoredQuestion.Change(version));
        return _changes.GetValueOrDefault(version);
    }

    public IEnumerable<RecordedEntry> EntriesOf(long version)
    {
        Ask(new StoredQuestion.Entries(version));
        return _entries.Where(e => e.Key.Version == version).Select(e => e.Value);
    }

    public Proposal? FindProposal(long number)
    {
        Ask(new StoredQuestion.Proposal(number));
        return _proposals.GetValueOrDefault(number);
    }
}
