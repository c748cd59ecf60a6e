using System.Collections.Concurrent;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Cluster;

/// <summary>
/// Plays a cluster, because none can run here: three cores and a read replica, of which a test says who leads, who is away and what gets lost. All work is
/// done by one real Neo4j behind them, so that a store on top of it is the real one.
/// </summary>
internal sealed class ScriptedCluster : IAsyncDisposable
{
    public ScriptedCluster(Neo4jAddress neo4j)
    {
        Neo4j = neo4j;
        Cores = [new(this, "a"), new(this, "b"), new(this, "c")];
        Replica = new(this, "replica");
        Leader = Cores[0];
    }

    /// <summary>What does the work.</summary>
    public Neo4jAddress Neo4j { get; }
    public IReadOnlyList<ClusterMember> Cores { get; }
    public ClusterMember Replica { get; }
    public IEnumerable<ClusterMember> Members => [.. Cores, Replica];

    /// <summary>Null during an election.</summary>
    public volatile ClusterMember? Leader;

    /// <summary>Seconds for which a routing table holds.</summary>
    public long TimeToLive { get; set; } = 300;

    /// <summary>What happens to the next commits, in their order.</summary>
    public ConcurrentQueue<Func<ClusterMember, Treatment>> Commits { get; } = [];

    /// <summary>What refuses a request, by the code that it gives; null for nothing.</summary>
    public Func<ClusterMember, bool, byte[], string?>? Refuse { get; set; }

    /// <summary>What is asked of routers, whole.</summary>
    public ConcurrentQueue<byte[]> Asked { get; } = [];

    /// <summary>The address that an operator gives: that of the first core.</summary>
    public Neo4jAddress Address => AddressWith("");

    /// <summary>The address with a routing context.</summary>
    public Neo4jAddress AddressWith(string query, string database = "neo4j") => new(new Uri($"neo4j://{Cores[0].Server}?{query}"), database, Neo4j.User, Neo4j.Password);

    internal byte[] Route(byte[] message)
    {
        Asked.Enqueue(message);
        var (cores, leader) = (Cores.Where(c => c.IsPresent).ToList(), Leader);
        return BoltPeer.Bytes(answer =>
        {
            answer.Begin(BoltMessage.Success, 1);
            answer.WriteMap(1);
            answer.WriteText("rt"u8);
            answer.WriteMap(3);
            answer.WriteText("ttl"u8);
            answer.WriteInteger(TimeToLive);
            answer.WriteText("db"u8);
            answer.WriteText("neo4j"u8);
            answer.WriteText("servers"u8);
            answer.WriteList(3);
            Role(answer, "WRITE", leader is { IsPresent: true } ? [leader] : []);
            Role(answer, "READ", [.. cores.Where(c => c != leader), .. Replica.IsPresent ? new[] { Replica } : []]);
            Role(answer, "ROUTE", cores);
            answer.End();
        });
    }

    private static void Role(BoltWriter answer, string role, List<ClusterMember> members)
    {
        answer.WriteMap(2);
        answer.WriteText("role"u8);
        answer.WriteText(role);
        answer.WriteText("addresses"u8);
        answer.WriteList(members.Count);
        foreach (var member in members)
            answer.WriteText(member.Server);
    }

    internal string? Refusal(ClusterMember member, bool isRead, byte[] message) =>
        Refuse?.Invoke(member, isRead, message) is { } code ? code
        : isRead || member == Leader ? null
        : member == Replica ? "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase" : "Neo.ClientError.Cluster.NotALeader";

    internal Treatment OnCommit(ClusterMember member) => Commits.TryDequeue(out var scripted) ? scripted(member) : Treatment.Pass;

    public async ValueTask DisposeAsync()
    {
        foreach (var member in Members)
            await member.DisposeAsync();
    }
}
