using System.Collections.Concurrent;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Neo4j over pooled connections of its Bolt protocol (https://neo4j.com/docs/bolt/current/). Thread-safe.</summary>
internal sealed class BoltClient(Neo4jAddress address) : INeo4jClient
{
    /// <summary>Neo4j runs at most 400 requests of all clients at the same time (server.bolt.thread_pool_max_size), and refuses more. Here they wait.</summary>
    private const int MostConnections = 100;
    /// <summary>Limits the age of a connection, so that a host name is resolved again after it has moved to another machine.</summary>
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _places = new(MostConnections);
    /// <summary>The connection that was idle longest is taken first, so that old ones are found and closed.</summary>
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
    /// A connection that is in use. It is closed on return unless it was marked to be kept. After an error or a stop it is not, and closing it
    /// makes Neo4j end what runs there and roll it back.
    /// </summary>
    internal sealed class Lease(BoltClient client, BoltConnection connection) : IDisposable
    {
        private bool _isKept, _isOver;

        public BoltConnection Connection { get; } = connection;

        /// <summary>Marks that all requests on the connection have their responses.</summary>
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
