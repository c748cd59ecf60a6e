using System.Collections.Immutable;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Changes;

/// <summary>A change that is decided during the commit, when nobody else can write to the graph.</summary>
/// <param name="Touched">The records whose stored form <paramref name="Decide"/> and the checks may need.</param>
/// <param name="Decide">Returns the changes to commit, given the graph. If it throws, nothing is committed.</param>
public sealed record ProposedChange(ChangeSet Touched, Func<IStoredGraph, ChangeSet> Decide)
{
    /// <summary>The errors that were found while the records were read. If there are any, the change is refused.</summary>
    public ImmutableArray<ChangeError> Errors { get; init; } = [];

    /// <summary>The locations of records that could be read only in part. Their other errors would mislead, so they are not reported.</summary>
    public ImmutableHashSet<ChangeLocation> Incomplete { get; init; } = [];

    /// <summary>What makes the change.</summary>
    public CommitKind Kind { get; init; } = CommitKind.Import;

    /// <summary>Who makes the change: the subject of the token. Null for the operator, who loads seeds and imports.</summary>
    public string? By { get; init; }

    /// <summary>What its author says about the change.</summary>
    public string? Note { get; init; }

    /// <summary>The version whose change it reverses; null for none.</summary>
    public long? Undoes { get; init; }

    /// <summary>How the change is to be proposed for review instead of being committed; null if it is to be committed.</summary>
    public NewProposal? Proposal { get; init; }

    /// <summary>Whether the change may end the review of a proposal.</summary>
    public bool IsReview { get; init; }

    /// <summary>The review that the change ends, once it is decided; null for none.</summary>
    public Func<DecidedReview?> Review { get; init; } = () => null;

    /// <summary>What the store keeps of the seed that makes the change; null if no seed does.</summary>
    public KeptSeed? Kept { get; init; }

    /// <summary>Whether everything but the commit is done.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>A change that does not depend on the graph.</summary>
    public static ProposedChange Of(ChangeSet changes) => new(changes, _ => changes);

    /// <summary>Decides on the changes and checks them. Every store calls this once in each commit, and nothing else checks them.</summary>
    /// <param name="model">The model of the graph.</param>
    /// <param name="graph">The graph, to which nobody else can write now.</param>
    /// <param name="check">Finds what the store cannot hold although the model allows it; null if there is nothing.</param>
    /// <returns>The valid changes. They are empty if nothing is to be changed.</returns>
    /// <exception cref="ChangeRefusedException">All errors, ordered by location.</exception>
    public ChangeSet Resolve(GraphModel model, IStoredGraph graph, Func<ChangeSet, IEnumerable<ChangeError>>? check = null)
    {
        var changes = Decide(graph);
        var found = changes.IsEmpty ? [] : ChangeSetValidator.Validate(model, changes, graph).Concat(check?.Invoke(changes) ?? []);
        var errors = Errors.Concat(found.Where(e => e.Location is null || !Incomplete.Contains(e.Location))).OrderBy(e => e.Location, ChangeLocation.Order).ToList();
        return errors.Count == 0 ? changes : throw new ChangeRefusedException(errors);
    }
}

/// <summary>What the author of a proposal says about it.</summary>
public sealed record NewProposal(string? Title)
{
    /// <summary>The proposal to store.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="change">The change as it would be committed.</param>
    public Proposal Of(long number, PreparedChange change) => new(
        number, Title, change.Note, change.By, change.At.ToUnixTimeMilliseconds(), [.. change.RecordedEntries(0, change.Entries.Length)]);
}
