using KnowledgeGraph.Changes;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Tests.Reference;

/// <summary>The history of a graph as a list.</summary>
internal sealed class NaiveLog(IReadOnlyList<PreparedChange> changes) : IChangeLog
{
    public IReadOnlyList<PreparedChange> Changes => changes;

    private IEnumerable<long> Versions(ChangeFilter filter) =>
        from change in changes
        where change.Version > filter.Since && (filter.By is null || change.By == filter.By)
            && (filter.About is not { } ids || change.Entries.Any(e => ids.Contains(e.Id) || (e.Ends is { } ends && (ids.Contains(ends.From) || ids.Contains(ends.To)))))
        select change.Version;

    public IEnumerable<long> Before(ChangeFilter filter, long version, CancellationToken stop) => Versions(filter).Where(v => v < version).OrderDescending();

    public IEnumerable<long> After(ChangeFilter filter, long version, CancellationToken stop) => Versions(filter).Where(v => v > version).Order();

    public long Count(ChangeFilter filter, long upTo, CancellationToken stop) => Versions(filter).Count(v => v <= upTo);

    public RecordedChange? Find(long version) => changes.FirstOrDefault(c => c.Version == version)?.Recorded;

    public IReadOnlyList<RecordedEntry> Entries(long version, int first, int count) => [.. changes.First(c => c.Version == version).RecordedEntries(first, count)];

    public Proposal? FindProposal(long number) => null;
}
