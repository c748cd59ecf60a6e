using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>Removes the nodes that were taken out of the seed, unless the graph changed them or still needs them.</summary>
internal sealed class NodeRemoval(GraphModel model, SeedStates states)
{
    /// <summary>What evidence itself rests on. A claim that stays keeps its report, and a report its outlet.</summary>
    private readonly ImmutableArray<RelationshipType> _origins =
        [model.Evidence.StatedIn, model.Evidence.PrintedIn, model.Evidence.Republishes, model.Evidence.PublishedBy, model.Evidence.OriginatedBy, model.Evidence.WrittenBy];

    private readonly HashSet<string> _removable = [];

    /// <summary>The keys of relationships that stay because evidence rests on their end.</summary>
    private readonly HashSet<string> _keptOrigins = [];

    public void RemoveTakenOut()
    {
        var taken = states.NodesTakenOut.Where(n => states.Stored.FindNode(n.Id) is not null).ToList();
        foreach (var last in taken)
            if (IsUnchanged(last))
                _removable.Add(last.Id);
        // All questions are asked at once, because the store may have to fetch the answers.
        var written = states.Written.ToList();
        var (byEnd, byClaim, byReference) = (Index(written, r => [r.From, r.To]), Index(written, r => r.Claims), Index(written, r => r.References.Select(f => f.Id)));
        var users = taken.ToDictionary(n => n.Id, n => new Users(
            All(byEnd[n.Id], states.Stored.RelationshipsOf(n.Id)),
            All(byClaim[n.Id], n.Type == model.Evidence.Claim ? states.Stored.CarriedBy(n.Id) : []),
            All(byReference[n.Id], states.Stored.ReferencedBy(n.Id))));
        foreach (var last in taken.Where(n => !_removable.Contains(n.Id)))
            KeepOrigins(last.Id, users[last.Id]);
        // What is kept may need others, which then are found in the next round.
        bool isComplete;
        do
        {
            isComplete = true;
            foreach (var last in taken.Where(n => _removable.Contains(n.Id)))
                if (FindNeed(last.Id, users[last.Id]) is { } need)
                {
                    Keep(last, need);
                    KeepOrigins(last.Id, users[last.Id]);
                    isComplete = false;
                }
        }
        while (!isComplete);
        foreach (var id in _removable)
            states.RemoveNode(id);
    }

    private void Keep(NodeRecord last, string need)
    {
        states.DecideToKeep(new(SeedConflictKind.Needed, last.Id) { Other = need });
        if (states.LeavesConflicts)
            states.Leave(last);
        _removable.Remove(last.Id);
    }

    /// <summary>The relationships that name a node: as an end, as evidence, in a property.</summary>
    private sealed record Users(ImmutableArray<RelationshipRecord> AtEnds, ImmutableArray<RelationshipRecord> AsEvidence, ImmutableArray<RelationshipRecord> InProperties);

    private static ILookup<string, RelationshipRecord> Index(IEnumerable<RelationshipRecord> written, Func<RelationshipRecord, IEnumerable<string>> names) =>
        written.SelectMany(r => names(r).Distinct().Select(n => (n, r))).ToLookup(e => e.n, e => e.r);

    private static ImmutableArray<RelationshipRecord> All(IEnumerable<RelationshipRecord> written, IEnumerable<RelationshipRecord> stored) =>
        [.. written.Concat(stored).DistinctBy(r => r.Key).OrderBy(r => r.Key, StringComparer.Ordinal)];

    private bool IsUnchanged(NodeRecord last)
    {
        if (FieldMerge.Differences(last, states.Stored.FindNode(last.Id)!) is not { Count: > 0 } changed)
            return true;
        var choice = states.Decide(new(SeedConflictKind.GoneFromSeed, last.Id) { Changed = changed });
        if (choice == ConflictChoice.List)
            states.Leave(last);
        return choice == ConflictChoice.Theirs;
    }

    /// <summary>What still needs the node: an id or a key; null if nothing does.</summary>
    private string? FindNeed(string id, Users users) =>
        states.Remaining(users.AtEnds).FirstOrDefault(r => !states.TakesSeed || states.HasNow(r) || _keptOrigins.Contains(r.Key) || IsOriginOf(r, id))?.Key
        ?? states.Remaining(users.AsEvidence).FirstOrDefault(r => r.Claims.Contains(id) && (states.IsEditedWith(id, r) ? Stays(r) : r.Type.NeedsEvidence && StaysWithoutEvidence(r)))?.Key
        ?? states.Remaining(users.InProperties).FirstOrDefault(r => Stays(r) && r.References.Any(f => f.Id == id))?.Key;

    /// <summary>Whether the node is the report of something that stays.</summary>
    private bool IsOriginOf(RelationshipRecord relationship, string id) =>
        relationship.To == id && !_removable.Contains(relationship.From) && (relationship.Type == model.Evidence.StatedIn || relationship.Type == model.Evidence.PrintedIn);

    private bool StaysWithoutEvidence(RelationshipRecord relationship) => Stays(relationship) && relationship.Claims.All(_removable.Contains);

    private bool Stays(RelationshipRecord relationship) => states.HasNow(relationship) || !(_removable.Contains(relationship.From) || _removable.Contains(relationship.To));

    /// <summary>Evidence that stays keeps what it rests on, although that was taken out of the seed with it.</summary>
    private void KeepOrigins(string id, Users users)
    {
        foreach (var stored in users.AtEnds.Where(r => r.From == id && _origins.Contains(r.Type) && states.IsRemoved(r)))
        {
            states.Keep(stored);
            _keptOrigins.Add(stored.Key);
            if (states.LastRelationship(stored.Key) is { } last && states.LeavesConflicts)
                states.Leave(last);
        }
    }
}
