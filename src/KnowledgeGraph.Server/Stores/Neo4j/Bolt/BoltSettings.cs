using System.Net;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>How connections are opened, kept and given up.</summary>
internal sealed record BoltSettings(TimeProvider Clock)
{
    /// <summary>For each server. Neo4j runs at most 400 requests of all clients at the same time (server.bolt.thread_pool_max_size), and refuses more. Here they wait.</summary>
    public int MaxConnections { get; init; } = 100;
    /// <summary>How long a request waits for a connection, when all are in use. It is less than the time of an operation, so that the log says what was waited for.</summary>
    public TimeSpan PlaceLimit { get; init; } = TimeSpan.FromSeconds(20);
    /// <summary>Maximum time to connect to one address of a host.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Maximum time until the log-on has succeeded. It allows for a slow network and a busy Neo4j.</summary>
    public TimeSpan OpenLimit { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan ResetLimit { get; init; } = TimeSpan.FromSeconds(2);
    /// <summary>Maximum time for a routing table, which a router has in memory, with the connection to the router.</summary>
    public TimeSpan RouteLimit { get; init; } = TimeSpan.FromSeconds(3);
    /// <summary>Limits the age of a connection, so that a host name is resolved again after it has moved to another machine.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(5);
    /// <summary>A connection that was idle for so long is tested before it is used: firewalls forget such connections, and tell nobody.</summary>
    public TimeSpan IdleBeforeTest { get; init; } = TimeSpan.FromMinutes(1);
    /// <summary>When a server of a cluster has not responded to a request for so long, it is asked over another connection whether it responds at all.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);
    /// <summary>How often it is looked for silent servers.</summary>
    public TimeSpan WatchPeriod { get; init; } = TimeSpan.FromSeconds(1);
    /// <summary>Finds all addresses of a host.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = Dns.GetHostAddressesAsync;
}
