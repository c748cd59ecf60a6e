namespace KnowledgeGraph.History;

/// <summary>The history of a graph that no store holds.</summary>
public sealed class NoHistory : IChangeLog
{
    public static readonly NoHistory Instance = new();

    public IEnumerable<long> Before(ChangeFilter filter, long version, CancellationToken stop) => [];
    public IEnumerable<long> After(ChangeFilter filter, long version, CancellationToken stop) => [];
    public long Count(ChangeFilter filter, long upTo, CancellationToken stop) => 0;
    public RecordedChange? Find(long version) => null;
    public IReadOnlyList<RecordedEntry> Entries(long version, int first, int count) => [];
    public Proposal? FindProposal(long number) => null;
}
