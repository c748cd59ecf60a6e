using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>One run of a seed. It is decided during the commit, and may be decided again if the commit is tried again.</summary>
/// <param name="model">The model of the graph.</param>
/// <param name="content">What was read of the seed.</param>
/// <param name="choice">What to do with conflicts.</param>
/// <param name="only">The only folder of the seed that was read; null if the whole seed was read.</param>
public sealed class SeedRun(GraphModel model, SeedContent content, ConflictChoice choice = ConflictChoice.List, string? only = null)
{
    private readonly KeptSeed _kept = new();

    /// <summary>The conflicts that are not decided, once the change was decided.</summary>
    public ImmutableArray<SeedConflict> Conflicts { get; private set; } = [];

    /// <summary>The run as a change.</summary>
    public ProposedChange Propose() =>
        new(new ChangeSet { Nodes = content.Nodes, Relationships = content.Relationships, Redirects = content.Redirects }, Decide) { Kind = CommitKind.Seed, Kept = _kept };

    private ChangeSet Decide(IStoredGraph graph)
    {
        var last = SeedContentJson.Decode(model, _kept.Last);
        var now = only is null ? content : content.Within(last, only);
        var (changes, conflicts, next) = SeedMerge.Run(model, SeedRedirection.Apply(last, graph), SeedRedirection.Apply(now, graph), graph, choice);
        Conflicts = [.. conflicts];
        _kept.Next = SeedContentJson.Encode(next);
        return changes;
    }
}
