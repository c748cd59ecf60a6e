using System.Collections.Concurrent;

namespace KnowledgeGraph.Server.Stores;

/// <summary>
/// Commits in the order in which they come. While a commit is written, others gather; then they are written together, with one flush of the disk. A single
/// commit does not wait for others.
/// </summary>
/// <param name="run">Decides and writes some commits together. If it throws, none of them was written.</param>
internal sealed class CommitQueue(Action<IReadOnlyList<PendingCommit>> run)
{
    /// <summary>The maximum number of commits that are written together.</summary>
    private const int MaxTogether = 64;

    private readonly ConcurrentQueue<PendingCommit> _waiting = [];
    /// <summary>Ends when whoever came last has had their turn.</summary>
    private Task _last = Task.CompletedTask;

    public async Task<CommitResult> Run(PendingCommit commit)
    {
        _waiting.Enqueue(commit);
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // Whoever has the turn also runs the commits of those who wait for it.
        await Interlocked.Exchange(ref _last, turn.Task);
        try
        {
            while (!commit.Result.IsCompleted)
                RunNext();
        }
        finally
        {
            turn.SetResult();
        }
        return await commit.Result;
    }

    private void RunNext()
    {
        var together = new List<PendingCommit>();
        while (together.Count < MaxTogether && _waiting.TryPeek(out var next) && (together.Count == 0 || !next.StandsAlone) && _waiting.TryDequeue(out next))
        {
            together.Add(next);
            if (next.StandsAlone)
                break;
        }
        try
        {
            run(together);
        }
        catch (Exception reason)
        {
            together.ForEach(c => c.Fail(reason));
        }
    }
}
