using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Writing;

/// <summary>
/// Does a recorded change again, or reverses it, on a graph that may have changed since. Only the fields of the change are compared: a field that has
/// neither the value from before nor the value afterwards is a conflict. Other fields may have any value.
/// </summary>
/// <param name="location">Where the change was named in the input.</param>
internal sealed class PatchEditor(WriteContext context, ChangeLocation location)
{
    private const int MaxNames = 3;

    /// <summary>Applies all patches of a change, in an order in which none needs what a later one brings.</summary>
    public void Apply(IReadOnlyCollection<Patch> patches)
    {
        var (nodes, relationships) = (patches.Where(p => p.Ends is null).ToList(), patches.Where(p => p.Ends is not null).ToList());
        foreach (var patch in nodes.Where(p => p.Kind != ChangeKind.Removed))
            ApplyToNode(patch);
        foreach (var patch in relationships)
            ApplyToRelationship(patch);
        foreach (var patch in nodes.Where(p => p.Kind == ChangeKind.Removed))
            Remove(patch);
    }

    private void ApplyToNode(Patch patch)
    {
        var current = context.Working.FindNode(patch.Id);
        if (patch.Merge is { } merge && !ApplyMerge(patch, merge))
            return;
        if (context.Model.FindNodeType(patch.Type) is not { } type)
            Conflict($"{patch.Id}: The model no longer has the type {patch.Type}.", 0);
        else if (patch.Kind == ChangeKind.Changed)
            Change(patch, type, current);
        else if (current is null)
            context.Working.Put(new NodeRecord(type, patch.Id, patch.Over(type.Properties, ImmutableDictionary<string, object>.Empty), location));
        else if (current.Type != type || !PropertyValues.Same(current.Properties, patch.Over(type.Properties, ImmutableDictionary<string, object>.Empty)))
            Conflict($"{patch.Id}: There is a node with this id again.", current.Revision);
    }

    /// <summary>Makes or removes the redirect of a node that is merged, or comes back after it was.</summary>
    /// <returns>Whether the node itself is still to be put or removed.</returns>
    private bool ApplyMerge(Patch patch, FieldChange merge)
    {
        var (before, after) = ((string?)merge.Before, (string?)merge.After);
        if (after is not null && context.Working.FindNode(after) is null)
            return Refuse($"{patch.Id}: The node {after}, into which it was merged, was removed since.");
        if (after is not null)
            context.Working.Put(new Redirect(patch.Id, after));
        else if (context.Working.FindRedirect(patch.Id) != before)
            return Refuse($"{patch.Id}: The node is no longer merged into {before}.");
        else if (context.Working.FindNode(before!) is null)
            return Refuse($"{patch.Id}: The node {before}, into which it was merged, was {(context.Working.FindRedirect(before!) is null ? "removed" : "merged")} since.");
        else
            context.Working.RemoveRedirect(patch.Id);
        // A merge takes the node away and its undo brings it back. Any other patch is of a redirect that never had a node here.
        return patch.Kind == ChangeKind.Added ? before is not null : before is null;
    }

    private bool Refuse(string message)
    {
        Conflict(message, 0);
        return false;
    }

    private void Change(Patch patch, NodeType type, NodeRecord? current)
    {
        if (current is null)
            Conflict($"{patch.Id} was removed since.", 0);
        else if (IsUnchanged(patch, patch.Id, current.Revision, f => f == patch.TypeChange?.Name ? current.Type.Name : current.Properties.GetValueOrDefault(f)))
            Put(current, type, patch);
    }

    private void Put(NodeRecord current, NodeType type, Patch patch)
    {
        var links = current.Type == type ? [] : context.Working.RelationshipsOf(current.Id).Concat(context.Working.CarriedBy(current.Id)).ToList();
        if (current.Type != type)
            context.Working.RemoveNode(current.Id, location);
        context.Working.Put(new NodeRecord(type, current.Id, patch.Over(type.Properties, current.Properties), location));
        // A node that gets another type is removed and added again. Its relationships stay.
        foreach (var link in links)
            context.Working.Put(link with { Location = location });
    }

