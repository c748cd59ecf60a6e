using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>Checks a change set against the model and the graph that it changes. Reports all errors, each with its code and location.</summary>
public sealed class ChangeSetValidator
{
    internal const int MaxIdLength = 200;
    /// <summary>How often a similar id is searched for. An import can have many wrong ids, and each search looks at all nodes of the change set.</summary>
    private const int MaxSuggestions = 100;

    private readonly GraphModel _model;
    private readonly ChangeSet _changes;
    private readonly IStoredGraph _graph;
    private readonly Dictionary<string, NodeRecord> _put = [];
    private readonly HashSet<string> _removed;
    private readonly Dictionary<string, string> _redirects;
    private readonly Dictionary<string, RelationshipRecord> _putRelationships = [];
    private readonly HashSet<string> _removedRelationships = [];
    private readonly List<ChangeError> _errors = [];
    private int _suggestions;

    private ChangeSetValidator(GraphModel model, ChangeSet changes, IStoredGraph graph) =>
        (_model, _changes, _graph, _removed, _redirects) = (
            model, changes, graph, [.. changes.RemovedNodes], changes.Redirects.DistinctBy(r => r.From).ToDictionary(r => r.From, r => r.Into));

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
        foreach (var redirect in _changes.Redirects)
            CheckRedirect(redirect);
        foreach (var relationship in _changes.Relationships)
            CheckRelationship(relationship);
        CheckUnique();
        CheckSingular();
        CheckCopies();
        CheckEvidenceThatGoes();
        CheckReportsThatGo();
        CheckReferencesThatGo();
    }

    private void CheckRemovals()
    {
        foreach (var id in _changes.RemovedNodes)
            if (_graph.FindNode(id) is null)
                Report(ChangeErrorCode.NotFound, LocationOf(id), $"{id}: The node cannot be removed because it is not in the graph.");
        foreach (var relationship in _changes.RemovedRelationships)
        {
            _removedRelationships.Add(relationship.Key);
            if (_graph.FindRelationship(relationship) is null)
                Report(ChangeErrorCode.NotFound, relationship.Location, $"{relationship.Key}: The relationship cannot be removed because it is not in the graph.");
        }
    }

    private void CheckNode(NodeRecord node)
    {
        if (!_put.TryAdd(node.Id, node))
            Report(ChangeErrorCode.Duplicate, node.Location, $"{node.Id}: The node appears twice (first at {_put[node.Id].Location}). Give it once.");
        if (!IsId(node.Id) || !_model.TypesOf(node.Id).Contains(node.Type))
            Report(ChangeErrorCode.InvalidId, node.Location, IdMistake(node.Type, node.Id), "id");
        else if (!_removed.Contains(node.Id) && _graph.FindNode(node.Id) is { } stored && stored.Type != node.Type)
            Report(ChangeErrorCode.Contradiction, node.Location, $"{node.Id}: The type must be `{stored.Type.Name}`, as in the graph, but was `{node.Type.Name}`.");
        else if (_graph.FindNode(node.Id) is null && _graph.FindRedirect(node.Id) is { } into && !_changes.RemovedRedirects.Contains(node.Id))
            Report(ChangeErrorCode.Taken, node.Location, $"{node.Id}: The id is taken, because the node was merged into {into}. Use {into}, or another id.", "id");
        CheckProperties(node.Id, node.Location, node.Type.Properties, node.Properties);
    }

    private void CheckRedirect(Redirect redirect)
    {
        var (from, into) = redirect;
        var location = redirect.Location ?? LocationOf(from);
        if (_put.ContainsKey(from) || (!_removed.Contains(from) && _graph.FindNode(from) is not null))
            Report(ChangeErrorCode.Contradiction, location, $"{from}: A node that was merged into {into} must not be in the graph any more.");
        else if (!IsId(from) || !_model.TypesOf(from).Intersect(_model.TypesOf(into)).Any())
            Report(ChangeErrorCode.InvalidId, location, $"{from}: A node can only be merged into one with the same prefix, but `mergedInto` was {into}.");
        else if (_graph.FindRedirect(from) is { } other && other != into)
            Report(ChangeErrorCode.Contradiction, location, $"{from}: The node was merged into {other} already, and cannot be merged into {into}.");
        else if (!LeadsToNode(redirect))
            Report(ChangeErrorCode.NotFound, location, $"{from}: The node {into}, into which it was merged, does not exist. Use a node of the graph.");
    }

    /// <summary>Whether a redirect leads to a node, also by way of others, and not to itself.</summary>
    private bool LeadsToNode(Redirect redirect)
    {
        var seen = new HashSet<string> { redirect.From };
        var id = redirect.Into;
        while (TypeOf(id) is null)
            if (!seen.Add(id) || (_redirects.GetValueOrDefault(id) ?? _graph.FindRedirect(id)) is not { } next)
                return false;
            else
                id = next;
        return true;
    }

    private void CheckRelationship(RelationshipRecord relationship)
    {
        var location = relationship.Location;
        var subject = $"{relationship.From} {relationship.Type.Name} {relationship.To}";
        if (!_putRelationships.TryAdd(relationship.Key, relationship))
            Report(ChangeErrorCode.Duplicate, location, $"{subject}: The relationship appears twice (first at {_putRelationships[relationship.Key].Location}). Give it once, or with another `since`.");
        var (from, to) = (TypeOf(relationship.From), TypeOf(relationship.To));
        if (from is null)
            Report(ChangeErrorCode.NotFound, location, $"{subject}: The node {relationship.From} does not exist. {SuggestNode(relationship.From)}", "from");
        if (to is null)
            Report(ChangeErrorCode.NotFound, location, $"{subject}: The node {relationship.To} does not exist. {SuggestNode(relationship.To)}", "to");
        if (from is not null && to is not null && !relationship.Type.Pairs.Contains((from, to)))
            Report(ChangeErrorCode.InvalidEnds, location, $"{subject}: The relationship must lead from {Pairs(relationship.Type)}, but leads from {from.Name} to {to.Name}.", "to");
        CheckDate(subject, location, "since", relationship.Since);
        CheckDate(subject, location, "until", relationship.Until);
        if (relationship is { Since: { } since, Until: { } until } && !PartialDate.HasStarted(since, until))
            Report(ChangeErrorCode.InvalidPeriod, location, $"{subject}: `since` must not be after `until` ({until}), but was {since}.", "since");
        CheckProperties(subject, location, relationship.Type.Properties, relationship.Properties);
        CheckReferences(subject, relationship);
        foreach (var claim in relationship.Claims)
            if (TypeOf(claim) != _model.Evidence.Claim)
                Report(ChangeErrorCode.InvalidEvidence, location, $"{subject}: The evidence must be a claim of the graph, but was {claim}.", "evidence");
        if (relationship.Claims.Distinct().Count() < relationship.Claims.Length)
            Report(ChangeErrorCode.Duplicate, location, $"{subject}: The evidence names the same claim twice. Name it once.", "evidence");
        if (relationship.Claims.IsEmpty && relationship.Type.NeedsEvidence)
            Report(ChangeErrorCode.EvidenceMissing, location, $"{subject}: The relationship has no evidence. Name at least one claim.", "evidence");
    }

    private void CheckProperties(string subject, ChangeLocation? location, ImmutableArray<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        foreach (var (name, value) in values)
        {
            if (properties.FirstOrDefault(p => p.Name == name) is not { } property)
                Report(ChangeErrorCode.UnknownName, location, $"{subject}: The property `{name}` is unknown. Use one of {string.Join(", ", properties.Select(p => p.Name))}.", name);
            else if (Mistake(property, value) is { } expected)
                Report(ChangeErrorCode.InvalidValue, location, $"{subject}: `{name}` must be {expected}, but was {Show(value)}.", name);
        }
        foreach (var property in properties)
            if (property.NotBefore is { } earlier && values.GetValueOrDefault(property.Name) is string date && values.GetValueOrDefault(earlier) is string start
                && PartialDate.IsValid(date) && PartialDate.IsValid(start) && !PartialDate.HasStarted(start, date))
                Report(ChangeErrorCode.InvalidPeriod, location, $"{subject}: `{property.Name}` must not be before `{earlier}` ({start}), but was {date}.", property.Name);
        foreach (var property in properties)
            if (property.IsRequired && !values.ContainsKey(property.Name))
                Report(ChangeErrorCode.MissingValue, location, $"{subject}: `{property.Name}` is missing. It must be {PropertyRules.Expected(property)}.", property.Name);
    }

    private void CheckReferences(string subject, RelationshipRecord relationship)
    {
        foreach (var (property, id) in relationship.References)
        {
            var allowed = _model.FindComposite(property.ReferenceTo!)!.Members;
            if (TypeOf(id) is not { } type)
                Report(ChangeErrorCode.NotFound, relationship.Location, $"{subject}: `{property.Name}` names {id}, which does not exist. {SuggestNode(id)}", property.Name);
            else if (!allowed.Contains(type))
                Report(ChangeErrorCode.InvalidValue, relationship.Location,
                    $"{subject}: `{property.Name}` must be the id of a node of type {string.Join(" or ", allowed.Select(t => t.Name))}, but was {id}.", property.Name);
        }
    }

    private static string? Mistake(Property property, object value)
    {
        if (property.IsList)
            return value is IEnumerable<string> list && value is not string && list.All(i => PropertyRules.IsValid(property, i)) ? null : $"a list of {PropertyRules.Expected(property)}";
        return PropertyRules.IsValid(property, value) ? null : value is "" && property.Kind == ScalarKind.String ? "text that is not empty" : PropertyRules.Expected(property);
    }

    private void CheckDate(string subject, ChangeLocation? location, string name, string? value)
    {
        if (value is not null && !PartialDate.IsValid(value))
            Report(ChangeErrorCode.InvalidValue, location, $"{subject}: `{name}` must be a date such as 2024, 2024-07 or 2024-07-01, but was {Show(value)}.", name);
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
                    Report(ChangeErrorCode.NotUnique, node.Location, $"{node.Id}: `{property.Name}` must be unique, but {other} also has \"{value}\".", property.Name);
            }
    }

    /// <summary>A field of one node, such as the outlet of a report, has at most one relationship.</summary>
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
                    Report(ChangeErrorCode.TooMany, relationship.Location, $"{owner}: `{field.Name}` must have at most one value, but has {first} and {other}.", "to");
            }
        }
    }

    /// <summary>A report must not be a copy of itself, also not by way of others: a circle has no original.</summary>
    private void CheckCopies()
    {
        var type = _model.Evidence.Republishes;
        var copies = _putRelationships.Values.Where(r => r.Type == type).ToList();
        var originals = copies.DistinctBy(r => r.From).ToDictionary(r => r.From, r => r.To);
        string? OriginalOf(string report) => originals.GetValueOrDefault(report)
            ?? _graph.RelationshipsOf(report, type, Direction.Out).FirstOrDefault(r => Stays(r) && !_putRelationships.ContainsKey(r.Key))?.To;
        foreach (var copy in copies)
        {
            var original = copy.To;
            for (var steps = 1; steps < EvidenceRoles.MostCopies && original is not null && original != copy.From; steps++)
                original = OriginalOf(original);
            if (original == copy.From)
                Report(ChangeErrorCode.Contradiction, copy.Location, $"{copy.From}: The report cannot be a copy of {copy.To}, because {(copy.To == copy.From ? "that is the report itself" : $"{copy.To} is itself a copy of it")}.", "to");
        }
    }

    private string? StoredOther(RelationshipField field, string owner, string key) => _graph.RelationshipsOf(owner, field.Type, field.Direction)
        .Where(r => r.Key != key && Stays(r))
        .Select(r => field.Direction == Direction.Out ? r.To : r.From)
        .FirstOrDefault(other => TypeOf(other) is { } type && field.Target.Members.Contains(type));

    /// <summary>A relationship must not lose all its evidence when claims are removed.</summary>
    private void CheckEvidenceThatGoes()
    {
        foreach (var claim in _changes.RemovedNodes.Where(id => !_put.ContainsKey(id)))
            foreach (var carried in _graph.CarriedBy(claim).Where(r => r.Type.NeedsEvidence && Stays(r) && !_putRelationships.ContainsKey(r.Key)).OrderBy(r => r.Key, StringComparer.Ordinal))
                if (carried.Claims.All(c => _removed.Contains(c) && !_put.ContainsKey(c)))
                    Report(ChangeErrorCode.EvidenceMissing, LocationOf(claim), $"{claim}: The claim cannot be removed because {carried.From} {carried.Type.Name} {carried.To} would have no evidence left. Add other evidence first.");
    }

    /// <summary>A claim or statistic must not lose its report when reports are removed.</summary>
    private void CheckReportsThatGo()
    {
        var evidence = _model.Evidence;
        foreach (var report in _changes.RemovedNodes.Where(id => !_put.ContainsKey(id) && _graph.FindNode(id)?.Type == evidence.Report))
            foreach (var type in (RelationshipType[])[evidence.StatedIn, evidence.PrintedIn])
                foreach (var stated in _graph.RelationshipsOf(report, type, Direction.In).Where(r => !_removed.Contains(r.From) && !_removedRelationships.Contains(r.Key)).OrderBy(r => r.From, StringComparer.Ordinal))
                    if (!_putRelationships.Values.Concat(_graph.RelationshipsOf(stated.From, type, Direction.Out).Where(Stays)).Any(r => r.Type == type && r.From == stated.From))
                        Report(ChangeErrorCode.EvidenceMissing, LocationOf(report), $"{report}: The report cannot be removed because {stated.From} would have no report left. Delete it first, or give it another report.");
    }

    /// <summary>A relationship must not name a node that is removed.</summary>
    private void CheckReferencesThatGo()
    {
        foreach (var id in _changes.RemovedNodes.Where(id => !_put.ContainsKey(id)))
            foreach (var naming in _graph.ReferencedBy(id).Where(r => Stays(r) && !_putRelationships.ContainsKey(r.Key)).OrderBy(r => r.Key, StringComparer.Ordinal))
                Report(ChangeErrorCode.StillReferenced, LocationOf(id),
                    $"{id}: The node cannot be removed because {naming.From} {naming.Type.Name} {naming.To} names it in `{naming.References.First(f => f.Id == id).Property.Name}`. Change the relationship first.");
    }

    private ChangeLocation? LocationOf(string removed) => _changes.RemovalLocations.GetValueOrDefault(removed);

    private bool Stays(RelationshipRecord stored) =>
        !_removedRelationships.Contains(stored.Key) && !_removed.Contains(stored.From) && !_removed.Contains(stored.To);

    private NodeType? TypeOf(string id) =>
        _put.GetValueOrDefault(id)?.Type ?? (_removed.Contains(id) ? null : _graph.FindNode(id)?.Type);

    internal static string IdMistake(NodeType type, string id) =>
        $"The id must be \"{type.Prefix}:\" followed by letters, digits, - _ . or :, at most {MaxIdLength} characters in all, but was \"{id}\".";

    private static bool IsId(string id) => id.Length <= MaxIdLength && id.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && colon < id.Length - 1 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');

    /// <summary>Suggests what the id became, or a similar id among the nodes of the change set.</summary>
    private string SuggestNode(string id) => (_redirects.GetValueOrDefault(id) ?? _graph.FindRedirect(id)) is { } into ? $"It was merged into {into}: use that id." :
        _suggestions++ < MaxSuggestions && Nearest.Find(id, _put.Keys.Where(k => _model.TypesOf(k).Any(_model.TypesOf(id).Contains))) is { } nearest
            ? $"Did you mean {nearest}?" : "Use a node of the graph.";

    private static string Pairs(RelationshipType type) =>
        string.Join(" or ", type.Pairs.Select(p => $"{p.From.Name} to {p.To.Name}").Order(StringComparer.Ordinal).Take(6));

    /// <summary>A value in a message.</summary>
    internal static string Show(object value) => value switch
    {
        string { Length: > 80 } text => $"\"{text[..80]}…\"",
        string text => $"\"{text}\"",
        IEnumerable<string> list => $"[{string.Join(", ", list)}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private void Report(ChangeErrorCode code, ChangeLocation? location, string message, string? field = null) =>
        _errors.Add(new ChangeError(code, location, message) { Field = field });
}
