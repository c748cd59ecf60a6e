using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Turns a seed into a change.</summary>
internal static class Seeder
{
    /// <summary>Proposes what the seed changes in the graph as one change, which is empty if it changes nothing. Conflicts are left alone.</summary>
    /// <param name="seed">What was read.</param>
    /// <param name="only">The only folder of the seed that was read; null if the whole seed was read.</param>
    public static ProposedChange Propose(Seed seed, string? only = null) => Propose(seed, new SeedRun(seed.Model, seed.Content, only: only));

    /// <param name="seed">What was read.</param>
    /// <param name="run">The run of this seed, which has the conflicts once the change was decided.</param>
    public static ProposedChange Propose(Seed seed, SeedRun run) => run.Propose() with { Errors = seed.Errors, Incomplete = seed.Incomplete };
}
