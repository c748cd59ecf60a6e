using KnowledgeGraph.Changes;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Server.Stores;

/// <summary>A history with one more change, which is about to be committed: the response to a mutation is written before it.</summary>
internal sealed class PendingChangeLog(IChangeLog committed, PreparedChange pending) : IChangeLog
{
    public IEnumerable<long> Before(ChangeFilter filter, long version, CancellationToken stop) =>
        pending.Version < version && Matches(filter) ? committed.Before(filter, version, stop).Prepend(pending.Version) : committed.Before(filter, version, stop);

    public IEnumerable<long> After(ChangeFilter filter, long version, CancellationToken stop) =>
        pending.Version > version && Matches(filter) ? committed.After(filter, version, stop).Append(pending.Version) : committed.After(filter, version, stop);

    public long Count(ChangeFilter filter, long upTo, CancellationToken stop) =>
        committed.Count(filter, upTo, stop) + (pending.Version <= upTo && Matches(filter) ? 1 : 0);

    public RecordedChange? Find(long version) =>
        version == pending.Version ? pending.Recorded
        : committed.Find(version) is { } found && version == pending.Undoes ? found with { UndoneBy = pending.Version }
        : committed.Find(version);

    public IReadOnlyList<RecordedEntry> Entries(long version, int first, int count) =>
        version == pending.Version ? [.. pending.RecordedEntries(first, count)] : committed.Entries(version, first, count);

    public Proposal? FindProposal(long number) => committed.FindProposal(number);

    private bool Matches(ChangeFilter filter) =>
        pending.Version > filter.Since && (filter.By is null || filter.By == pending.By)
        && (filter.About is not { } ids || pending.Entries.Any(e => ids.Contains(e.Id) || (e.Ends is { } ends && (ids.Contains(ends.From) || ids.Contains(ends.To)))));
}
