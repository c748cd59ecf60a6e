using System.Collections.Concurrent;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>
/// Gives up the open connections of a server that has fallen silent. A statement may run for long, so silence alone says nothing, unless the server has
/// promised to send something. In a cluster, where another server can do the work, a silent one is asked whether it is there. Thread-safe.
/// </summary>
internal sealed class BoltWatch : IDisposable
{
    private readonly Neo4jAddress _address;
    private readonly BoltSettings _settings;
    private readonly ConcurrentDictionary<BoltConnection, bool> _open = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly Lazy<Timer> _timer;
    private int _isAsking;
    private volatile bool _isOver;
    private long _asked;

    public BoltWatch(Neo4jAddress address, BoltSettings settings)
    {
        (_address, _settings) = (address, settings);
        _timer = new(() => new Timer(static watch => ((BoltWatch)watch!).Look(), this, settings.WatchPeriod, settings.WatchPeriod));
    }

    public int Count => _open.Count;

    public void Add(BoltConnection connection)
    {
        _open[connection] = true;
        _ = _timer.Value;
    }

    public void Close(BoltConnection connection)
    {
        _open.TryRemove(connection, out _);
        connection.Dispose();
        EndIfAllAreClosed();
    }

    private void Look()
    {
        var isSilent = false;
        foreach (var (connection, _) in _open)
            if (connection.Silence is var silence && silence > connection.ReceiveLimit)
                connection.Lose($"Neo4j sent nothing for {connection.ReceiveLimit.TotalSeconds:0} seconds");
            else
                isSilent |= silence > _settings.Silence;
        if (isSilent && _address.IsCluster && Environment.TickCount64 - Volatile.Read(ref _asked) > _settings.Silence.TotalMilliseconds && Interlocked.Exchange(ref _isAsking, 1) == 0)
            _ = Ask();
    }

    private async Task Ask()
    {
        try
        {
            Volatile.Write(ref _asked, Environment.TickCount64);
            using var connection = await BoltConnection.Open(_address, _settings with { OpenLimit = _settings.RouteLimit }, _disposing.Token);
        }
        catch (IOException e)
        {
            foreach (var (connection, _) in _open)
                if (connection.Silence > _settings.Silence)
                    connection.Lose($"Neo4j does not respond: {e.Message}");
        }
        catch (Exception e) when (e is QueryException or OperationCanceledException)
        {
            // It has responded, or nobody waits any more.
        }
        finally
        {
            Volatile.Write(ref _isAsking, 0);
        }
    }

    private void EndIfAllAreClosed()
    {
        if (!_isOver || !_open.IsEmpty)
            return;
        if (_timer.IsValueCreated)
            _timer.Value.Dispose();
        _disposing.Cancel();
    }

    /// <summary>Those that are in use are watched until they are closed: their server may have left the cluster because it is silent.</summary>
    public void Dispose()
    {
        _isOver = true;
        EndIfAllAreClosed();
    }
}
