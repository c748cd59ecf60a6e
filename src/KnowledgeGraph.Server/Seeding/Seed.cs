using System.Collections.Immutable;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>What the files of a seed say, and the errors in them.</summary>
/// <param name="Errors">Ordered by file, line and column.</param>
/// <param name="Incomplete">The locations of the records that could not be read completely.</param>
internal sealed record Seed(
    GraphModel Model, int FileCount, SeedContent Content, ImmutableArray<ChangeError> Errors, ImmutableHashSet<ChangeLocation> Incomplete)
{
    public ImmutableArray<NodeRecord> Nodes => Content.Nodes;

    public ImmutableArray<RelationshipRecord> Relationships => Content.Relationships;
}
