using System.Collections.Immutable;

namespace KnowledgeGraph.Changes;

/// <summary>
/// What one commit does, whole or not at all. Removals come first, so that a node may be removed and put again as another type.
/// A put node or relationship replaces the one of the same id or key.
/// </summary>
public sealed record ChangeSet
{
    public static readonly ChangeSet Empty = new();

    public ImmutableArray<RelationshipRecord> RemovedRelationships { get; init; } = [];
    /// <summary>Ids of nodes; their relationships go with them.</summary>
    public ImmutableArray<string> RemovedNodes { get; init; } = [];
    public ImmutableArray<NodeRecord> Nodes { get; init; } = [];
    public ImmutableArray<RelationshipRecord> Relationships { get; init; } = [];

    public bool IsEmpty => Nodes.IsEmpty && Relationships.IsEmpty && RemovedNodes.IsEmpty && RemovedRelationships.IsEmpty;
}
