using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>The servers of an address, of which each statement and each transaction gets one.</summary>
internal interface IBoltServers : IDisposable
{
    /// <summary>How reads and rolled-back transactions are repeated.</summary>
    ResiliencePipeline Retries { get; }

    /// <summary>A connection to a server, and the name of the database there; empty for the home database.</summary>
    /// <exception cref="IOException">No server responds.</exception>
    ValueTask<(BoltLease Lease, string Database)> Take(bool isRead, CancellationToken stop);

    /// <summary>Takes note of a failure at a server, so that the next request goes to another one if that helps.</summary>
    void Note(BoltServer server, Exception failure);
}

/// <summary>The one server of an address.</summary>
internal sealed class SingleBoltServer(Neo4jAddress address, BoltSettings settings) : IBoltServers
{
    private readonly BoltServer _server = new(address, settings);

    public BoltServer Server => _server;

    public ResiliencePipeline Retries => Neo4j.Retries.Pipeline;

    public async ValueTask<(BoltLease Lease, string Database)> Take(bool isRead, CancellationToken stop) => (await _server.Take(stop), address.Database);

    public void Note(BoltServer server, Exception failure)
    {
        // There is no other server.
        if (failure is QueryException { IsExpired: true })
            server.Expire();
    }

    public void Dispose() => _server.Dispose();
}
