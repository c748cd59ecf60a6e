using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Checks a change set against the model and the graph that it changes; finds all mistakes, each with its place.</summary>
public sealed class ChangeSetValidator
{
    private const int LongestId = 200;

    private readonly GraphModel _model;
    private readonly ChangeSet _changes;
    private readonly IStoredGraph _graph;
    private readonly Dictionary<string, NodeRecord> _put = [];
    private readonly HashSet<string> _removed;
    private readonly Dictionary<string, RelationshipRecord> _putRelationships = [];
    private readonly HashSet<string> _removedRelationships = [];
    private readonly List<ChangeError> _errors = [];

    private ChangeSetValidator(GraphModel model, ChangeSet changes, IStoredGraph graph) =>
        (_model, _changes, _graph, _removed) = (model, changes, graph, [.. changes.RemovedNodes]);

    public static IReadOnlyList<ChangeError> Validate(GraphModel model, ChangeSet changes, IStoredGraph graph)
    {
        var validator = new ChangeSetValidator(model, changes, graph);
        validator.Validate();
        return validator._errors;
    }

    private void Validate()
    {
        CheckRemovals();
        foreach (var node in _changes.Nodes)
            CheckNode(node);
        foreach (var relationship in _changes.Relationships)
            CheckRelationship(relationship);
        CheckUnique();
        CheckSingular();
        CheckEvidenceThatGoes();
    }

    private void CheckRemovals()
    {
        foreach (var id in _changes.RemovedNodes)
            if (_graph.FindNode(id) is null)
                Report(null, $"{id}: unknown node found; expected one of the graph, since it is to be removed");
        foreach (var relationship in _changes.RemovedRelationships)
        {
            _removedRelationships.Add(relationship.Key);
            if (_graph.FindRelationship(relationship) is null)
                Report(relationship.Place, $"{relationship.Key}: unknown relationship found; expected one of the graph, since it is to be removed");
        }
    }

    private void CheckNode(NodeRecord node)
    {
        if (!_put.TryAdd(node.Id, node))
            Report(node.Place, $"{node.Id} found twice; expected once (first at {_put[node.Id].Place})");
        if (!IsId(node.Id) || !_model.TypesOf(node.Id).Contains(node.Type))
            Report(node.Place, $"id \"{node.Id}\" found; expected \"{node.Type.Prefix}:\" and letters, digits, - _ . or :, at most {LongestId} characters");
        else if (!_removed.Contains(node.Id) && _graph.FindNode(node.Id) is { } stored && stored.Type != node.Type)
            Report(node.Place, $"{node.Id}: type {node.Type.Name} found; expected {stored.Type.Name}, which it is in the graph");
        CheckProperties(node.Id, node.Place, node.Type.Properties, node.Properties);
    }

    private void CheckRelationship(RelationshipRecord relationship)
    {
        var place = relationship.Place;
        var subject = $"{relationship.From} {relationship.Type.Name} {relationship.To}";
        if (!_putRelationships.TryAdd(relationship.Key, relationship))
            Report(place, $"{subject} found twice; expected once, or another since (first at {_putRelationships[relationship.Key].Place})");
        var (from, to) = (TypeOf(relationship.From), TypeOf(relationship.To));
        if (from is null)
            Report(place, $"{subject}: unknown node {relationship.From} found; expected {NodeLike(relationship.From)}");
        if (to is null)
            Report(place, $"{subject}: unknown node {relationship.To} found; expected {NodeLike(relationship.To)}");
        if (from is not null && to is not null && !relationship.Type.Pairs.Contains((from, to)))
            Report(place, $"{subject}: {from.Name} to {to.Name} found; expected {Pairs(relationship.Type)}");
        CheckDate(subject, place, "since", relationship.Since);
        CheckDate(subject, place, "until", relationship.Until);
        if (relationship is { Since: { } since, Until: { } until } && !PartialDate.HasStarted(since, until))
            Report(place, $"{subject}: since {since} found, after until {until}; expected it before");
        CheckProperties(subject, place, relationship.Type.Properties, relationship.Properties);
        foreach (var claim in relationship.Claims)
            if (TypeOf(claim) != _model.Evidence.Claim)
                Report(place, $"{subject}: evidence {claim} found; expected a claim of the graph");
        if (relationship.Claims.Distinct().Count() < relationship.Claims.Length)
            Report(place, $"{subject}: the same claim found twice; expected once");
        if (relationship.Claims.IsEmpty && relationship.Type.NeedsEvidence)
            Report(place, $"{subject}: no evidence found; expected at least one claim");
    }

    private void CheckProperties(string subject, Place? place, IEnumerable<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        var known = properties.ToDictionary(p => p.Name);
        foreach (var (name, value) in values)
        {
            if (!known.TryGetValue(name, out var property))
                Report(place, $"{subject}: unknown property {name} found; expected one of {string.Join(", ", known.Keys)}");
            else if (Mistake(property, value) is { } expected)
                Report(place, $"{subject}: {name} {Show(value)} found; expected {expected}");
        }
        foreach (var property in known.Values)
            if (property.IsRequired && !values.ContainsKey(property.Name))
                Report(place, $"{subject}: no {property.Name} found; expected {PropertyRules.Expected(property)}");
    }

