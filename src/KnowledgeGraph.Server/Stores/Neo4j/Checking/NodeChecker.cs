using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>Compares a stored node with the model, the layout and the history.</summary>
internal sealed class NodeChecker(GraphModel model, GraphIndex index)
{
    private readonly GraphLayout _layout = new(model);
    private readonly HashSet<string> _labels = [GraphLayout.Entity.Text, .. model.NodeTypes.Select(t => t.Name), .. model.Interfaces.Select(i => i.Name)];
    private readonly Dictionary<NodeType, HashSet<string>> _computed = [];

    private HashSet<string> ComputedOf(NodeType type) => _computed.TryGetValue(type, out var found) ? found : _computed[type] = [.. RepairStatements.ComputedOf(_layout, type)];

    /// <summary>Whether a node has a label of the model.</summary>
    public bool IsOfModel(RawNode raw) => raw.Labels.Any(_labels.Contains);

    /// <summary>The one type of a node, by its labels or else by its id.</summary>
    public static NodeType? TypeOf(GraphModel model, IReadOnlyCollection<string> labels, string? id) =>
        labels.Select(model.FindNodeType).OfType<NodeType>().ToList() switch
        {
            [var only] => only,
            [] when id is not null && model.TypesOf(id).ToList() is [var only] && labels.Any(l => l == GraphLayout.Entity.Text || only.Interfaces.Any(i => i.Name == l)) => only,
            _ => null,
        };

    /// <summary>The id that a repair gives to a node without one: that of its sort key, or else one that is made from its name.</summary>
    public string? IdFor(RawNode raw)
    {
        if (raw.Values.ContainsKey(GraphLayout.Id.Text))
            return raw.Text(GraphLayout.Id.Text);
        if (index.FindMade(raw.Element) is { } made)
            return made;
        if (TypeOf(model, raw.Labels, null) is not { } type || raw.Read(type.NameProperty) is not string name)
            return null;
        if (!index.HasAllIds)
        {
            index.NeedsIds = true;
            return null;
        }
        var last = raw.Text(GraphLayout.Order.Text)?.Split('\0')[^1];
        var stem = last is not null && raw.Text(GraphLayout.Order.Text) == GraphLayout.OrderOf(name, last) && model.TypesOf(last).Contains(type) ? last
            : NodeIds.Stem(type, type.Properties.Select(p => (p.Name, Value: raw.Read(p))).Where(p => p.Value is not null).ToDictionary(p => p.Name, p => p.Value!));
        var id = NodeIds.FirstFree(stem, index.IsTaken);
        index.Make(raw.Element, id);
        return id;
    }

    public CheckedNode Check(RawNode raw, RecordedHistory history)
    {
        var found = Find(raw, history);
        index.LeaveOut(raw.Element, !found.IsKnown && !(raw.Values.ContainsKey(GraphLayout.Id.Text) && raw.Labels.Contains(GraphLayout.Entity.Text)));
        return found;
    }

