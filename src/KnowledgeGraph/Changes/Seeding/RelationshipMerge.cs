using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>Decides what becomes of relationships.</summary>
internal sealed class RelationshipMerge(SeedStates states)
{
    /// <summary>Whether a node came back that the graph had removed, because the seed decides. Its relationships come back too.</summary>
    private bool _hasRestored;

    /// <summary>Removes the relationships that were taken out of the seed, unless the graph changed them.</summary>
    public void RemoveTakenOut()
    {
        foreach (var last in states.RelationshipsTakenOut)
        {
            if (states.Stored.FindRelationship(last) is not { } stored)
                continue;
            if (FieldMerge.Differences(last, stored) is { Count: > 0 } changed)
            {
                var choice = states.Decide(new(SeedConflictKind.GoneFromSeed, last.Key) { Changed = changed });
                if (choice == ConflictChoice.List)
                    states.Leave(last);
                if (choice != ConflictChoice.Theirs)
                {
                    states.KeepEdited(stored);
                    continue;
                }
            }
            states.Remove(stored);
        }
    }

    public void MergeAll()
    {
        do
        {
            _hasRestored = false;
            foreach (var now in states.NowRelationships.Where(r => !states.IsDecided(r)))
                Merge(now);
        }
        while (_hasRestored);
    }

    private void Merge(RelationshipRecord now)
    {
        var last = states.LastRelationship(now.Key);
        states.Leave(now);
        if (states.Stored.FindRelationship(now) is { } stored)
            MergeFields(now, last, stored);
        else if (now.Type.SeenOn is not null && FindWhole(now) is { } whole)
            JoinWhole(now, last, whole);
        else if (last is not null && !states.IsRestored(now.From) && !states.IsRestored(now.To))
            MergeMissing(now, last);
        else
            Add(now);
    }

    private void MergeMissing(RelationshipRecord now, RelationshipRecord last)
    {
        if (FieldMerge.Differences(last, now) is not { Count: > 0 } changed)
            return;
        var choice = states.Decide(new(SeedConflictKind.GoneFromGraph, now.Key) { Changed = changed });
        if (choice == ConflictChoice.List)
            states.LeaveLastRelationship(now.Key);
        if (choice == ConflictChoice.Theirs)
            Add(now);
    }

    private void MergeFields(RelationshipRecord now, RelationshipRecord? last, RelationshipRecord stored)
    {
        var merge = new FieldMerge(states, now.Key);
        var (until, nextUntil) = merge.Value("until", last?.Until, now.Until, stored.Until);
        var (values, next) = merge.Properties(now.Type.Properties, last?.Properties, now.Properties, stored.Properties);
        foreach (var property in now.Type.Properties.Where(p => p.ReferenceTo is not null))
            if (values.GetValueOrDefault(property.Name) is string id && id != stored.Properties.GetValueOrDefault(property.Name) as string && !Requires(now, [id]))
            {
                Restore(values, property.Name, stored.Properties);
                if (states.LeavesConflicts)
                    Restore(next, property.Name, last?.Properties);
            }
        var (claims, nextClaims) = MergeClaims(now, last, stored);
        states.Leave(now with { Until = (string?)nextUntil, Properties = next, Claims = nextClaims });
        if ((string?)until != stored.Until || !PropertyValues.Same(values, stored.Properties) || !claims.SequenceEqual(stored.Claims))
            states.Put(now with { Until = (string?)until, Properties = values, Claims = claims });
    }

    private static void Restore(Dictionary<string, object> values, string name, IReadOnlyDictionary<string, object>? before)
    {
        values.Remove(name);
        if (before?.GetValueOrDefault(name) is { } value)
            values.Add(name, value);
    }

    private (ImmutableArray<string> Claims, ImmutableArray<string> Next) MergeClaims(RelationshipRecord now, RelationshipRecord? last, RelationshipRecord stored)
    {
        var before = last?.Claims ?? [];
        ImmutableArray<string> claims =
            [.. stored.Claims.Except(before.Except(now.Claims)).Union(now.Claims.Except(before).Where(c => !states.IsGone(c)))];
        if (!claims.IsEmpty || stored.Claims.IsEmpty || !now.Type.NeedsEvidence)
            return (claims, now.Claims);
        switch (states.Decide(new(SeedConflictKind.Value, now.Key) { Field = "evidence", Graph = stored.Claims, Seed = now.Claims }))
        {
            case ConflictChoice.Theirs:
                foreach (var claim in now.Claims.Where(states.IsGone))
                    Restore(claim);
                return (now.Claims, now.Claims);
            case ConflictChoice.Ours: return (stored.Claims, now.Claims);
            default: return (stored.Claims, before);
        }
    }

