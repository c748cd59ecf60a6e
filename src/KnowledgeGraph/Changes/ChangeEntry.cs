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

    /// <summary>The type of the node or relationship; after the commit, unless it was removed.</summary>
    public abstract string Type { get; }

    /// <summary>The ids of the nodes that a relationship links; null for a node.</summary>
    public virtual (string From, string To)? Ends => null;

    /// <summary>The fields that differ, in the order of the model. Of an added or removed record, these are all fields that have a value.</summary>
    public abstract IEnumerable<FieldChange> Fields { get; }

    /// <summary>Whether the commit changes the record. A record may also be written again as it was.</summary>
    internal bool IsChange => Kind != ChangeKind.Changed || Fields.Any();

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
    /// <summary>The field with the id of the node into which a removed node was merged.</summary>
    public const string MergedInto = "mergedInto";

    /// <summary>The redirect that the commit makes of a removed node; null for none.</summary>
    internal string? Becomes { get; init; }

    /// <summary>The redirect that the commit removes, because the node comes back; null for none.</summary>
    internal string? Was { get; init; }

    public override ChangeKind Kind => KindOf(Before, After);

    public override string Id => (After ?? Before)!.Id;

    public override string Type => (After ?? Before)!.Type.Name;

    /// <summary>Gives the record after the commit its revision: the new version, or that of the record before if both are the same.</summary>
    internal NodeEntry WithRevision(long version) => this with { After = After! with { Revision = IsChange ? version : Before!.Revision } };

    /// <summary>If the node was replaced by one of another type, <c>type</c> is the first of them. If it was merged, <c>mergedInto</c> is the last.</summary>
    public override IEnumerable<FieldChange> Fields =>
    [
        .. Kind == ChangeKind.Changed ? Difference("type", Before!.Type.Name, After!.Type.Name) : [],
        .. Differences([.. Before?.Type.Properties ?? [], .. After?.Type.Properties ?? []], Before?.Properties, After?.Properties),
        .. Difference(MergedInto, Was, Becomes),
    ];
}

/// <summary>An id that stands for another node, although the graph never had a node with it: a copy of a graph says so.</summary>
/// <param name="Target">The type of the other node.</param>
public sealed record RedirectEntry(Redirect Redirect, NodeType Target) : ChangeEntry
{
    public override ChangeKind Kind => ChangeKind.Added;

    public override string Id => Redirect.From;

    public override string Type => Target.Name;

    public override IEnumerable<FieldChange> Fields => Difference(NodeEntry.MergedInto, null, Redirect.Into);
}

/// <summary>A relationship before and after the commit. One of them is null if the relationship was added or removed.</summary>
public sealed record RelationshipEntry(RelationshipRecord? Before, RelationshipRecord? After) : ChangeEntry
{
    public override ChangeKind Kind => KindOf(Before, After);

    public override string Id => (After ?? Before)!.Key;

    public override string Type => (After ?? Before)!.Type.Name;

    public override (string From, string To)? Ends => ((After ?? Before)!.From, (After ?? Before)!.To);

    /// <inheritdoc cref="NodeEntry.WithRevision"/>
    internal RelationshipEntry WithRevision(long version) => this with { After = After! with { Revision = IsChange ? version : Before!.Revision } };

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
