using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Merges what several files say about one node, and what both ends say about one relationship.</summary>
internal sealed class SeedRecords(List<ChangeError> errors)
{
    /// <summary>A node that is being read: its values, each with the first place that gives it.</summary>
    public sealed record Node(NodeType Type, string Id, Place Place)
    {
        public Dictionary<string, (object Value, Place Place)> Properties { get; } = [];
    }

    private readonly Dictionary<string, Node> _nodes = [];
    private readonly Dictionary<string, RelationshipRecord> _relationships = [];
    private readonly HashSet<Place> _faulty = [];

    /// <summary>The node with this id; null if it already has another type.</summary>
    public Node? Add(NodeType type, string id, Place place)
    {
        if (!_nodes.TryGetValue(id, out var node))
            _nodes.Add(id, node = new Node(type, id, place));
        if (node.Type == type)
            return node;
        errors.Add(new ChangeError(place, $"{id}: The node must be in one collection, but is in `{type.CollectionName}` and `{node.Type.CollectionName}` (first at {node.Place})."));
        return null;
    }

    public void Set(Node node, Property property, object value, Place place)
    {
        if (node.Properties.TryAdd(property.Name, (value, place)))
            return;
        var (first, firstPlace) = node.Properties[property.Name];
        if (!SameValue(first, value))
            ReportDifference(place, $"{node.Id}: `{property.Name}`", value, first, firstPlace);
    }

    public void Add(RelationshipRecord record, bool isFaulty)
    {
        if (isFaulty)
            _faulty.Add(record.Place!);
        if (_relationships.TryAdd(record.Key, record))
            return;
        var first = _relationships[record.Key];
        var subject = $"{record.From} {record.Type.Name} {record.To}:";
        if (record.Until is { } until && first.Until is { } firstUntil && until != firstUntil)
            ReportDifference(record.Place!, $"{subject} `until`", until, firstUntil, first.Place!);
        var properties = first.Properties.ToDictionary();
        foreach (var (name, value) in record.Properties)
            if (!properties.TryAdd(name, value) && !SameValue(properties[name], value))
                ReportDifference(record.Place!, $"{subject} `{name}`", value, properties[name], first.Place!);
        _relationships[record.Key] = first with
        {
            Until = first.Until ?? record.Until,
            Properties = properties,
            Claims = [.. first.Claims.Union(record.Claims)],
        };
        if (isFaulty)
            _faulty.Add(first.Place!);
    }

    public void MarkFaulty(Node node) => _faulty.Add(node.Place);

    public Seed Build(int fileCount)
    {
        JoinPartlyKnown();
        return new(
            fileCount,
            [.. _nodes.Values.Select(n => new NodeRecord(n.Type, n.Id, n.Properties.ToDictionary(p => p.Key, p => p.Value.Value), n.Place))],
            [.. _relationships.Values],
            [.. errors], [.. _faulty]);
    }

    private void JoinPartlyKnown()
    {
        foreach (var held in _relationships.Values.Where(r => r.Type.SeenOn is not null).GroupBy(r => (r.Type, r.From, r.To)).ToList())
            foreach (var part in held)
                if (PartlyKnown.FindWhole(part, held) is { } whole)
                {
                    _relationships.Remove(part.Key);
                    _relationships[whole.Key] = PartlyKnown.Join(_relationships[whole.Key], part);
                }
    }

    public static bool SameValue(object left, object right) =>
        left is IEnumerable<string> leftItems && right is IEnumerable<string> rightItems ? leftItems.SequenceEqual(rightItems) : left.Equals(right);

    private void ReportDifference(Place place, string subject, object value, object first, Place firstPlace) =>
        errors.Add(new ChangeError(place, $"{subject} must be {Show(first)}, as at {firstPlace}, but was {Show(value)}."));

    private static string Show(object value) => value switch
    {
        string text => $"\"{text}\"",
        IEnumerable<string> list => $"[{string.Join(", ", list)}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
