using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>Turns a seed into a change.</summary>
internal static class Seeder
{
    /// <summary>Proposes what the seed adds to the graph as one change, which is empty if the graph has it all.</summary>
    public static ProposedChange Propose(Seed seed)
    {
        var records = new ChangeSet { Nodes = seed.Nodes, Relationships = seed.Relationships };
        return new(records, graph => Upsert.Changes(records, graph)) { Errors = seed.Errors, Incomplete = seed.Incomplete, Kind = CommitKind.Seed };
    }
}
