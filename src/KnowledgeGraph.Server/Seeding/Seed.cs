using System.Collections.Immutable;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>What the files of a seed say, and what is wrong with them.</summary>
/// <param name="Nodes">With what the files give and no defaults, so that a graph can keep what they leave out.</param>
/// <param name="Errors">By file, line and column.</param>
/// <param name="Faulty">The places of the records that could not be read whole.</param>
internal sealed record Seed(
    int FileCount, ImmutableArray<NodeRecord> Nodes, ImmutableArray<RelationshipRecord> Relationships,
    ImmutableArray<ChangeError> Errors, ImmutableHashSet<Place> Faulty);
