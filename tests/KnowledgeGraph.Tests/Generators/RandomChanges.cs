using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Tests.Reference;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>Change sets that are valid for a graph: the rules of the model, kept here a second time.</summary>
internal sealed class RandomChanges
{
    /// <summary>What the rule and the counting of origins rest on.</summary>
    private static readonly string[] s_rule =
        ["ACTS_UNDER", "BENEFITS", "PURSUES", "SERVES_OBJECTIVE", "STATED_IN", "REPUBLISHES", "PUBLISHED_BY", "ORIGINATED_BY"];

    private readonly Choices _choices;
    private readonly NaiveGraph _graph;
    private readonly List<NodeType> _types;
    private readonly List<RelationshipType> _relationshipTypes;
    private readonly Dictionary<string, RelationshipRecord> _removedRelationships = [];
    private readonly HashSet<string> _removed = [];
    private readonly Dictionary<string, NodeRecord> _nodes = [];
    private readonly Dictionary<string, RelationshipRecord> _relationships = [];

    private RandomChanges(Choices choices, NaiveGraph graph, bool onlyRule)
    {
        (_choices, _graph) = (choices, graph);
        _relationshipTypes = [.. Model.RelationshipTypes.Where(t => !onlyRule || s_rule.Contains(t.Name))];
        _types = [.. Model.NodeTypes.Where(t => !onlyRule || _relationshipTypes.Exists(r => r.Pairs.Any(p => p.From == t)) || t == Model.Evidence.Outlet)];
    }

    private GraphModel Model => _graph.Model;

    /// <param name="size">About how many nodes it puts; relationships are twice as many.</param>
    /// <param name="onlyRule">Only countries, instruments, objectives and the evidence, so that they meet more often.</param>
    public static ChangeSet Next(Choices choices, NaiveGraph graph, int size, bool onlyRule = false)
    {
        var changes = new RandomChanges(choices, graph, onlyRule);
        changes.Remove(percent: choices.Of([0, 0, 5, 20]));
        changes.PutNodes(size);
        if (choices.Chance(20))
            changes.SwapCodes();
        changes.KeepEvidence();
        changes.KeepReferences();
        changes.KeepReports();
        changes.PutRelationships(size * 2);
        return changes.Build();
    }

    private ChangeSet Build() => new()
    {
        RemovedRelationships = [.. _removedRelationships.Values],
        RemovedNodes = [.. _removed],
        Nodes = [.. _nodes.Values],
        Relationships = [.. _relationships.Values],
    };

    private void Remove(int percent)
    {
        foreach (var link in _graph.Links.Where(_ => _choices.Chance(percent)))
            _removedRelationships.Add(link.Record.Key, link.Record);
        foreach (var node in _graph.Nodes.Where(_ => _choices.Chance(percent)))
            _removed.Add(node.Id);
    }