    /// <summary>The stored relationship that knows all that this one knows of a part. Two that the seed writes apart stay apart.</summary>
    private RelationshipRecord? FindWhole(RelationshipRecord now) =>
        PartlyKnown.FindWhole(now, states.Remaining(Beside(now)).Where(r => !states.HasNow(r)));

    private IEnumerable<RelationshipRecord> Beside(RelationshipRecord now) => states.Stored.RelationshipsOf(now.From, now.Type, Direction.Out);

    private void JoinWhole(RelationshipRecord now, RelationshipRecord? last, RelationshipRecord whole)
    {
        if (last is not null && FieldMerge.Differences(last, now).Count == 0)
            return;
        var joined = PartlyKnown.Join(whole, now with { Claims = [.. now.Claims.Where(c => !states.IsGone(c))] });
        if (joined.Until != whole.Until || !PropertyValues.Same(joined.Properties, whole.Properties) || !joined.Claims.SequenceEqual(whole.Claims))
            states.Put(joined with { Location = now.Location });
    }

    private void Add(RelationshipRecord now)
    {
        var claims = now.Claims.Where(c => !states.IsGone(c)).ToImmutableArray();
        if (claims.IsEmpty && now.Type.NeedsEvidence)
            claims = now.Claims;
        if (!Requires(now, [now.From, now.To, .. now.References.Select(r => r.Id), .. claims]) || !Fits(now) || !MakesRoom(now))
        {
            if (states.LeavesConflicts)
                states.LeaveLastRelationship(now.Key);
            return;
        }
        var added = FieldMerge.Filled(now with { Claims = claims });
        if (now.Type.SeenOn is not null)
            foreach (var part in states.Remaining(Beside(now)).Where(s => !states.HasNow(s) && !states.HadLast(s) && PartlyKnown.FindWhole(s, [added]) is not null).ToList())
            {
                states.Remove(part);
                added = PartlyKnown.Join(added, part);
            }
        states.Put(added);
    }

    /// <summary>Whether the graph has nodes that a relationship of the seed needs. Those that it removed come back if the seed decides.</summary>
    private bool Requires(RelationshipRecord now, ImmutableArray<string> needed)
    {
        foreach (var id in needed.Where(states.IsGone))
            if (states.Decide(new(SeedConflictKind.Missing, now.Key) { Other = id }) == ConflictChoice.Theirs)
                Restore(id);
            else
                return false;
        return true;
    }

    private void Restore(string id)
    {
        states.Put(FieldMerge.Filled(states.NowNode(id)!));
        _hasRestored = true;
    }

    /// <summary>Whether the ends have types that the relationship may link. If they have not in the seed either, the check of the change says so.</summary>
    private bool Fits(RelationshipRecord now)
    {
        NodeType? TypeInSeed(string id) => (states.NowNode(id) ?? states.Node(id))?.Type;
        if (states.Node(now.From) is not { Type: var from } || states.Node(now.To) is not { Type: var to } || now.Type.Pairs.Contains((from, to))
            || TypeInSeed(now.From) is not { } seedFrom || TypeInSeed(now.To) is not { } seedTo || !now.Type.Pairs.Contains((seedFrom, seedTo)))
            return true;
        states.DecideToKeep(new(SeedConflictKind.Missing, now.Key) { Other = from != seedFrom ? now.From : now.To });
        return false;
    }

    /// <summary>A field that has one relationship, such as the outlet of a report, may have got another one in the graph.</summary>
    private bool MakesRoom(RelationshipRecord now)
    {
        foreach (var field in now.Type.Fields.Where(f => !f.IsList))
        {
            var (owner, other) = Ends(field, now);
            if (!HasEnds(field, owner, other))
                continue;
            foreach (var stored in states.Remaining(states.Stored.RelationshipsOf(owner, field.Type, field.Direction))
                .Where(r => r.Key != now.Key && !states.HasNow(r) && HasEnds(field, owner, Ends(field, r).Other)).ToList())
                if (states.Decide(new(SeedConflictKind.Value, owner) { Field = field.Name, Graph = Ends(field, stored).Other, Seed = other }) == ConflictChoice.Theirs)
                    states.Remove(stored);
                else
                    return false;
        }
        return true;
    }

    private bool HasEnds(RelationshipField field, string owner, string other) =>
        states.Node(owner) is { } ownerNode && field.Owner.Members.Contains(ownerNode.Type) && states.Node(other) is { } otherNode && field.Target.Members.Contains(otherNode.Type);

    private static (string Owner, string Other) Ends(RelationshipField field, RelationshipRecord relationship) =>
        field.Direction == Direction.Out ? (relationship.From, relationship.To) : (relationship.To, relationship.From);
}
