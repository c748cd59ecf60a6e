namespace KnowledgeGraph.Server.Stores.Neo4j.Staging;

/// <summary>Renews the lease of an open store once a second, and continues a large change whose writer is gone.</summary>
internal sealed class StagingWatch(ReadLease lease, StagedCommits staged, Availability availability, StagingLimits limits, TimeProvider clock, Action<string> tell)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private (string? Id, int Applied, long Since) _last;
    private string? _told;
    private bool _hasPages;

    /// <summary>Looks for pages, which <see cref="Run"/> removes if they are abandoned. That may have to wait for the lock of the store, which must not delay the start.</summary>
    public async ValueTask Prepare(CancellationToken stop) => _hasPages = await staged.HasPages(stop);

    public async Task Run(CancellationToken stop)
    {
        if (_hasPages)
            await Try(() => staged.RemoveAbandoned(stop), stop);
        using var timer = new PeriodicTimer(limits.Poll, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                if (!availability.IsRefused)
                    await Try(() => Look(stop), stop);
        }
        catch (OperationCanceledException)
        {
            // The store is disposed.
        }
    }

    private async ValueTask Look(CancellationToken stop)
    {
        StoreMark mark;
        using (var limited = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            limited.CancelAfter(s_limit);
            mark = (await lease.Look(limited.Token)).Mark;
        }
        if (mark.Staged is not { } change)
            return;
        if ((change.Id, change.Applied) != (_last.Id, _last.Applied))
            _last = (change.Id, change.Applied, clock.GetTimestamp());
        else if (staged.Progress is null && clock.GetElapsedTime(_last.Since) > limits.Patience)
            await Continue(mark, stop);
    }

    private async ValueTask Continue(StoreMark mark, CancellationToken stop)
    {
        try
        {
            await staged.Apply(mark, isOwn: false, stop);
            _told = null;
        }
        catch (Exception e) when (e is QueryException or StoreException or InvalidDataException)
        {
            _last.Since = clock.GetTimestamp();
            if (e.Message != _told)
                tell($"The large change could not be completed. It is tried again. {_told = e.Message}");
        }
    }

    /// <summary>Neo4j may be away, or something else may respond in its place. Reads find that out too.</summary>
    private async ValueTask Try(Func<ValueTask> act, CancellationToken stop)
    {
        try
        {
            await act();
        }
        catch (Exception e)
        {
            if (!stop.IsCancellationRequested)
                availability.Note(e);
        }
    }
}
