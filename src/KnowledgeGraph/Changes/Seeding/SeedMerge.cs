using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes.Seeding;

/// <summary>
/// Compares what a seed said last time, what it says now, and what the graph holds. What only the seed changed, the graph gets. What only the graph
/// changed stays. What both changed to different values is a conflict.
/// </summary>
internal static class SeedMerge
{
    /// <returns>The changes, the conflicts, and what the next run takes for what the seed said last time.</returns>
    public static (ChangeSet Changes, IReadOnlyList<SeedConflict> Conflicts, SeedContent Next) Run(
        GraphModel model, SeedContent last, SeedContent now, IStoredGraph graph, ConflictChoice choice)
    {
        var states = new SeedStates(last, now, graph, choice);
        var (nodes, relationships) = (new NodeMerge(states), new RelationshipMerge(states));
        relationships.RemoveTakenOut();
        foreach (var node in states.NowNodes)
            nodes.Merge(node);
        relationships.MergeAll();
        new NodeRemoval(model, states).RemoveTakenOut();
        foreach (var redirect in now.Redirects)
            nodes.Merge(redirect);
        return (states.Changes(), states.Conflicts, states.Next());
    }
}