    private void Remove(Patch patch)
    {
        var current = context.Working.FindNode(patch.Id);
        if ((patch.Merge is { } merge && !ApplyMerge(patch, merge)) || current is null)
            return;
        var left = context.Working.RelationshipsOf(current.Id).Concat(context.Working.CarriedBy(current.Id)).DistinctBy(r => r.Key).OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        if (left.Count > 0)
            Conflict($"{current.Id} has relationships that were added since: {List([.. left.Select(r => r.Key)])}.", left.Max(r => r.Revision));
        else if (IsUnchanged(patch, current.Id, current.Revision, current.Properties.GetValueOrDefault, current.Type.Properties.Select(p => p.Name)))
            context.Working.RemoveNode(current.Id, location);
    }

    private void ApplyToRelationship(Patch patch)
    {
        if (RelationshipKey.Parse(context.Model, patch.Id) is not { } key)
        {
            Conflict($"{patch.Id}: The model no longer has such a relationship.", 0);
            return;
        }
        var current = context.Working.FindRelationship(key);
        switch (patch.Kind)
        {
            case ChangeKind.Added when current is null:
                context.Working.Put(Over(patch, new RelationshipRecord(key.Type, key.From, key.To)));
                break;
            case ChangeKind.Added when !IsSame(current!, Over(patch, new RelationshipRecord(key.Type, key.From, key.To))):
                Conflict($"{patch.Id}: There is such a relationship again.", current!.Revision);
                break;
            case ChangeKind.Changed when current is null:
                Conflict($"{patch.Id} was removed since.", 0);
                break;
            case ChangeKind.Changed when IsUnchanged(patch, patch.Id, current!.Revision, f => ValueOf(current, f)):
                context.Working.Put(Over(patch, current));
                break;
            case ChangeKind.Removed when current is not null && IsUnchanged(patch, patch.Id, current.Revision, f => ValueOf(current, f), FieldsOf(current)):
                context.Working.Remove(current);
                break;
        }
    }

    private RelationshipRecord Over(Patch patch, RelationshipRecord record) => record with
    {
        Since = patch.After("since", record.Since),
        Until = patch.After("until", record.Until),
        Claims = patch.After<object>("evidence", record.Claims) is ImmutableArray<string> claims ? claims : [],
        Properties = patch.Over(record.Type.Properties, record.Properties),
        Location = location,
    };

    private static bool IsSame(RelationshipRecord left, RelationshipRecord right) =>
        left.Until == right.Until && left.Claims.SequenceEqual(right.Claims) && PropertyValues.Same(left.Properties, right.Properties);

    private static IEnumerable<string> FieldsOf(RelationshipRecord record) => [.. record.Type.Properties.Select(p => p.Name), "until", "evidence"];

    private static object? ValueOf(RelationshipRecord record, string field) => field switch
    {
        "since" => record.Since,
        "until" => record.Until,
        "evidence" => record.Claims.IsEmpty ? null : record.Claims,
        _ => record.Properties.GetValueOrDefault(field),
    };

    /// <summary>Whether each field has its value from before or, if it is not removed, its value afterwards. If not, that is a conflict.</summary>
    /// <param name="all">The fields that are compared even if the patch has no value for them; null for those of the patch alone.</param>
    private bool IsUnchanged(Patch patch, string id, long revision, Func<string, object?> valueOf, IEnumerable<string>? all = null)
    {
        var changes = patch.Fields.ToDictionary(f => f.Name);
        var changed = (all ?? []).Union(changes.Keys).Where(name => changes.GetValueOrDefault(name) is var change && valueOf(name) is var value
            && !PropertyValues.SameOrNone(value, change?.Before) && (all is not null || !PropertyValues.SameOrNone(value, change?.After))).Select(name => $"`{name}`").ToList();
        if (changed.Count > 0)
            Conflict($"{id}: {List(changed)} changed since.", revision);
        return changed.Count == 0;
    }

    private static string List(List<string> names) =>
        names.Count <= MaxNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MaxNames))} and {names.Count - MaxNames} more";

    /// <summary>Reports a conflict. What the check of the changes then says would only follow from it.</summary>
    private void Conflict(string message, long revision)
    {
        context.MarkFaulty(location);
        context.Report(ChangeErrorCode.ChangedSince, location, message, revision);
    }
}
