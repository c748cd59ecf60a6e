using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;
using KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Cluster;

/// <summary>Which routers are asked, at which addresses of a host that moves. All listen on the same port of different loopback addresses.</summary>
public sealed class RouterTests : IAsyncLifetime
{
    private static readonly string[] s_ips = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];

    private readonly List<BoltScript> _scripts = [];
    private readonly List<string> _resolved = [];
    private string[] _found = [];
    private int _port;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var script in _scripts)
            await script.DisposeAsync();
    }

    /// <param name="server">The index of its address.</param>
    private BoltScript Play(int server, string script)
    {
        var played = new BoltScript(script.Replace("PORT", _port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal), repeatsLast: true, s_ips[server], _port);
        _port = played.Port;
        _scripts.Add(played);
        return played;
    }

    private Neo4jAddress Address => new(new Uri($"neo4j://graph.example:{_port}"), "neo4j", "neo4j", "a-secret");

    private BoltClient Client() => new(Address, Settings);

    private BoltSettings Settings => new(TimeProvider.System)
    {
        RouteLimit = TimeSpan.FromSeconds(3),
        Resolve = (host, _) =>
        {
            if (host != "graph.example")
                return Task.FromResult<IPAddress[]>([IPAddress.Parse(host)]);
            _resolved.Add(host);
            return _found.Length == 0 ? throw new SocketException((int)SocketError.HostNotFound) : Task.FromResult<IPAddress[]>([.. _found.Select(IPAddress.Parse)]);
        },
    };

    /// <summary>A port that is free, so that scripts can name it.</summary>
    private void TakePort()
    {
        using var probe = new Socket(SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _port = ((IPEndPoint)probe.LocalEndPoint!).Port;
    }

    private static string Table(string servers, int seconds = 300)
    {
        var all = string.Join(", ", servers.Split(' ').Select(s => $"\"{s}:PORT\""));
        return $"open\nC: ROUTE\nS: SUCCESS {{\"rt\": {{\"ttl\": {seconds}, \"db\": \"neo4j\", \"servers\": [{string.Join(", ", new[] { "ROUTE", "READ", "WRITE" }.Select(r => $"{{\"role\": \"{r}\", \"addresses\": [{all}]}}"))}]}}}}";
    }

    public static TheoryData<string> Bad =>
    [
        "S: CLOSE",
        "V: 00 00 00 00",
        "S: HANG",
        "open\nC: ROUTE\nS: CLOSE",
        "open\nC: ROUTE\nS: HANG",
        "open\nC: ROUTE\nS: FAILURE Neo.ClientError.Procedure.ProcedureNotFound",
        "open\nC: ROUTE\nS: FAILURE Neo.ClientError.Security.AuthorizationExpired",
        "open\nC: ROUTE\nS: FAILURE Made.Up.Altogether",
        "open\nC: ROUTE\nS: SUCCESS {}",
        "open\nC: ROUTE\nS: SUCCESS {\"rt\": {\"ttl\": 300, \"db\": \"neo4j\", \"servers\": []}}",
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task All_addresses_of_the_host_are_asked_until_one_gives_a_table(string bad)
    {
        TakePort();
        _found = s_ips;
        Play(0, bad);
        Play(1, $"{Table("127.0.0.3")}");
        Play(2, "open\nanswer 7");
        using var client = Client();
        Assert.Equal("7", await BoltScript.Ask(client));
        Assert.Single(_resolved);
    }

    [Theory]
    [InlineData("Neo.ClientError.Database.DatabaseNotFound")]
    [InlineData("Neo.ClientError.Transaction.InvalidBookmark")]
    [InlineData("Neo.ClientError.Transaction.InvalidBookmarkMixture")]
    [InlineData("Neo.ClientError.Security.Forbidden")]
    [InlineData("Neo.ClientError.Security.Unauthorized")]
    [InlineData("Neo.ClientError.Security.MadeUp")]
    [InlineData("Neo.ClientError.Statement.ArgumentError")]
    [InlineData("Neo.ClientError.Statement.TypeError")]
    [InlineData("Neo.ClientError.Request.Invalid")]
    public async Task What_every_router_would_say_ends_the_search(string code)
    {
        TakePort();
        _found = ["127.0.0.1", "127.0.0.2"];
        Play(0, $"open\nC: ROUTE\nS: FAILURE {code}");
        var other = Play(1, Table("127.0.0.1"));
        using var client = Client();
        Assert.Equal(code, (await Assert.ThrowsAsync<QueryException>(() => BoltScript.Ask(client))).Code);
        Assert.Equal(0, other.Connections);
    }

    [Fact]
    public async Task A_host_that_moved_is_found_when_the_known_routers_are_gone()
    {
        TakePort();
        _found = ["127.0.0.1"];
        // The table is over at once. The first server answers one read, then it is gone.
        var gone = Play(0, $"{Table("127.0.0.1", seconds: 0)}\n---\nopen\nanswer 1");
        Play(1, $"{Table("127.0.0.2")}\n---\nopen\nanswer 2\nanswer 3");
        using var client = Client();
        Assert.Equal("1", await BoltScript.Ask(client));
        await gone.DisposeAsync();
        _found = ["127.0.0.3", "127.0.0.2"];
        Assert.Equal("2", await BoltScript.Ask(client));
        Assert.Equal("3", await BoltScript.Ask(client));
        Assert.Equal(2, _resolved.Count);
    }

    [Fact]
    public async Task A_router_that_is_known_is_asked_without_the_host()
    {
        TakePort();
        _found = ["127.0.0.1"];
        Play(0, Table("127.0.0.2", seconds: 0));
        var known = Play(1, $"open\nanswer 1\nanswer 2\n---\n{Table("127.0.0.2")}");
        using var client = Client();
        Assert.Equal("1", await BoltScript.Ask(client));
        _found = [];
        Assert.Equal("2", await BoltScript.Ask(client));
        Assert.Equal(2, known.Connections);
        Assert.Single(_resolved);
    }

    [Fact]
    public async Task A_host_without_addresses_is_said()
    {
        TakePort();
        using var servers = new ClusterServers(Address, Settings);
        var failed = await Assert.ThrowsAsync<RoutingException>(() => servers.Take(isRead: true, default).AsTask());
        Assert.Equal("The host graph.example has no address", failed.InnerException!.Message);
    }

    /// <summary>Silence alone says nothing: the server is asked whether it is there, and a statement that runs for long is not ended.</summary>
    [Fact]
    public async Task A_long_statement_of_a_cluster_is_not_ended_while_the_server_responds()
    {
        TakePort();
        _found = ["127.0.0.1"];
        var server = Play(0, $"{Table("127.0.0.1")}\n---\nopen\nC: RUN\nC: PULL\nS: UNTIL 4: LOGON\nS: SUCCESS {{}}\nS: RECORD [1]\nS: SUCCESS {{}}\n---\nopen");
        using var client = new BoltClient(Address, Settings with { Silence = TimeSpan.FromMilliseconds(300), WatchPeriod = TimeSpan.FromMilliseconds(50), RouteLimit = TimeSpan.FromSeconds(10) });
        Assert.Equal("1", await BoltScript.Ask(client));
        Assert.InRange(server.Connections, 4, 100);
        Assert.Single(server.Heard, m => m.Contains(": RUN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_hangs_is_left_for_another()
    {
        TakePort();
        _found = ["127.0.0.1"];
        Play(0, $"{Table("127.0.0.2")}\n---\n{Table("127.0.0.3")}");
        Play(1, "open\nC: RUN\nC: PULL\nS: HANG\n---\nS: HANG");
        Play(2, "open\nanswer 3");
        using var client = new BoltClient(Address, Settings with { Silence = TimeSpan.FromMilliseconds(300), WatchPeriod = TimeSpan.FromMilliseconds(50) });
        Assert.Equal("3", await BoltScript.Ask(client));
    }
}
