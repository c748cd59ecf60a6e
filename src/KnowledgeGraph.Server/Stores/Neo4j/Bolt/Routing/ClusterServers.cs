using System.Collections.Concurrent;
using System.Collections.Immutable;
using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

/// <summary>
/// The servers of a cluster. Reads go to the reader with the fewest connections in use, writes to the leader. The routing table is fetched when it has
/// expired or has no server for a request: from the routers that it names, then from the address that the operator gave.
/// </summary>
internal sealed class ClusterServers(Neo4jAddress address, TimeProvider clock) : IBoltServers
{
    /// <summary>Maximum time for a routing table, which a router has in memory.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, BoltServer> _servers = new();
    private readonly SemaphoreSlim _fetching = new(1);
    private readonly Lock _changing = new();
    private volatile RoutingTable? _table;
    private uint _turn;

    public ResiliencePipeline Retries => Neo4j.Retries.OfCluster;

    public async ValueTask<(BoltLease Lease, string Database)> Take(bool isRead, CancellationToken stop)
    {
        var table = Known(isRead) ?? await Fetch(isRead, stop);
        var server = LeastUsed(table.For(isRead)) ?? throw new RoutingException($"The cluster has no server that {(isRead ? "reads" : "writes")} now");
        try
        {
            return (await server.Take(stop), table.Database);
        }
        catch (Exception e)
        {
            Note(server, e);
            throw;
        }
    }

    private RoutingTable? Known(bool isRead) => _table is { } table && clock.GetTimestamp() < table.Expires && !table.Routers.IsEmpty && !table.For(isRead).IsEmpty ? table : null;

    /// <summary>Those that have equally few take turns.</summary>
    private BoltServer? LeastUsed(ImmutableArray<string> candidates)
    {
        var (best, turn) = ((BoltServer?)null, Interlocked.Increment(ref _turn));
        for (var i = 0; i < candidates.Length; i++)
            if (ServerAt(candidates[(int)((turn + i) % candidates.Length)]) is { } server && (best is null || server.InUse < best.InUse))
                best = server;
        return best;
    }

    private BoltServer? ServerAt(string server) =>
        _servers.TryGetValue(server, out var known) ? known
        : address.At(server) is { } at ? _servers.GetOrAdd(server, static (_, at) => new BoltServer(at), at) : null;

    private async ValueTask<RoutingTable> Fetch(bool isRead, CancellationToken stop)
    {
        await _fetching.WaitAsync(stop);
        try
        {
            // Another request may have fetched it meanwhile.
            if (Known(isRead) is { } known)
                return known;
            Exception? last = null;
            foreach (var router in Routers())
                try
                {
                    var table = await FetchFrom(router, stop);
                    if (!table.IsComplete)
                        continue;
                    Use(table);
                    return table;
                }
                catch (Exception e) when (!stop.IsCancellationRequested && e is IOException or QueryException { MayBeOfOneServer: true })
                {
                    last = e;
                    Note(router, e);
                }
            throw new RoutingException("No server of the cluster gives a routing table", last);
        }
        finally
        {
            _fetching.Release();
        }
    }

    /// <summary>Those of the table first, unless it has no leader: then they may be cut off from the rest.</summary>
    private IEnumerable<BoltServer> Routers()
    {
        var first = ServerAt(address.Server)!;
        var others = (_table?.Routers ?? []).Select(ServerAt).OfType<BoltServer>().Where(s => s != first).ToList();
        return _table is { Writers.IsEmpty: false } ? [.. others, first] : [first, .. others];
    }

    private async ValueTask<RoutingTable> FetchFrom(BoltServer router, CancellationToken stop)
    {
        using var lease = await router.Take(stop);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(s_limit);
        try
        {
            var table = await lease.Connection.Route(address, clock, limited.Token);
            lease.Keep();
            return table;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new IOException("No routing table in time", new TimeoutException());
        }
    }

    private void Use(RoutingTable table)
    {
        lock (_changing)
            _table = table;
        foreach (var (name, server) in _servers)
            if (!table.Has(name) && name != address.Server && _servers.TryRemove(name, out _))
                server.Dispose();
    }

    public void Note(BoltServer server, Exception failure)
    {
        var name = server.Address.Server;
        switch (failure)
        {
            case QueryException { IsNotWriter: true }:
                Change(table => table.WithoutWriter(name));
                break;
            case IOException { InnerException: not System.Security.Authentication.AuthenticationException } or QueryException { Code: QueryException.DatabaseUnavailable }:
                Change(table => table.Without(name));
                server.CloseIdle();
                break;
        }
    }

    private void Change(Func<RoutingTable, RoutingTable> change)
    {
        lock (_changing)
            if (_table is { } table)
                _table = change(table);
    }

    public void Dispose()
    {
        foreach (var server in _servers.Values)
            server.Dispose();
        _fetching.Dispose();
    }
}
