using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Polly;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

/// <summary>
/// The servers of a cluster. Reads go to the reader with the fewest connections in use, writes to the leader. The routing table is fetched when it has
/// expired or has no server for a request: from the routers that it names, then from all addresses that the host of the given address has by now.
/// </summary>
internal sealed class ClusterServers(Neo4jAddress address, BoltSettings settings) : IBoltServers
{
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

    private RoutingTable? Known(bool isRead) => _table is { } table && settings.Clock.GetTimestamp() < table.Expires && !table.Routers.IsEmpty && !table.For(isRead).IsEmpty ? table : null;

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
        : address.At(server) is { } at ? _servers.GetOrAdd(server, static (_, of) => new BoltServer(of.At, of.Settings), (At: at, Settings: settings)) : null;

    private async ValueTask<RoutingTable> Fetch(bool isRead, CancellationToken stop)
    {
        await _fetching.WaitAsync(stop);
        try
        {
            // Another request may have fetched it meanwhile.
            if (Known(isRead) is { } known)
                return known;
            var search = new RouterSearch(settings, stop);
            // Without a leader, the known routers may be cut off from the rest.
            var isCutOff = _table is not { Writers.IsEmpty: false };
            var table = (isCutOff ? await AskGiven(search) : null) ?? await AskKnown(search) ?? (isCutOff ? null : await AskGiven(search));
            if (table is null)
                throw new RoutingException("No server of the cluster gives a routing table", search.Last);
            Use(table);
            return table;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async ValueTask<RoutingTable?> AskKnown(RouterSearch search)
    {
        foreach (var name in _table?.Routers ?? [])
            if (ServerAt(name) is { } router && await search.Ask(name, router.Address, settings, failure => Note(router, failure)) is { } table)
                return table;
        return null;
    }

    /// <summary>Asks at the addresses that the host of the given address has now: it may have others than before.</summary>
    private async ValueTask<RoutingTable?> AskGiven(RouterSearch search)
    {
        foreach (var ip in await search.Resolve(address))
            if (await search.Ask(new IPEndPoint(ip, address.Port).ToString(), address, settings with { Resolve = (_, _) => Task.FromResult<IPAddress[]>([ip]) }, static _ => { }) is { } table)
                return table;
        return null;
    }

    private void Use(RoutingTable table)
    {
        lock (_changing)
            _table = table;
        foreach (var (name, server) in _servers)
            if (!table.Has(name) && _servers.TryRemove(name, out _))
                server.Dispose();
    }

    public void Note(BoltServer server, Exception failure)
    {
        var name = server.Address.Server;
        switch (failure)
        {
            case QueryException { IsExpired: true }:
                server.Expire();
                break;
            case PoolException:
                // The server has enough to do, and is there.
                break;
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
