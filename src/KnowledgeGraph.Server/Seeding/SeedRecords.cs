using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Merges what several files say about one node, and what both ends say about one relationship.</summary>
internal sealed class SeedRecords(List<ChangeError> errors)
{
    /// <summary>A node that is being read: its values, each with the first location that gives it.</summary>
    public sealed record Node(NodeType Type, string Id, FileLocation Location)
    {
        public Dictionary<string, (object Value, FileLocation Location)> Properties { get; } = [];
    }

    private readonly Dictionary<string, Node> _nodes = [];
    private readonly Dictionary<string, RelationshipRecord> _relationships = [];
    private readonly Dictionary<string, (string Into, FileLocation Location)> _redirects = [];
    private readonly HashSet<ChangeLocation> _faulty = [];
    private readonly Dictionary<string, ImmutableArray<string>> _folders = [];

    /// <summary>The folder of the seed whose files are being read.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The node with this id; null if it already has another type.</summary>
    public Node? Add(NodeType type, string id, FileLocation location)
    {
        if (_redirects.TryGetValue(id, out var redirect))
            errors.Add(new ChangeError(ChangeErrorCode.Contradiction, location, $"{id}: The node must have `mergedInto` alone (at {redirect.Location}), but it also has fields."));
        if (!_nodes.TryGetValue(id, out var node))
            _nodes.Add(id, node = new Node(type, id, location));
        if (node.Type == type)
        {
            AddFolder(id);
            return node;
        }
        errors.Add(new ChangeError(ChangeErrorCode.Contradiction, location, $"{id}: The node must be in one collection, but is in `{type.CollectionName}` and `{node.Type.CollectionName}` (first at {node.Location})."));
        return null;
    }

    /// <summary>Notes what a merged node became.</summary>
    public void Add(Redirect redirect, FileLocation location)
    {
        if (_nodes.TryGetValue(redirect.From, out var node))
            errors.Add(new ChangeError(ChangeErrorCode.Contradiction, location, $"{redirect.From}: The node must have `mergedInto` alone, but it also has fields (at {node.Location})."));
        if (!_redirects.TryAdd(redirect.From, (redirect.Into, location)) && _redirects[redirect.From] is var (into, first) && into != redirect.Into)
            ReportDifference(location, $"{redirect.From}: `mergedInto`", redirect.Into, into, first);
    }

    public void Set(Node node, Property property, object value, FileLocation location)
    {
        if (node.Properties.TryAdd(property.Name, (value, location)))
            return;
        var (first, firstLocation) = node.Properties[property.Name];
        if (!PropertyValues.Same(first, value))
            ReportDifference(location, $"{node.Id}: `{property.Name}`", value, first, firstLocation);
    }

    private void AddFolder(string record) => _folders[record] = [.. _folders.GetValueOrDefault(record, []).Union([Folder])];

    public void Add(RelationshipRecord record, bool isFaulty)
    {
        AddFolder(record.Key);
        if (isFaulty)
            _faulty.Add(record.Location!);
        if (_relationships.TryAdd(record.Key, record))
            return;
        var first = _relationships[record.Key];
        var subject = $"{record.From} {record.Type.Name} {record.To}:";
        if (record.Until is { } until && first.Until is { } firstUntil && until != firstUntil)
            ReportDifference(record.Location!, $"{subject} `until`", until, firstUntil, first.Location!);
        var properties = first.Properties.ToDictionary();
        foreach (var (name, value) in record.Properties)
            if (!properties.TryAdd(name, value) && !PropertyValues.Same(properties[name], value))
                ReportDifference(record.Location!, $"{subject} `{name}`", value, properties[name], first.Location!);
        _relationships[record.Key] = first with
        {
            Until = first.Until ?? record.Until,
            Properties = properties,
            Claims = [.. first.Claims.Union(record.Claims)],
        };
        if (isFaulty)
            _faulty.Add(first.Location!);
    }

    public void MarkFaulty(Node node) => _faulty.Add(node.Location);

    public Seed Build(GraphModel model, int fileCount)
    {
        JoinPartlyKnown();
        return new(
            model, fileCount,
            new SeedContent(
                [.. _nodes.Values.Select(n => new NodeRecord(n.Type, n.Id, n.Properties.ToDictionary(p => p.Key, p => p.Value.Value), n.Location))],
                [.. _relationships.Values], _folders.ToImmutableDictionary())
            {
                Redirects = [.. _redirects.Select(r => new Redirect(r.Key, r.Value.Into) { Location = r.Value.Location })],
            },
            [.. errors], [.. _faulty]);
    }

    /// <summary>Relationships in one file stay as they are: their author wrote them side by side.</summary>
    private void JoinPartlyKnown()
    {
        foreach (var held in _relationships.Values.Where(r => r.Type.SeenOn is not null).GroupBy(r => (r.Type, r.From, r.To)).ToList())
            foreach (var part in held)
                if (PartlyKnown.FindWhole(part, held.Where(h => FileOf(h) != FileOf(part))) is { } whole)
                {
                    _relationships.Remove(part.Key);
                    _relationships[whole.Key] = PartlyKnown.Join(_relationships[whole.Key], part);
                    _folders[whole.Key] = [.. _folders[whole.Key].Union(_folders[part.Key])];
                    _folders.Remove(part.Key);
                }
    }

    private static string FileOf(RelationshipRecord record) => ((FileLocation)record.Location!).File;

    private void ReportDifference(ChangeLocation location, string subject, object value, object first, ChangeLocation firstLocation) =>
        errors.Add(new ChangeError(ChangeErrorCode.Contradiction, location, $"{subject} must be {Show(first)}, as at {firstLocation}, but was {Show(value)}."));

    private static string Show(object value) => value switch
    {
        string text => $"\"{text}\"",
        IEnumerable<string> list => $"[{string.Join(", ", list)}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
