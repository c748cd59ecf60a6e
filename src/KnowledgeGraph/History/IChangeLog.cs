namespace KnowledgeGraph.History;

/// <summary>The recorded changes of a store, which are not in memory. A recorded change never changes. Thread-safe.</summary>
public interface IChangeLog
{
    /// <summary>The versions of the changes before a version that the filter lets through, newest first. They are read one by one.</summary>
    IEnumerable<long> Before(ChangeFilter filter, long version, CancellationToken stop);

    /// <summary>The versions of the changes after a version that the filter lets through, oldest first. They are read one by one.</summary>
    IEnumerable<long> After(ChangeFilter filter, long version, CancellationToken stop);

    /// <summary>The number of changes up to a version that the filter lets through.</summary>
    long Count(ChangeFilter filter, long upTo, CancellationToken stop);

    /// <summary>The change that made a version; null if it was not recorded.</summary>
    RecordedChange? Find(long version);

    /// <summary>Entries of a change.</summary>
    /// <param name="first">The position of the first of them.</param>
    /// <param name="count">Their number.</param>
    IReadOnlyList<RecordedEntry> Entries(long version, int first, int count);

    /// <summary>The proposal with the number; null if there is none.</summary>
    Proposal? FindProposal(long number);
}

/// <summary>A recorded change without its entries.</summary>
/// <param name="At">Unix time in milliseconds.</param>
/// <param name="Kind">What made it, as the API names it.</param>
/// <param name="Entries">Their number.</param>
public sealed record RecordedChange(long Version, long At, string Kind, string? By, string? AcceptedBy, string? Note, int Entries)
{
    /// <summary>The version whose change this one reverses; null for none.</summary>
    public long? Undoes { get; init; }

    /// <summary>The version whose change reverses this one; null for none.</summary>
    public long? UndoneBy { get; init; }
}

/// <summary>What a change did to one node or relationship.</summary>
/// <param name="Kind">As the API names it.</param>
/// <param name="From">Of a relationship.</param>
/// <param name="To">Of a relationship.</param>
/// <param name="Fields">One JSON list: for each field its name and its values before and after, which are null where there is none.</param>
public sealed record RecordedEntry(int Position, string Kind, string Subject, string Type, string? From, string? To, byte[] Fields);
