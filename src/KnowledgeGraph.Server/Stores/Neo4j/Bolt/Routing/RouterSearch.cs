using System.Net;
using System.Net.Sockets;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

/// <summary>One search for a routing table. It asks no router twice, and none for long.</summary>
internal sealed class RouterSearch(BoltSettings settings, CancellationToken stop)
{
    private readonly HashSet<string> _asked = [];

    /// <summary>Why the last router that was asked gave no table; null if it gave one that nobody can use.</summary>
    public Exception? Last { get; private set; }

    /// <returns>All addresses of the host; none if it has no address now.</returns>
    public async ValueTask<IPAddress[]> Resolve(Neo4jAddress address)
    {
        try
        {
            using var limited = Limited();
            return await settings.Resolve(address.Url.IdnHost, limited.Token);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            Last = new IOException($"The host {address.Url.IdnHost} has no address", e is SocketException ? e : new TimeoutException());
            return [];
        }
    }

    /// <summary>Asks over a connection of its own, so that the search does not wait for requests.</summary>
    /// <param name="server">Host and port.</param>
    /// <param name="note">Takes note of a failure of the server.</param>
    /// <returns>Null if the server has no table, or one that nobody can use.</returns>
    public async ValueTask<RoutingTable?> Ask(string server, Neo4jAddress address, BoltSettings how, Action<Exception> note)
    {
        if (!_asked.Add(server))
            return null;
        using var limited = Limited();
        try
        {
            using var connection = await BoltConnection.Open(address, how, limited.Token);
            var table = await connection.Route(address, settings.Clock, limited.Token);
            return table.IsComplete ? table : null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested && e is IOException or OperationCanceledException or QueryException { MayBeOfOneServer: true })
        {
            Last = e is OperationCanceledException ? new IOException("No routing table in time", new TimeoutException()) : e;
            note(Last);
            return null;
        }
    }

    private CancellationTokenSource Limited()
    {
        var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(settings.RouteLimit);
        return limited;
    }
}
