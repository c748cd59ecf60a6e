using KnowledgeGraph.History;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Recorded changes in memory.</summary>
internal sealed class FetchedHistory : IChangeLog
{
    private readonly SortedDictionary<long, RecordedChange> _changes = [];
    private readonly Dictionary<long, SortedDictionary<int, RecordedEntry>> _entries = [];

    /// <summary>A read that is repeated gives the same again.</summary>
    public void Add(RecordedChange change) => _changes[change.Version] = change;

    public void Add((long Version, RecordedEntry Entry) recorded)
    {
        if (!_entries.TryGetValue(recorded.Version, out var entries))
            _entries.Add(recorded.Version, entries = []);
        entries[recorded.Entry.Position] = recorded.Entry;
    }

    public IEnumerable<long> Before(ChangeFilter filter, long version, CancellationToken stop) => Matching(filter).Reverse().Where(v => v < version);

    public IEnumerable<long> After(ChangeFilter filter, long version, CancellationToken stop) => Matching(filter).Where(v => v > version);

    public long Count(ChangeFilter filter, long upTo, CancellationToken stop) => Matching(filter).Count(v => v <= upTo);

    public RecordedChange? Find(long version) => _changes.GetValueOrDefault(version);

    public IReadOnlyList<RecordedEntry> Entries(long version, int first, int count) =>
        _entries.TryGetValue(version, out var entries) ? [.. entries.Values.Skip(first).Take(count)] : [];

    /// <summary>Proposals are no part of a version.</summary>
    public Proposal? FindProposal(long number) => null;

    private IEnumerable<long> Matching(ChangeFilter filter) => _changes.Values.Where(c => Matches(filter, c)).Select(c => c.Version);

    private bool Matches(ChangeFilter filter, RecordedChange change) =>
        change.Version > filter.Since && (filter.By is null || filter.By == change.By)
        && (filter.About is not { } ids || Entries(change.Version, 0, int.MaxValue).Any(e => ids.Contains(e.Subject) || (e.From is { } from && ids.Contains(from)) || (e.To is { } to && ids.Contains(to))));
}
