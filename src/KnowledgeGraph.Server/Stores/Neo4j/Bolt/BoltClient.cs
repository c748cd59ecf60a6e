using System.Collections.Concurrent;
using System.Text.Json;
using KnowledgeGraph.Cypher;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Neo4j over pooled connections of its Bolt protocol (https://neo4j.com/docs/bolt/current/). Thread-safe.</summary>
internal sealed class BoltClient(Neo4jAddress address) : INeo4jClient
{
    /// <summary>Neo4j works on 400 at a time, all clients together (server.bolt.thread_pool_max_size), and refuses more: here they wait.</summary>
    private const int MostConnections = 100;
    /// <summary>So that a name which comes to mean another machine is looked up again.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _places = new(MostConnections);
    /// <summary>The one that waits longest is taken first, so that what is too old is found and closed.</summary>
    private readonly ConcurrentQueue<BoltConnection> _idle = new();
    private volatile bool _isDisposed;

    public ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, ReadValue read, CancellationToken stop) =>
        Retries.Pipeline.ExecuteAsync(
            static (call, stop) => call.Client.Run(new BoltStatement(call.Statement, call.WriteParameters, IsRead: true, call.Bookmarks), call.Read, stop),
            (Client: this, Statement: statement, WriteParameters: writeParameters, Bookmarks: bookmarks, Read: read), stop);

    public ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop) =>
        Run(new BoltStatement(statement, writeParameters, IsRead: false, []), read, stop);

    private async ValueTask<bool> Run(BoltStatement statement, ReadValue? read, CancellationToken stop)
    {
        using var lease = await Take(stop);
        var hasValue = await lease.Connection.Run(statement, address.Database, read, stop);
        lease.Keep();
        return hasValue;
    }

    public async ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop)
    {
        var lease = await Take(stop);
        try
        {
            await lease.Connection.Begin(address.Database, limit, bookmarks, stop);
            return new BoltTransaction(lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private async ValueTask<Lease> Take(CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            while (_idle.TryDequeue(out var idle))
                if (idle.IsUsable && idle.Age < s_lifetime)
                    return new Lease(this, idle);
                else
                    idle.Dispose();
            return new Lease(this, await BoltConnection.Open(address, stop));
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>
    /// A connection while it is somebody's. It is closed when it is given back before it was said to be kept: after an error or a stop, since
    /// Neo4j then ends what runs there and rolls it back.
    /// </summary>
    internal sealed class Lease(BoltClient client, BoltConnection connection) : IDisposable
    {
        private bool _isKept, _isOver;

        public BoltConnection Connection { get; } = connection;

        /// <summary>All that was asked is answered.</summary>
        public void Keep() => _isKept = true;

        public void Dispose()
        {
            if (_isOver)
                return;
            _isOver = true;
            if (_isKept && !client._isDisposed)
                client._idle.Enqueue(Connection);
            else
                Connection.Dispose();
            client._places.Release();
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryDequeue(out var idle))
            idle.Dispose();
    }
}