    private static string? Mistake(Property property, object value)
    {
        if (property.IsList)
            return value is IEnumerable<string> list && value is not string && list.All(i => PropertyRules.IsValid(property, i)) ? null : $"a list of {PropertyRules.Expected(property)}";
        return PropertyRules.IsValid(property, value) ? null : PropertyRules.Expected(property);
    }

    private void CheckDate(string subject, Place? place, string name, string? value)
    {
        if (value is not null && !PartialDate.IsValid(value))
            Report(place, $"{subject}: {name} {Show(value)} found; expected a date such as 2024, 2024-07 or 2024-07-01");
    }

    private void CheckUnique()
    {
        var seen = new Dictionary<(NodeType, string, string), NodeRecord>();
        foreach (var node in _put.Values)
            foreach (var property in node.Type.Properties.Where(p => p.IsUnique))
            {
                if (node.Properties.GetValueOrDefault(property.Name) is not string value)
                    continue;
                var other = seen.TryAdd((node.Type, property.Name, Folding.Fold(value)), node)
                    ? _graph.FindUnique(node.Type, property, value) is { } id && id != node.Id && !_removed.Contains(id) && !_put.ContainsKey(id) ? id : null
                    : seen[(node.Type, property.Name, Folding.Fold(value))].Id;
                if (other is not null)
                    Report(node.Place, $"{node.Id}: {property.Name} \"{value}\" found, which {other} has too; expected another, it is unique");
            }
    }

    /// <summary>A field to one, such as a report's outlet, has at most one relationship.</summary>
    private void CheckSingular()
    {
        foreach (var field in _model.RelationshipTypes.SelectMany(t => t.Fields).Where(f => !f.IsList))
        {
            var others = new Dictionary<string, string>();
            foreach (var relationship in _putRelationships.Values.Where(r => r.Type == field.Type))
            {
                var (owner, other) = field.Direction == Direction.Out ? (relationship.From, relationship.To) : (relationship.To, relationship.From);
                if (TypeOf(owner) is not { } ownerType || !field.Owner.Members.Contains(ownerType)
                    || TypeOf(other) is not { } otherType || !field.Target.Members.Contains(otherType))
                    continue;
                var first = others.TryAdd(owner, other) ? StoredOther(field, owner, relationship.Key) : others[owner];
                if (first is not null)
                    Report(relationship.Place, $"{owner}: {field.Name} {other} found beside {first}; expected at most one");
            }
        }
    }

    private string? StoredOther(RelationshipField field, string owner, string key) => _graph.RelationshipsOf(owner)
        .Where(r => r.Type == field.Type && (field.Direction == Direction.Out ? r.From : r.To) == owner && r.Key != key && Stays(r))
        .Select(r => field.Direction == Direction.Out ? r.To : r.From)
        .FirstOrDefault(other => TypeOf(other) is { } type && field.Target.Members.Contains(type));

    /// <summary>A claim that goes must not leave a relationship without evidence.</summary>
    private void CheckEvidenceThatGoes()
    {
        foreach (var claim in _changes.RemovedNodes.Where(id => !_put.ContainsKey(id)))
            foreach (var carried in _graph.CarriedBy(claim).Where(r => r.Type.NeedsEvidence && Stays(r) && !_putRelationships.ContainsKey(r.Key)))
                if (carried.Claims.All(c => _removed.Contains(c) && !_put.ContainsKey(c)))
                    Report(null, $"{claim}: to be removed, but {carried.From} {carried.Type.Name} {carried.To} rests on it alone; expected other evidence first");
    }

    private bool Stays(RelationshipRecord stored) =>
        !_removedRelationships.Contains(stored.Key) && !_removed.Contains(stored.From) && !_removed.Contains(stored.To);

    private NodeType? TypeOf(string id) =>
        _put.GetValueOrDefault(id)?.Type ?? (_removed.Contains(id) ? null : _graph.FindNode(id)?.Type);

    private static bool IsId(string id) => id.Length <= LongestId && id.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && colon < id.Length - 1 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    /// <summary>The id among the put ones that may be meant.</summary>
    private string NodeLike(string id) =>
        Nearest.Find(id, _put.Keys.Where(k => _model.TypesOf(k).Any(_model.TypesOf(id).Contains))) ?? "a node of the graph";

    private static string Pairs(RelationshipType type) =>
        string.Join(" or ", type.Pairs.Select(p => $"{p.From.Name} to {p.To.Name}").Order(StringComparer.Ordinal).Take(6));

    private static string Show(object value) => value switch
    {
        string { Length: > 80 } text => $"\"{text[..80]}…\"",
        string text => $"\"{text}\"",
        IEnumerable<string> list => $"[{string.Join(", ", list)}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void Report(Place? place, string message) => _errors.Add(new ChangeError(place, message));
}
