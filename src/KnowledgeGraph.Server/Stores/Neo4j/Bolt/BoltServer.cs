using System.Collections.Concurrent;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>The pooled connections to one server. Thread-safe.</summary>
internal sealed class BoltServer(Neo4jAddress address) : IDisposable
{
    /// <summary>Neo4j runs at most 400 requests of all clients at the same time (server.bolt.thread_pool_max_size), and refuses more. Here they wait.</summary>
    private const int MostConnections = 100;
    /// <summary>Limits the age of a connection, so that a host name is resolved again after it has moved to another machine.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _places = new(MostConnections);
    /// <summary>The connection that was idle longest is taken first, so that old ones are found and closed.</summary>
    private readonly ConcurrentQueue<BoltConnection> _idle = new();
    private volatile bool _isDisposed;

    public Neo4jAddress Address => address;

    /// <summary>How many connections are in use.</summary>
    public int InUse => MostConnections - _places.CurrentCount;

    /// <exception cref="IOException">The server does not respond.</exception>
    public async ValueTask<BoltLease> Take(CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            while (_idle.TryDequeue(out var idle))
                if (idle.IsUsable && idle.Age < s_lifetime)
                    return new BoltLease(this, idle);
                else
                    idle.Dispose();
            return new BoltLease(this, await BoltConnection.Open(address, stop));
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <param name="isUsable">Whether all requests on the connection have their responses.</param>
    public void Return(BoltConnection connection, bool isUsable)
    {
        if (isUsable && !_isDisposed)
            _idle.Enqueue(connection);
        else
            connection.Dispose();
        _places.Release();
    }

    /// <summary>Closes the connections that nobody uses: the server was lost, or belongs to the cluster no more.</summary>
    public void CloseIdle()
    {
        while (_idle.TryDequeue(out var idle))
            idle.Dispose();
    }

    public void Dispose()
    {
        _isDisposed = true;
        CloseIdle();
    }
}
