using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>Compares a stored relationship with the model, the layout and the history. The nodes must have been checked before.</summary>
internal sealed class RelationshipChecker(GraphModel model, GraphIndex index)
{
    private readonly GraphLayout _layout = new(model);
    private readonly Dictionary<string, int> _names = CheckStatements.NamesOf(model).Select((n, i) => (n, i)).ToDictionary(n => n.n, n => n.i);
    private readonly Dictionary<RelationshipType, HashSet<string>> _computed = [];

    private static readonly Property s_since = new(RecordLine.Since, ScalarKind.PartialDate, ""), s_until = new(RecordLine.Until, ScalarKind.PartialDate, "");
    private static readonly Property s_claims = new(RecordLine.Claims, ScalarKind.Id, "") { IsList = true };

    private HashSet<string> ComputedOf(RelationshipType type) => _computed.TryGetValue(type, out var found) ? found : _computed[type] = [.. RepairStatements.ComputedOf(_layout, type)];

    /// <summary>Whether the type of a relationship is of the model, and one of its ends too.</summary>
    public bool IsOfModel(RawRelationship raw) => model.FindRelationshipType(raw.Type) is not null && (IsOfModel(raw.From) || IsOfModel(raw.To));

    private bool IsOfModel(RawEnd end) => end.Labels.Any(l => l == GraphLayout.Entity.Text || model.FindNodeType(l) is not null);

    private string? IdOf(RawEnd end) => index.IsLeftOut(end.Element) ? null : end.Id ?? index.FindMade(end.Element);

    private NodeType? TypeOf(RawEnd end) => NodeChecker.TypeOf(model, end.Labels, IdOf(end));

    private string? NameOf(RawEnd end) => TypeOf(end) is { } type ? end.Names[_names[type.NameProperty.Name]] : null;

    private static string Show(RawEnd end) => end.Id ?? $"{string.Join(':', end.Labels)} without an id ({end.Element})";

    /// <summary>What the history calls a relationship; null if an end has no id.</summary>
    public string? KeyOf(RawRelationship raw) => model.FindRelationshipType(raw.Type) is { } type && RecordOf(raw, type, []) is { } record ? record.Key : null;

    private RelationshipRecord? RecordOf(RawRelationship raw, RelationshipType type, Dictionary<string, object> properties) =>
        IdOf(raw.From) is not { } from || IdOf(raw.To) is not { } to ? null : new RelationshipRecord(type, from, to)
        {
            Since = raw.Read(s_since) as string,
            Until = raw.Read(s_until) as string,
            Claims = raw.Read(s_claims) is ImmutableArray<string> claims ? claims : [],
            Properties = properties.Count > 0 ? properties : type.Properties.Where(p => p.IsKey && raw.Read(p) is not null).ToDictionary(p => p.Name, p => raw.Read(p)!),
            RecordedAt = raw.RecordedAt,
        };

    public CheckedRelationship Check(RawRelationship raw, RecordedHistory history)
    {
        var type = model.FindRelationshipType(raw.Type)!;
        var subject = $"{Show(raw.From)} {type.Name} {Show(raw.To)}";
        var found = new CheckedRelationship(raw, null, null, "", "");
        foreach (var end in (RawEnd[])[raw.From, raw.To])
            if (IdOf(end) is null || TypeOf(end) is null || NameOf(end) is null)
                found.Add(FindingKind.Ends, $"{subject}: The node {Show(end)} is not served. Correct it first ({raw.Element}).");
        if (found.Findings.Count > 0)
            return found;
        var (wrong, state) = (new HashSet<string>(), history.Find(KeyOf(raw)!));
        var record = RecordOf(raw, type, ItemChecker.Read(found, subject, raw, type.Properties, state, wrong))!;
        foreach (var property in (Property[])[s_since, s_until, s_claims])
            if (raw.Values.TryGetValue(property.Name, out var other) && raw.Read(property) is null)
            {
                wrong.Add(property.Name);
                found.Add(FindingKind.ValueInvalid, $"{subject}: `{property.Name}` must be {(property.IsList ? "a list of ids of claims" : PropertyRules.Expected(property))}, but was {other}.");
            }
        record = WithClaims(found, subject, record, state);
        if (!index.Add(record, raw.Element))
            found.Add(FindingKind.Doubled, $"{record.Key}: The relationship is there twice. Delete one of them, or give it another `since` ({raw.Element}).");
        CheckSingular(found, record);
        CheckDirection(found, subject, record);
        if (!found.Findings.Exists(f => f.Kind == FindingKind.Ends))
            ItemChecker.Validate(found, model, new ChangeSet { Relationships = [record] }, index, wrong);
        return found.Findings.TrueForAll(f => f.IsMendable) ? CheckHistory(found, subject, record, state, history) : found;
    }

