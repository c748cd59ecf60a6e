using System.Collections.Immutable;

namespace KnowledgeGraph.Changes;

/// <summary>What a commit did.</summary>
public sealed class CommittedChange
{
    private readonly Lazy<ImmutableArray<ChangeEntry>> _entries;

    /// <param name="changes">The changes with all that they imply, as the store applied them.</param>
    /// <param name="before">The graph before the commit.</param>
    /// <param name="version">The version of the graph with these changes.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="bookmark">A read with this bookmark, on any server of the same store, sees this commit. Null if every read sees it.</param>
    public CommittedChange(ChangeSet changes, IStoredGraph before, long version, DateTimeOffset at, string? bookmark)
    {
        (Changes, Version, At, Bookmark) = (changes, version, at, bookmark);
        // Most commits are not read, and a large one has many entries.
        _entries = new(() => [.. ChangeEntry.Of(changes, before)]);
    }

    private CommittedChange(long version) => (Changes, Version, _entries) = (ChangeSet.Empty, version, new(() => []));

    /// <summary>The result of a commit that had nothing to change. It made no version.</summary>
    /// <param name="version">The version of the graph.</param>
    public static CommittedChange Nothing(long version) => new(version);

    /// <summary>The changes as the store applied them. If they are empty, nothing was written.</summary>
    public ChangeSet Changes { get; }

    public long Version { get; }

    /// <summary>The time of the commit; null if nothing was written.</summary>
    public DateTimeOffset? At { get; }

    public string? Bookmark { get; }

    /// <summary>What was added, changed and removed: first nodes, then relationships.</summary>
    public ImmutableArray<ChangeEntry> Entries => _entries.Value;
}
