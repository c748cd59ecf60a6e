using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;

namespace KnowledgeGraph.Server.Stores;

/// <summary>A change that waits to be committed.</summary>
/// <param name="proposed">The change.</param>
/// <param name="response">Is written once the change is decided; null for none.</param>
/// <param name="stop">Until it is decided, the change can be stopped.</param>
internal sealed class PendingCommit(ProposedChange proposed, CommitResponse? response, CancellationToken stop)
{
    private readonly TaskCompletionSource<CommitResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProposedChange Proposed { get; } = proposed;

    public CommitResponse? Response { get; } = response;

    public CancellationToken Stop { get; } = stop;

    public Task<CommitResult> Result => _result.Task;

    /// <summary>Whether it reads or writes more than the graph and its history, so that it must see what was committed before it.</summary>
    public bool StandsAlone => Proposed.Kept is not null || Proposed.Proposal is not null || Proposed.IsReview;

    public void Complete(CommitResult result) => _result.TrySetResult(result);

    public void Fail(Exception reason) => _result.TrySetException(reason);
}

/// <summary>What came of a commit.</summary>
/// <param name="Snapshot">The graph after it.</param>
internal readonly record struct CommitResult(CommittedChange Change, GraphSnapshot Snapshot);

/// <summary>A commit that was decided and is not yet written. What it leads to is told only when everything that it saw is written.</summary>
/// <param name="Before">The graph before it.</param>
/// <param name="After">The graph after it.</param>
internal sealed record DecidedCommit(PendingCommit Commit, GraphSnapshot Before, GraphSnapshot After)
{
    /// <summary>What it writes to the graph; null for nothing.</summary>
    public PreparedChange? Change { get; init; }

    /// <summary>The proposal that it makes or reviews; null for none.</summary>
    public Proposal? Proposal { get; init; }

    /// <summary>What is kept of the seed; null for nothing.</summary>
    public KeptSeed? Kept { get; init; }

    /// <summary>What it would write, if it is a dry run.</summary>
    public PreparedChange? DryRun { get; init; }

    /// <summary>Why it was refused; null if it was not.</summary>
    public Exception? Refusal { get; init; }

    public bool IsWritten => Change is not null || Proposal is not null || Kept is not null;

    /// <param name="after">The graph after it, as everybody sees it.</param>
    public void Complete(GraphSnapshot after)
    {
        if (Refusal is not null)
            Commit.Fail(Refusal);
        else
            Commit.Complete(new(
                Change is not null ? new CommittedChange(Change, bookmark: null)
                : DryRun is not null ? CommittedChange.NotWritten(DryRun, Before.Version) : CommittedChange.Nothing(Before.Version), after));
    }
}
