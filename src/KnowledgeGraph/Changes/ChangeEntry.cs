using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

public enum ChangeKind
{
    Added,
    Changed,
    Removed,
}

/// <summary>One field of a changed node or relationship. A value is null where the field has none.</summary>
public sealed record FieldChange(string Name, object? Before, object? After);

/// <summary>A node or relationship that a commit added, changed or removed.</summary>
public abstract record ChangeEntry
{
    public abstract ChangeKind Kind { get; }

    /// <summary>The id of the node, or the key of the relationship.</summary>
    public abstract string Id { get; }

    /// <summary>The fields that differ, in the order of the model. Of an added or removed record, these are all fields that have a value.</summary>
    public abstract IEnumerable<FieldChange> Fields { get; }

    /// <param name="changes">With all that they imply.</param>
    /// <param name="graph">The graph before the changes.</param>
    internal static IEnumerable<ChangeEntry> Of(ChangeSet changes, IStoredGraph graph)
    {
        var nodes = changes.Nodes.ToDictionary(n => n.Id);
        var relationships = changes.Relationships.ToDictionary(r => r.Key);
        IEnumerable<ChangeEntry> entries =
        [
            .. changes.RemovedNodes.Where(id => !nodes.ContainsKey(id)).Distinct().Select(id => new NodeEntry(graph.FindNode(id), null)),
            .. changes.Nodes.Select(n => new NodeEntry(graph.FindNode(n.Id), n)),
            .. changes.RemovedRelationships.Where(r => !relationships.ContainsKey(r.Key)).DistinctBy(r => r.Key).Select(r => new RelationshipEntry(graph.FindRelationship(r), null)),
            .. changes.Relationships.Select(r => new RelationshipEntry(graph.FindRelationship(r), r)),
        ];
        return entries.Where(e => e.Kind != ChangeKind.Changed || e.Fields.Any());
    }

    private protected static ChangeKind KindOf(object? before, object? after) =>
        before is null ? ChangeKind.Added : after is null ? ChangeKind.Removed : ChangeKind.Changed;

    private protected static IEnumerable<FieldChange> Differences(IEnumerable<Property> properties, IReadOnlyDictionary<string, object>? before, IReadOnlyDictionary<string, object>? after) =>
        properties.DistinctBy(p => p.Name).SelectMany(p => Difference(p.Name, before?.GetValueOrDefault(p.Name), after?.GetValueOrDefault(p.Name)));

    private protected static IEnumerable<FieldChange> Difference(string name, object? before, object? after) =>
        before is null ? after is null ? [] : [new(name, before, after)]
        : after is not null && PropertyValues.Same(before, after) ? [] : [new(name, before, after)];
}

/// <summary>A node before and after the commit. One of them is null if the node was added or removed.</summary>
public sealed record NodeEntry(NodeRecord? Before, NodeRecord? After) : ChangeEntry
{
    public override ChangeKind Kind => KindOf(Before, After);

    public override string Id => (After ?? Before)!.Id;

    /// <summary>If the node was replaced by one of another type, <c>type</c> is the first of them.</summary>
    public override IEnumerable<FieldChange> Fields =>
    [
        .. Kind == ChangeKind.Changed ? Difference("type", Before!.Type.Name, After!.Type.Name) : [],
        .. Differences([.. Before?.Type.Properties ?? [], .. After?.Type.Properties ?? []], Before?.Properties, After?.Properties),
    ];
}

/// <summary>A relationship before and after the commit. One of them is null if the relationship was added or removed.</summary>
public sealed record RelationshipEntry(RelationshipRecord? Before, RelationshipRecord? After) : ChangeEntry
{
    public override ChangeKind Kind => KindOf(Before, After);

    public override string Id => (After ?? Before)!.Key;

    /// <summary><c>evidence</c> has the ids of the claims.</summary>
    public override IEnumerable<FieldChange> Fields =>
    [
        .. Differences((After ?? Before)!.Type.Properties, Before?.Properties, After?.Properties),
        .. Difference("since", Before?.Since, After?.Since),
        .. Difference("until", Before?.Until, After?.Until),
        .. Difference("evidence", Claims(Before), Claims(After)),
    ];

    private static ImmutableArray<string>? Claims(RelationshipRecord? record) => record is null || record.Claims.IsEmpty ? null : record.Claims;
}
