using System.Collections;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Stores.Neo4j.Staging;

/// <summary>
/// Which changes are written in several transactions, and how. The numbers fit a Neo4j with its default heap of 512 MB, of which transactions may use 70 %:
/// a record needs about 16 kB there until the transaction ends.
/// </summary>
internal sealed record StagingLimits
{
    public static readonly StagingLimits Default = new();

    /// <summary>A change with more records is written in several transactions. The batches of an import have at most 5,000, so that each is one transaction.</summary>
    public int MaxRecords { get; init; } = 6_000;

    /// <summary>The same for the characters of the texts that are changed.</summary>
    public long MaxCharacters { get; init; } = 16 << 20;

    public int PageRows { get; init; } = 2_000;

    public int PageBytes { get; init; } = 4 << 20;

    /// <summary>How long a store may read without asking whether a large change is being written.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a store asks. Reads then need not.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the decision on a change is known before its first page is written: longer than any lease.</summary>
    public TimeSpan Notice { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How long nothing of a change is written until another store continues it. It is longer than <see cref="Notice"/>.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    public bool IsLarge(PreparedChange change) => IsLarge(change.Changes) || change.Entries.Sum(e => e.Fields.Sum(f => LengthOf(f.Before) + LengthOf(f.After))) > MaxCharacters;

    public bool IsLarge(ChangeSet changes) =>
        (long)changes.Nodes.Length + changes.Relationships.Length + changes.RemovedNodes.Length + changes.RemovedRelationships.Length + changes.Redirects.Length + changes.RemovedRedirects.Length > MaxRecords;

    private static long LengthOf(object? value) => value switch
    {
        string text => text.Length,
        IEnumerable several => several.OfType<string>().Sum(s => (long)s.Length),
        _ => 0,
    };
}
