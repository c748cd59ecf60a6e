using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Checks a seed against a graph.</summary>
internal static class Seeder
{
    /// <summary>Returns what the seed changes in the graph.</summary>
    /// <exception cref="ChangeRefusedException">All errors, ordered by place.</exception>
    public static ChangeSet Check(Seed seed, GraphModel model, IStoredGraph graph)
    {
        var changes = SeedDiff.Changes(seed, graph);
        var errors = ChangeSetValidator.Validate(model, changes, graph).Where(e => e.Place is null || !seed.Faulty.Contains(e.Place));
        var all = seed.Errors.Concat(errors)
            .OrderBy(e => e.Place?.File, StringComparer.Ordinal).ThenBy(e => e.Place?.Line).ThenBy(e => e.Place?.Column).ToList();
        return all.Count == 0 ? changes : throw new ChangeRefusedException(all);
    }

    /// <summary>Proposes the differences as one change set, which is empty if there are none. It is refused with all errors, ordered by place.</summary>
    public static ProposedChange Propose(Seed seed, GraphModel model) => new(
        new ChangeSet { Nodes = seed.Nodes, Relationships = seed.Relationships }, graph => Check(seed, model, graph));
}
