using System.Collections.Concurrent;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>The pooled connections to one server. Thread-safe.</summary>
internal sealed class BoltServer(Neo4jAddress address, BoltSettings settings) : IDisposable
{
    private readonly SemaphoreSlim _places = new(settings.MaxConnections);
    /// <summary>The connection that was idle longest is taken first, so that old ones are found and closed.</summary>
    private readonly ConcurrentQueue<BoltConnection> _idle = new();
    private readonly BoltWatch _watch = new(address, settings);
    private volatile bool _isDisposed;
    /// <summary>Connections that were opened before have another number and are not used again.</summary>
    private volatile int _generation;

    public Neo4jAddress Address => address;

    /// <summary>How many connections are in use.</summary>
    public int InUse => settings.MaxConnections - _places.CurrentCount;

    /// <summary>How many connections are open, in use or idle.</summary>
    public int Open => _watch.Count;

    /// <exception cref="IOException">The server does not respond.</exception>
    /// <exception cref="PoolException">All connections are in use for too long.</exception>
    public async ValueTask<BoltLease> Take(CancellationToken stop)
    {
        if (!await _places.WaitAsync(settings.PlaceLimit, stop))
            throw new PoolException($"All {settings.MaxConnections} connections to {address.Server} are in use for more than {settings.PlaceLimit.TotalSeconds:0.#} seconds");
        try
        {
            while (_idle.TryDequeue(out var idle))
            {
                if (idle.IsUsable && idle.Age < settings.MaxAge)
                {
                    if (idle.IdleTime < settings.IdleBeforeTest || await idle.Reset(settings.ResetLimit))
                        return new BoltLease(this, idle);
                    // The others will hardly be better, and each would take as long to find out.
                    CloseIdle();
                }
                _watch.Close(idle);
            }
            var generation = _generation;
            var opened = await BoltConnection.Open(address, settings, stop);
            opened.Generation = generation;
            _watch.Add(opened);
            return new BoltLease(this, opened);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    public void Return(BoltConnection connection, BoltEnding ending)
    {
        if (ending == BoltEnding.Reset && connection.Generation == _generation && !_isDisposed)
            _ = Recover(connection);
        else
            Return(connection, ending == BoltEnding.Kept);
    }

    /// <summary>Nobody waits for it: the request has its failure.</summary>
    private async Task Recover(BoltConnection connection) => Return(connection, await connection.Reset(settings.ResetLimit));

    private void Return(BoltConnection connection, bool isUsable)
    {
        if (isUsable && connection.Generation == _generation && !_isDisposed)
        {
            connection.BecomeIdle();
            _idle.Enqueue(connection);
        }
        else
            _watch.Close(connection);
        _places.Release();
        // It may have been disposed meanwhile.
        if (_isDisposed)
            CloseIdle();
    }

    /// <summary>Closes the connections that nobody uses: the server was lost, or belongs to the cluster no more.</summary>
    public void CloseIdle()
    {
        while (_idle.TryDequeue(out var idle))
            _watch.Close(idle);
    }

    /// <summary>Uses no connection again that is open now: the rights of their log-on have expired.</summary>
    public void Expire()
    {
        Interlocked.Increment(ref _generation);
        CloseIdle();
    }

    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
        _watch.Dispose();
    }
}
