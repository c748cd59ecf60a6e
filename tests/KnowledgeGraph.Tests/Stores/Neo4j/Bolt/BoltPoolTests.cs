using System.Net;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>How connections are kept, tested, shared and given up.</summary>
public sealed class BoltPoolTests
{
    private readonly SetClock _clock = new();

    private BoltSettings Settings => new(_clock) { ResetLimit = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task A_connection_that_is_used_often_is_never_tested()
    {
        await using var script = new BoltScript($"open\n{string.Join('\n', Enumerable.Repeat("answer 1", 5))}");
        using var client = new BoltClient(script.Address, Settings);
        for (var i = 0; i < 5; i++, _clock.Now += TimeSpan.FromSeconds(59))
            Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task A_connection_that_was_idle_for_long_is_tested_once()
    {
        await using var script = new BoltScript("open\nanswer 1\nC: RESET\nS: SUCCESS {}\nanswer 2\nanswer 3");
        using var client = new BoltClient(script.Address, Settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        _clock.Now += TimeSpan.FromSeconds(61);
        Assert.Equal("2", await BoltScript.Ask(client));
        Assert.Equal("3", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("S: CLOSE")]
    [InlineData("S: HANG")]
    [InlineData("S: FAILURE Neo.DatabaseError.General.UnknownError")]
    public async Task A_connection_that_fails_its_test_is_replaced_and_so_are_the_other_idle_ones(string answer)
    {
        await using var script = new BoltScript($"""
            open
            C: RUN
            C: PULL
            S: UNTIL 2: PULL
            S: SUCCESS {"{}"}
            S: RECORD [1]
            S: SUCCESS {"{}"}
            C: RESET
            {answer}
            ---
            open
            C: RUN
            C: PULL
            S: UNTIL go
            S: SUCCESS {"{}"}
            S: RECORD [1]
            S: SUCCESS {"{}"}
            ---
            open
            answer 2
            """);
        using var servers = new SingleBoltServer(script.Address, Settings with { ResetLimit = TimeSpan.FromSeconds(2) });
        using var client = new BoltClient(servers);
        var first = BoltScript.Ask(client);
        await Waiting.Until(() => script.Heard.Any(m => m.StartsWith("1: PULL", StringComparison.Ordinal)));
        var second = BoltScript.Ask(client);
        Assert.Equal("1", await first);
        script.Heard.Enqueue("go");
        Assert.Equal("1", await second);
        _clock.Now += TimeSpan.FromSeconds(61);
        Assert.Equal("2", await BoltScript.Ask(client));
        Assert.Equal((0, 1), (servers.Server.InUse, servers.Server.Open));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task A_connection_that_is_old_is_replaced()
    {
        await using var script = new BoltScript("open\nanswer 1\n---\nopen\nanswer 2");
        using var client = new BoltClient(script.Address, Settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        _clock.Now += TimeSpan.FromMinutes(6);
        Assert.Equal("2", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Fact]
    [Limit("STORE_UNAVAILABLE")]
    public async Task When_all_connections_are_in_use_for_long_it_is_said()
    {
        await using var script = new BoltScript("open\nC: RUN\nC: PULL\nS: HANG\n---\nopen\nC: RUN\nC: PULL\nS: HANG\n---\nopen\nanswer 3");
        using var servers = new SingleBoltServer(script.Address, Settings with { MaxConnections = 2, PlaceLimit = TimeSpan.FromMilliseconds(300) });
        using var client = new BoltClient(servers);
        using var stop = new CancellationTokenSource();
        Task[] hanging = [BoltScript.Ask(client, stop: stop.Token), BoltScript.Ask(client, stop: stop.Token)];
        await Waiting.Until(() => servers.Server.InUse == 2);
        var full = await Assert.ThrowsAsync<PoolException>(() => BoltScript.Ask(client));
        Assert.Equal(
            $"All 2 connections to 127.0.0.1:{script.Port} are in use for more than 0.3 seconds. Send fewer requests at the same time, or find out why Neo4j is slow.",
            Neo4jFailure.Meaning(full, script.Address));
        Assert.Equal(2, servers.Server.InUse);
        await stop.CancelAsync();
        foreach (var task in hanging)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.Equal((0, 0), (servers.Server.InUse, servers.Server.Open));
        Assert.Equal("3", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    /// <summary>192.0.2.1 is for documentation, and nobody answers there.</summary>
    [Fact]
    public async Task All_addresses_of_a_host_are_tried_each_within_its_limit()
    {
        await using var script = new BoltScript("open\nanswer 1");
        var asked = new List<string>();
        using var client = new BoltClient(script.Address with { Url = new Uri($"bolt://graph.example:{script.Port}") }, Settings with
        {
            ConnectLimit = TimeSpan.FromSeconds(1),
            Resolve = (host, _) =>
            {
                asked.Add(host);
                return Task.FromResult<IPAddress[]>([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("127.0.0.1")]);
            },
        });
        Assert.Equal("1", await BoltScript.Ask(client));
        Assert.Equal(["graph.example"], asked);
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task Nothing_leaks_whatever_fails()
    {
        string[] failing =
        [
            "S: CLOSE",
            "V: 00 00 00 00",
            "V: 00 00 04 05\nC: HELLO\nC: LOGON\nS: FAILURE Neo.ClientError.Security.Unauthorized",
            "open\nC: RUN\nC: PULL\nS: FAILURE Neo.ClientError.Statement.SyntaxError\nS: IGNORED\nC: RESET\nS: CLOSE",
            "open\nC: RUN\nC: PULL\nS: RECORD [1]\nS: CLOSE",
            "open\nC: RUN\nC: PULL\nS: SUCCESS {}\nS: RECORD [[1]]\nS: CLOSE",
        ];
        await using var script = new BoltScript(string.Join("\n---\n", Enumerable.Range(0, 60).Select(i => failing[i % failing.Length])));
        using var servers = new SingleBoltServer(script.Address, Settings with { MaxConnections = 3 });
        using var client = new BoltClient(servers);
        while (script.Connections < 60)
            await Task.WhenAll(Enumerable.Range(0, Math.Min(3, 60 - script.Connections)).Select(async _ =>
            {
                try
                {
                    await BoltScript.Ask(client);
                }
                catch (Exception e) when (e is IOException or QueryException or InvalidOperationException)
                {
                    // Each does.
                }
            }));
        await Waiting.Until(() => servers.Server is { InUse: 0, Open: 0 });
    }
}
