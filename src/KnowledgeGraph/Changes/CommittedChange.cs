using System.Collections.Immutable;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Changes;

/// <summary>What a commit did.</summary>
public sealed class CommittedChange
{
    /// <param name="change">The changes as the store applied them.</param>
    /// <param name="bookmark">A read with this bookmark, on any server of the same store, sees this commit. Null if every read sees it.</param>
    public CommittedChange(PreparedChange change, string? bookmark) =>
        (Id, Changes, Entries, Version, At, Bookmark) = (ChangeId.Of(change.Version), change.Changes, change.Entries, change.Version, change.At, bookmark);

    private CommittedChange(long version) => (Changes, Entries, Version) = (ChangeSet.Empty, [], version);

    /// <summary>The result of a commit that had nothing to change. It made no version.</summary>
    /// <param name="version">The version of the graph.</param>
    public static CommittedChange Nothing(long version) => new(version);

    /// <summary>The result of a dry run: what a commit would do.</summary>
    /// <param name="change">The changes, which were not written.</param>
    /// <param name="version">The version of the graph.</param>
    public static CommittedChange NotWritten(PreparedChange change, long version) => new(version) { Entries = change.Entries };

    /// <summary>The id of the recorded change; null if nothing was written.</summary>
    public string? Id { get; }

    /// <summary>The changes as the store applied them. If they are empty, nothing was written.</summary>
    public ChangeSet Changes { get; }

    public long Version { get; }

    /// <summary>The time of the commit; null if nothing was written.</summary>
    public DateTimeOffset? At { get; }

    public string? Bookmark { get; }

    /// <summary>What was added, changed and removed: first nodes, then relationships.</summary>
    public ImmutableArray<ChangeEntry> Entries { get; private init; }
}
