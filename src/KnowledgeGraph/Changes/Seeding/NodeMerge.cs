using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>Decides what becomes of the nodes that the seed has now. The relationships that it no longer has are already removed.</summary>
internal sealed class NodeMerge(SeedStates states)
{
    public void Merge(NodeRecord now)
    {
        var (last, stored) = (states.LastNode(now.Id), states.Stored.FindNode(now.Id));
        states.Leave(now);
        if (stored is null && states.Stored.FindRedirect(now.Id) is { } into)
            MergeMerged(now, last, into);
        else if (stored is null)
            MergeMissing(now, last);
        else if (stored.Type != now.Type && last?.Type != now.Type)
            Retype(now, last, stored);
        else
        {
            // If the graph changed the type, the fields that both types have are compared.
            var (values, next) = new FieldMerge(states, now.Id).Properties(stored.Type.Properties, last?.Properties, now.Properties, stored.Properties);
            foreach (var other in now.Properties.Where(p => stored.Type.FindProperty(p.Key) is null))
                next.Add(other.Key, other.Value);
            states.Leave(now with { Properties = next });
            if (!PropertyValues.Same(values, stored.Properties))
                states.Put(now with { Type = stored.Type, Properties = values });
        }
    }

    /// <summary>What the seed says about a node that the graph has merged goes nowhere: it must be said about the node that it became.</summary>
    private void MergeMerged(NodeRecord now, NodeRecord? last, string into)
    {
        if (last is not null && FieldMerge.Differences(last, now).Count == 0)
            return;
        states.DecideToKeep(new(SeedConflictKind.Merged, now.Id) { Other = into });
        if (states.LeavesConflicts)
            states.LeaveLastNode(now.Id);
    }

    /// <summary>Merges a node that the seed has merged, once the graph no longer has it.</summary>
    public void Merge(Redirect redirect)
    {
        var stored = states.Stored.FindRedirect(redirect.From);
        if (stored is not null && stored != redirect.Into)
            states.DecideToKeep(new(SeedConflictKind.Value, redirect.From) { Field = NodeEntry.MergedInto, Graph = stored, Seed = redirect.Into });
        else if (stored is null && states.Node(redirect.From) is null)
            states.Put(redirect);
    }

    private void MergeMissing(NodeRecord now, NodeRecord? last)
    {
        if (last is not null)
        {
            if (FieldMerge.Differences(last, now) is not { Count: > 0 } changed)
                return;
            var choice = states.Decide(new(SeedConflictKind.GoneFromGraph, now.Id) { Changed = changed });
            if (choice == ConflictChoice.List)
                states.LeaveLastNode(now.Id);
            if (choice != ConflictChoice.Theirs)
                return;
        }
        states.Put(FieldMerge.Filled(now));
    }

    /// <summary>The node gets another type if nothing else of it was changed and its relationships may have that type at their end.</summary>
    private void Retype(NodeRecord now, NodeRecord? last, NodeRecord stored)
    {
        var unfit = states.Remaining(states.Stored.RelationshipsOf(now.Id)).Where(r => !states.HasNow(r) && !Fits(r, now)).ToList();
        if (last is null || unfit.Count > 0 || FieldMerge.Differences(last, stored).Count > 0)
        {
            var choice = states.Decide(new(SeedConflictKind.Value, now.Id) { Field = "type", Graph = stored.Type.Name, Seed = now.Type.Name });
            if (choice == ConflictChoice.List)
                states.LeaveLastNode(now.Id);
            if (choice != ConflictChoice.Theirs)
                return;
            unfit.ForEach(states.Remove);
        }
        states.Put(FieldMerge.Filled(now));
    }

    private bool Fits(RelationshipRecord relationship, NodeRecord node)
    {
        NodeType? TypeOf(string id) => id == node.Id ? node.Type : (states.NowNode(id) ?? states.Stored.FindNode(id))?.Type;
        return TypeOf(relationship.From) is { } from && TypeOf(relationship.To) is { } to && relationship.Type.Pairs.Contains((from, to));
    }
}