    /// <summary>A relationship that lost all its claims gets those that the history has, if it needs some.</summary>
    private static RelationshipRecord WithClaims(CheckedRelationship found, string subject, RelationshipRecord record, HistoryState? state)
    {
        if (found.Raw.Values.ContainsKey(RecordLine.Claims))
            return record;
        var last = record.Type.NeedsEvidence && state?.Find("evidence") is ImmutableArray<string> claims ? claims : [];
        if (last.Length > 0 || !record.Type.NeedsEvidence)
            found.Add(FindingKind.ValueMissing, $"{subject}: `claims` is missing. {(last.Length > 0 ? $"The history has {ChangeSetValidator.Show(last)}." : "It becomes an empty list.")}", isMendable: true);
        return record with { Claims = last };
    }

    private void CheckSingular(CheckedRelationship found, RelationshipRecord record)
    {
        foreach (var field in record.Type.Fields.Where(f => !f.IsList))
        {
            var (owner, other) = field.Direction == Direction.Out ? (record.From, record.To) : (record.To, record.From);
            if (index.TypeOf(owner) is { } ownerType && field.Owner.Members.Contains(ownerType) && index.TypeOf(other) is { } otherType && field.Target.Members.Contains(otherType)
                && !index.Occupy(field, owner, found.Element))
                found.Add(FindingKind.TooMany, $"{owner}: `{field.Name}` must have at most one value, but has several, one of them {other}. Delete the others ({found.Element}).");
        }
    }

    private void CheckDirection(CheckedRelationship found, string subject, RelationshipRecord record)
    {
        var (from, to) = (index.TypeOf(record.From), index.TypeOf(record.To));
        if (from is not null && to is not null && !record.Type.Pairs.Contains((from, to)) && record.Type.Pairs.Contains((to, from)))
            found.Add(FindingKind.Ends, $"{subject}: The relationship has the wrong direction. It must lead from {to.Name} to {from.Name}. Create it in the other direction, and delete this one ({found.Element}).");
    }

    private CheckedRelationship CheckHistory(CheckedRelationship found, string subject, RelationshipRecord record, HistoryState? state, RecordedHistory history)
    {
        if (history.Damaged.Contains(record.Key))
            found.Add(FindingKind.HistoryDamaged, $"{subject}: Its entries in the history cannot be read.");
        var revision = ItemChecker.RevisionOf(found.Raw, state, history);
        var before = state is { Exists: true } ? state.Of(record) : revision is { } old ? record with { Revision = old } : null;
        ItemChecker.CompareHistory(found, subject, found.Raw, before is null ? null : new RelationshipEntry(before, record), revision);
        var complete = found with { Before = before, After = record, FromOrder = OrderOf(found.Raw.From), ToOrder = OrderOf(found.Raw.To) };
        ItemChecker.Compare(complete, subject, found.Raw, RepairStatements.PropertiesOf(_layout, record, complete.FromOrder, complete.ToOrder), ComputedOf(record.Type));
        return complete;
    }

    private string OrderOf(RawEnd end) => GraphLayout.OrderOf(NameOf(end)!, IdOf(end)!);

    /// <summary>What a repair writes to a relationship.</summary>
    /// <param name="record">The relationship as it should be, with its revision.</param>
    public IEnumerable<(string Name, JsonElement? Value)> Repair(CheckedRelationship found, RelationshipRecord record) => StoredProperties.Differences(
        found.Raw, RepairStatements.PropertiesOf(_layout, record, found.FromOrder, found.ToOrder), new HashSet<string>([.. ComputedOf(record.Type), GraphLayout.Revision.Text]));
}
