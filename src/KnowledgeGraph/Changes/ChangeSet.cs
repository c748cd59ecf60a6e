using System.Collections.Immutable;

namespace KnowledgeGraph.Changes;

/// <summary>
/// The changes of one atomic commit. Removals come first, so that a node can be removed and added again with another type. An added node or
/// relationship replaces the one with the same id or key.
/// </summary>
public sealed record ChangeSet
{
    public static readonly ChangeSet Empty = new();

    public ImmutableArray<RelationshipRecord> RemovedRelationships { get; init; } = [];
    /// <summary>Ids of nodes. Their relationships are removed too.</summary>
    public ImmutableArray<string> RemovedNodes { get; init; } = [];
    /// <summary>Where the removals of nodes were given, by id. It may lack some.</summary>
    public ImmutableDictionary<string, ChangeLocation> RemovalLocations { get; init; } = ImmutableDictionary<string, ChangeLocation>.Empty;
    public ImmutableArray<NodeRecord> Nodes { get; init; } = [];
    public ImmutableArray<RelationshipRecord> Relationships { get; init; } = [];
    /// <summary>What removed nodes were merged into.</summary>
    public ImmutableArray<Redirect> Redirects { get; init; } = [];
    /// <summary>The ids of nodes that come back after they were merged.</summary>
    public ImmutableArray<string> RemovedRedirects { get; init; } = [];

    public bool IsEmpty =>
        Nodes.IsEmpty && Relationships.IsEmpty && RemovedNodes.IsEmpty && RemovedRelationships.IsEmpty && Redirects.IsEmpty && RemovedRedirects.IsEmpty;
}