    private CheckedNode Find(RawNode raw, RecordedHistory history)
    {
        var id = IdFor(raw);
        var type = TypeOf(model, raw.Labels, id);
        var hasId = raw.Values.TryGetValue(GraphLayout.Id.Text, out var stored);
        var subject = $"{type?.Name ?? string.Join(':', raw.Labels)} {(hasId ? id : null) ?? $"without an id ({raw.Element})"}";
        var found = new CheckedNode(raw, null, null);
        CheckLabels(found, subject, type);
        if (!hasId)
            found.Add(FindingKind.IdMissing, id is null
                ? $"{subject}: `id` is missing, and {(type is null ? "its type is not known" : $"it has no `{type.NameProperty.Name}` to make one from")}." : $"{subject}: `id` is missing. It becomes {id}.", isMendable: id is not null);
        else if (id is null)
            found.Add(FindingKind.IdInvalid, $"{subject}: `id` must be text, but was {stored}.");
        if (type is null || id is null)
            return found;
        var wrong = new HashSet<string>();
        var state = history.Find(id);
        var record = new NodeRecord(type, id, ItemChecker.Read(found, subject, raw, type.Properties, state, wrong)) { RecordedAt = raw.RecordedAt };
        // An id of another form is not noted, so that no relationship leads to it.
        if (model.TypesOf(id).Contains(type) && !index.Add(record, raw.Element))
            found.Add(FindingKind.IdDoubled, $"{subject}: Another node has the same id, but ids are unique. Give one of them another id ({raw.Element}).");
        ItemChecker.Validate(found, model, new ChangeSet { Nodes = [record] }, index, wrong);
        foreach (var shared in index.Shared(record, raw.Element))
            found.Add(FindingKind.NotUnique, $"{subject}: `{shared}` must be unique, but another {type.Name} has the same. Correct one of them.");
        if ((type == model.Evidence.Claim || type == model.Evidence.Statistic) && !raw.IsStated)
            found.Add(FindingKind.ReportMissing, $"{subject}: No report states it. Add a relationship {(type == model.Evidence.Claim ? model.Evidence.StatedIn : model.Evidence.PrintedIn).Name} to a report.");
        var isKnown = found.Findings.TrueForAll(f => f.IsMendable || f.Kind == FindingKind.ReportMissing || f.Kind == FindingKind.WrongLabel);
        return isKnown ? CheckHistory(found, subject, record, state, history) : found;
    }

    private void CheckLabels(CheckedNode found, string subject, NodeType? type)
    {
        var labels = found.Raw.Labels;
        var types = labels.Where(l => model.FindNodeType(l) is not null).ToList();
        if (types.Count > 1)
            found.Add(FindingKind.TwoTypes, $"{subject}: The node must have one type, but has {string.Join(" and ", types)}. Remove the label that is wrong.");
        else if (types.Count == 0)
            found.Add(FindingKind.TypeMissing, $"{subject}: The label of its type is missing. {(type is null ? $"Add one of {string.Join(", ", model.NodeTypes.Select(t => t.Name))}." : $"It becomes {type.Name}.")}", isMendable: type is not null);
        if (type is null)
            return;
        if (!labels.Contains(GraphLayout.Entity.Text))
            found.Add(FindingKind.Entity, $"{subject}: The label Entity is missing.", isMendable: true);
        foreach (var missing in type.Interfaces.Where(i => !labels.Contains(i.Name)))
            found.Add(FindingKind.InterfaceMissing, $"{subject}: The label {missing.Name} is missing.", isMendable: true);
        foreach (var other in model.Interfaces.Where(i => labels.Contains(i.Name) && !type.Interfaces.Contains(i)))
            found.Add(FindingKind.WrongLabel, $"{subject}: A {type.Name} must not have the label {other.Name}. Remove it.");
    }

    private CheckedNode CheckHistory(CheckedNode found, string subject, NodeRecord record, HistoryState? state, RecordedHistory history)
    {
        if (history.Damaged.Contains(record.Id))
            found.Add(FindingKind.HistoryDamaged, $"{subject}: Its entries in the history cannot be read.");
        var revision = ItemChecker.RevisionOf(found.Raw, state, history);
        var before = state is { Exists: true } ? state.Of(record) : revision is { } old ? record with { Revision = old } : null;
        ItemChecker.CompareHistory(found, subject, found.Raw, before is null ? null : new NodeEntry(before, record), revision);
        ItemChecker.Compare(found, subject, found.Raw, RepairStatements.PropertiesOf(_layout, record), ComputedOf(record.Type));
        return found with { Before = before, After = record };
    }

    /// <summary>What a repair writes to a node.</summary>
    /// <param name="record">The node as it should be, with its revision.</param>
    public IEnumerable<(string Name, JsonElement? Value)> Repair(RawNode raw, NodeRecord record) =>
        StoredProperties.Differences(raw, RepairStatements.PropertiesOf(_layout, record), new HashSet<string>([.. ComputedOf(record.Type), GraphLayout.Revision.Text]));
}
