using System.Collections.Immutable;
using KnowledgeGraph.History;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Server.Stores;

/// <summary>
/// The recorded changes of the embedded store. They are read from the file, under the lock that a commit takes to write. It is held for one
/// look into an index or one page at a time, so that a commit waits shortly, and readers of the graph never.
/// </summary>
/// <param name="database">The open file.</param>
internal sealed class EmbeddedChangeLog(Func<Database> database, Lock file) : IChangeLog
{
    public IEnumerable<long> Before(ChangeFilter filter, long version, CancellationToken stop) => Walk(filter, version, isNewer: false, stop);

    public IEnumerable<long> After(ChangeFilter filter, long version, CancellationToken stop) => Walk(filter, Math.Max(version, filter.Since), isNewer: true, stop);

    public long Count(ChangeFilter filter, long upTo, CancellationToken stop) =>
        filter.About is null ? Read(r => r.Count(filter.Since, upTo, filter.By)) : Before(filter, upTo + 1, stop).LongCount();

    public RecordedChange? Find(long version) => Read(r => r.Find(version));

    public IReadOnlyList<RecordedEntry> Entries(long version, int first, int count) => Read(r => r.Entries(version, first, count));

    /// <summary>Merges the versions of all keys. Each key has its next version in <c>heads</c>.</summary>
    private IEnumerable<long> Walk(ChangeFilter filter, long version, bool isNewer, CancellationToken stop)
    {
        var keys = KeysOf(filter).ToArray();
        var heads = new long?[keys.Length];
        void Advance(int key, long from)
        {
            stop.ThrowIfCancellationRequested();
            heads[key] = Read(r => r.Next(keys[key].Key, keys[key].Value, from, isNewer));
        }
        for (var i = 0; i < keys.Length; i++)
            Advance(i, version);
        while ((isNewer ? heads.Min() : heads.Max()) is { } next && next > filter.Since)
        {
            if (filter.About is null || filter.By is null || Read(r => r.AuthorOf(next)) == filter.By)
                yield return next;
            for (var i = 0; i < keys.Length; i++)
                if (heads[i] == next)
                    Advance(i, next);
        }
    }

    private static IEnumerable<(HistoryKey Key, string? Value)> KeysOf(ChangeFilter filter) =>
        filter.About is { } ids
            ? ids.Distinct().SelectMany(id => (IEnumerable<(HistoryKey, string?)>)[(HistoryKey.Subject, id), (HistoryKey.From, id), (HistoryKey.To, id)])
            : [filter.By is null ? (HistoryKey.Any, null) : (HistoryKey.Author, filter.By)];

    public Proposal? FindProposal(long number) => Use(d => d.Proposals.Find(number));

    /// <summary>The numbers of the proposals with one of the statuses, newest first.</summary>
    public IReadOnlyList<long> ProposalNumbers(ImmutableArray<ProposalStatus> statuses) => Use(d => d.Proposals.Numbers(statuses));

    private T Read<T>(Func<HistoryReader, T> read) => Use(d => read(d.History));

    private T Use<T>(Func<Database, T> read)
    {
        try
        {
            lock (file)
                return read(database());
        }
        catch (Exception failure) when (failure is SqliteException or ObjectDisposedException or InvalidOperationException)
        {
            // The last commit failed, and the file could not be opened again.
            throw new StoreUnavailableException("The store is not responding. Try again.", failure);
        }
    }
}