    private void PutNodes(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var type = _choices.Of(_types);
            var id = _choices.Of(RandomValues.Ids[type.Prefix]);
            // Of another type in the graph: reclassified, so removed and put at once
            if (_graph.Find(id) is { } stored && stored.Record.Type != type)
                _removed.Add(id);
            if (!_nodes.ContainsKey(id))
                Put(new NodeRecord(type, id, _choices.Properties(type.Properties)));
        }
        // Removed and put again as the same
        foreach (var id in _removed.Where(_ => _choices.Chance(20)).Where(id => !_nodes.ContainsKey(id)).ToList())
            Put(_graph.Find(id)!.Record);
    }

    private void Put(NodeRecord node)
    {
        if (node.Type.Properties.Where(p => p.IsUnique).All(p => IsFree(node, p)))
            _nodes.Add(node.Id, node);
    }

    private bool IsFree(NodeRecord node, Property property) => !Nodes().Any(n =>
        n.Type == node.Type && n.Id != node.Id && NaiveOrder.Fold((string)n.Properties[property.Name]) == NaiveOrder.Fold((string)node.Properties[property.Name]));

    /// <summary>Two nodes exchange their unique values in one change set.</summary>
    private void SwapCodes()
    {
        if (_graph.Nodes.Select(n => n.Record).Where(n => n.Type.Name == "Country" && !_removed.Contains(n.Id) && !_nodes.ContainsKey(n.Id)).Take(2).ToList()
            is not [var left, var right])
            return;
        _nodes.Add(left.Id, left with { Properties = With(left, right) });
        _nodes.Add(right.Id, right with { Properties = With(right, left) });

        static Dictionary<string, object> With(NodeRecord node, NodeRecord other) =>
            node.Properties.ToDictionary(p => p.Key, p => p.Key is "iso2" or "iso3" ? other.Properties[p.Key] : p.Value);
    }

    /// <summary>A relationship that would lose its last claim goes too.</summary>
    private void KeepEvidence()
    {
        foreach (var link in _graph.Links.Where(l => l.Record.Type.NeedsEvidence && Stays(l.Record)))
            if (link.Record.Claims.All(c => _removed.Contains(c) && !_nodes.ContainsKey(c)))
                _removedRelationships.Add(link.Record.Key, link.Record);
    }

    /// <summary>A relationship that names a node that goes, goes too.</summary>
    private void KeepReferences()
    {
        foreach (var link in _graph.Links.Where(l => Stays(l.Record)))
            if (link.Record.Properties.GetValueOrDefault("onBehalfOf") is string id && _removed.Contains(id) && !_nodes.ContainsKey(id))
                _removedRelationships.Add(link.Record.Key, link.Record);
    }

    /// <summary>What a claim or statistic rests on goes only with the relationship to it.</summary>
    private void KeepReports()
    {
        foreach (var link in _graph.Links.Where(l => l.Record.Type == Model.Evidence.StatedIn || l.Record.Type == Model.Evidence.PrintedIn))
            if (_removed.Contains(link.Record.To) && !_removed.Contains(link.Record.From))
                _removedRelationships.TryAdd(link.Record.Key, link.Record);
    }

    private bool Stays(RelationshipRecord record) =>
        !_removedRelationships.ContainsKey(record.Key) && !_removed.Contains(record.From) && !_removed.Contains(record.To);

    /// <summary>The nodes as they will be.</summary>
    private IEnumerable<NodeRecord> Nodes() =>
        _graph.Nodes.Select(n => n.Record).Where(n => !_removed.Contains(n.Id) && !_nodes.ContainsKey(n.Id)).Concat(_nodes.Values);

    private void PutRelationships(int count)
    {
        var nodes = Nodes().ToList();
        var claims = nodes.Where(n => n.Type == Model.Evidence.Claim).Select(n => n.Id).ToList();
        var types = nodes.ToDictionary(n => n.Id, n => n.Type);
        var stored = _graph.Links.Select(l => l.Record).Where(r =>
            types.TryGetValue(r.From, out var from) && types.TryGetValue(r.To, out var to) && r.Type.Pairs.Contains((from, to))).ToList();
        for (var i = 0; i < count; i++)
        {
            var record = stored.Count > 0 && _choices.Chance(30) ? _choices.Of(stored) : New(nodes);
            if (record is null || (record.Type.NeedsEvidence && claims.Count == 0))
                continue;
            if (_choices.Chance(25) && _relationships.Values.Concat(stored).Where(r => r.Type == record.Type).ToList() is { Count: > 0 } others)
                record = Beside(_choices.Of(others));
            else
                record = Filled(record, claims);
            var namesNode = record.Properties.GetValueOrDefault("onBehalfOf") is not string named || types.ContainsKey(named);
            if (!_relationships.ContainsKey(record.Key) && namesNode && record.Claims.All(claims.Contains) && MakesRoom(record, nodes))
                _relationships.Add(record.Key, record);
        }
    }

    /// <summary>One more between the same two nodes, that only what tells them apart, or its end, makes another.</summary>
    private RelationshipRecord Beside(RelationshipRecord record)
    {
        var properties = record.Properties.Where(p => !record.Type.FindProperty(p.Key)!.IsKey).ToDictionary();
        foreach (var (name, value) in _choices.Properties(record.Type.Properties.Where(p => p.IsKey)))
            properties.Add(name, value);
        return record with { Properties = properties, Since = record.Until is null && _choices.Chance(30) ? _choices.Of(RandomValues.Dates) : record.Since };
    }

    /// <summary>With other values and evidence, under the same key.</summary>
    private RelationshipRecord Filled(RelationshipRecord record, List<string> claims)
    {
        var keys = record.Type.Properties.Where(p => p.IsKey).Select(p => p.Name).ToList();
        var properties = _choices.Properties(record.Type.Properties.Where(p => !p.IsKey));
        foreach (var key in keys)
            if (record.Properties.TryGetValue(key, out var value))
                properties.Add(key, value);
        var evidence = _choices.Some(claims, 3);
        return record with
        {
            Until = _choices.Chance(40) && _choices.Of(RandomValues.Dates) is var until && !IsAfter(record.Since, until) ? until : null,
            Properties = properties,
            Claims = [.. evidence.Count == 0 && record.Type.NeedsEvidence ? [_choices.Of(claims)] : evidence],
        };
    }

    private RelationshipRecord? New(List<NodeRecord> nodes)
    {
        var type = _choices.Chance(40) ? Model.FindRelationshipType(_choices.Of(s_rule))! : _choices.Of(_relationshipTypes);
        var (from, to) = _choices.Of(type.Pairs.OrderBy(p => (p.From.Index, p.To.Index)).ToList());
        var starts = nodes.FindAll(n => n.Type == from);
        var ends = nodes.FindAll(n => n.Type == to);
        if (starts.Count == 0 || ends.Count == 0)
            return null;
        var record = new RelationshipRecord(type, _choices.Of(starts).Id, _choices.Of(ends).Id)
        {
            Since = _choices.Chance(40) ? _choices.Of(RandomValues.Dates) : null,
            Properties = _choices.Properties(type.Properties),
        };
        // The contract knows no root of a circle of copies.
        return type.Name == "REPUBLISHES" && string.CompareOrdinal(record.From, record.To) <= 0 ? null : record;
    }

    private static NodeType TypeOf(List<NodeRecord> nodes, string id) => nodes.Find(n => n.Id == id)!.Type;

    private static bool IsAfter(string? since, string until) =>
        since is not null && string.CompareOrdinal(since, until) > 0 && !since.StartsWith(until, StringComparison.Ordinal);

    /// <summary>A field to one has one relationship: what stands there is removed, or else this one is not put.</summary>
    private bool MakesRoom(RelationshipRecord record, List<NodeRecord> nodes)
    {
        var others = Model.RelationshipTypes.SelectMany(t => t.Fields).Where(f => !f.IsList && f.Type == record.Type && Owns(f, record, nodes))
            .SelectMany(field => _graph.Links.Select(l => l.Record).Where(Stays).Where(r => !_relationships.ContainsKey(r.Key)).Concat(_relationships.Values)
                .Where(r => r.Key != record.Key && r.Type == record.Type && OwnerOf(field, r) == OwnerOf(field, record) && Owns(field, r, nodes)))
            .DistinctBy(r => r.Key).ToList();
        if (others.Exists(o => _relationships.ContainsKey(o.Key)) || (others.Count > 0 && _choices.Chance(50)))
            return false;
        foreach (var other in others)
            _removedRelationships.TryAdd(other.Key, other);
        return true;
    }

    private static string OwnerOf(RelationshipField field, RelationshipRecord record) => field.Direction == Direction.Out ? record.From : record.To;

    private static bool Owns(RelationshipField field, RelationshipRecord record, List<NodeRecord> nodes)
    {
        var (owner, other) = field.Direction == Direction.Out ? (record.From, record.To) : (record.To, record.From);
        return field.Owner.Members.Contains(TypeOf(nodes, owner)) && field.Target.Members.Contains(TypeOf(nodes, other));
    }
}
