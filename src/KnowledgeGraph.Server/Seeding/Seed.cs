using System.Collections.Immutable;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>The records that the files of a seed hold, and the errors in them.</summary>
/// <param name="Nodes">Without defaults, so that a graph can keep what the files leave out.</param>
/// <param name="Errors">Ordered by file, line and column.</param>
/// <param name="Incomplete">The locations of the records that could not be read completely.</param>
internal sealed record Seed(
    int FileCount, ImmutableArray<NodeRecord> Nodes, ImmutableArray<RelationshipRecord> Relationships,
    ImmutableArray<ChangeError> Errors, ImmutableHashSet<ChangeLocation> Incomplete);
