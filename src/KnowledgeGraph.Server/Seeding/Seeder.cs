using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Checks a seed against a graph, and loads it into a store.</summary>
internal static class Seeder
{
    /// <summary>What the seed changes in the graph.</summary>
    /// <exception cref="ChangeRefusedException">All mistakes, by place.</exception>
    public static ChangeSet Check(Seed seed, GraphSnapshot graph)
    {
        var changes = SeedDiff.Changes(seed, graph);
        var errors = ChangeSetValidator.Validate(graph.Model, changes, graph).Where(e => e.Place is null || !seed.Faulty.Contains(e.Place));
        var all = seed.Errors.Concat(errors)
            .OrderBy(e => e.Place?.File, StringComparer.Ordinal).ThenBy(e => e.Place?.Line).ThenBy(e => e.Place?.Column).ToList();
        return all.Count == 0 ? changes : throw new ChangeRefusedException(all);
    }

    /// <summary>Commits what differs, in one change set; nothing where nothing does.</summary>
    /// <exception cref="ChangeRefusedException">All mistakes, by place; the store is as it was.</exception>
    /// <exception cref="StoreException">It could not be written; nothing was.</exception>
    public static ChangeSet Load(Seed seed, EmbeddedStore store)
    {
        var changes = Check(seed, store.Snapshot);
        if (!changes.IsEmpty)
            store.Commit(changes);
        return changes;
    }
}
