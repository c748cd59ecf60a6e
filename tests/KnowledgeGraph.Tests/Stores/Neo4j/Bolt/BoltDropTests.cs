using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>A connection that ends, or falls silent, at each message.</summary>
public sealed class BoltDropTests
{
    private static readonly BoltSettings s_settings = new(TimeProvider.System) { WatchPeriod = TimeSpan.FromMilliseconds(50) };

    private static readonly Statement s_statement = new("test", "CREATE ()");

    public static TheoryData<string, string> Reads() => new()
    {
        { "at HELLO", "V: 00 00 04 05\nC: HELLO" },
        { "at LOGON", "V: 00 00 04 05\nC: HELLO\nC: LOGON" },
        { "after HELLO", "V: 00 00 04 05\nC: HELLO\nC: LOGON\nS: SUCCESS {}" },
        { "after LOGON", "V: 00 00 04 05\nC: HELLO\nC: LOGON\nS: SUCCESS {}\nS: SUCCESS {}" },
        { "at RUN", "open\nC: RUN" },
        { "at PULL", "open\nC: RUN\nC: PULL" },
        { "after RUN", "open\nC: RUN\nC: PULL\nS: SUCCESS {}" },
        { "after RECORD", "open\nC: RUN\nC: PULL\nS: SUCCESS {}\nS: RECORD [1]" },
        { "at RESET", "open\nC: RUN\nC: PULL\nS: FAILURE Neo.TransientError.Made.Up\nS: IGNORED\nC: RESET" },
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_read_is_repeated(string where, string part)
    {
        Assert.NotEmpty(where);
        await using var script = new BoltScript($"{part}\nS: CLOSE\n---\nopen\nanswer 2");
        using var servers = new SingleBoltServer(script.Address, s_settings);
        using var client = new BoltClient(servers);
        Assert.Equal("2", await BoltScript.Ask(client));
        await Waiting.Until(() => servers.Server is { InUse: 0, Open: 1 });
        await script.AssertPlayed(client);
    }

    public static TheoryData<string> Writes => ["BEGIN", "RUN", "PULL", "COMMIT", "ROLLBACK"];

    /// <summary>Whether a commit was made is asked for by its id, not found out by another try: see ClusterTests and Neo4jCrashTests.</summary>
    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_transaction_is_not_repeated(string where)
    {
        string[] messages = ["BEGIN", "RUN", "PULL", where == "ROLLBACK" ? "ROLLBACK" : "COMMIT"];
        var part = "open\n";
        foreach (var message in messages.TakeWhile(m => m != where))
            part += $"C: {message}\n{(message == "BEGIN" ? "S: SUCCESS {}\n" : message == "PULL" ? "S: SUCCESS {}\nS: SUCCESS {}\n" : "")}";
        await using var script = new BoltScript($"{part}C: {where}\nS: CLOSE");
        using var servers = new SingleBoltServer(script.Address, s_settings);
        using var client = new BoltClient(servers);
        var work = async () =>
        {
            await using var transaction = await client.Begin(TimeSpan.FromSeconds(10), [], default);
            await transaction.Run(s_statement, null, null, default);
            if (where != "ROLLBACK")
                await transaction.Commit(default);
        };
        if (where == "ROLLBACK")
            await work();
        else
            await Assert.ThrowsAnyAsync<IOException>(work);
        Assert.Equal((0, 0), (servers.Server.InUse, servers.Server.Open));
        await script.AssertPlayed(client);
    }

    public static TheoryData<string> Silences =>
    [
        "C: RUN\nC: PULL\nS: HANG",
        "C: RUN\nC: PULL\nS: SUCCESS {}\nS: HANG",
        "C: RUN\nC: PULL\nS: SUCCESS {}\nS: RECORD [1]\nS: HANG",
    ];

    [Theory]
    [MemberData(nameof(Silences))]
    public async Task A_server_that_breaks_its_promise_to_send_something_counts_as_lost(string rest)
    {
        await using var script = new BoltScript($$"""
            V: 00 00 04 05
            C: HELLO
            C: LOGON
            S: SUCCESS {"hints": {"connection.recv_timeout_seconds": 1} }
            S: SUCCESS {}
            {{rest}}
            ---
            open
            answer 2
            """);
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("2", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task A_server_that_says_that_it_is_still_working_is_waited_for()
    {
        await using var script = new BoltScript($$"""
            V: 00 00 04 05
            C: HELLO
            C: LOGON
            S: SUCCESS {"hints": {"connection.recv_timeout_seconds": 3} }
            S: SUCCESS {}
            C: RUN
            C: PULL
            {{string.Join('\n', Enumerable.Repeat("S: WAIT 700\nS: NOOP", 5))}}
            S: SUCCESS {}
            S: RECORD [1]
            S: SUCCESS {}
            """);
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("""{"connection.recv_timeout_seconds": 0}""")]
    [InlineData("""{"connection.recv_timeout_seconds": -1}""")]
    [InlineData("""{"connection.recv_timeout_seconds": "1"}""")]
    [InlineData("""{"connection.recv_timeout_seconds": 1.5}""")]
    [InlineData("""{"connection.recv_timeout_seconds": null}""")]
    [InlineData("""{"telemetry.enabled": true, "utc_patch": true, "ssr.enabled": true, "made.up": [1, {"a": 2}]}""")]
    [InlineData("[1]")]
    [InlineData("null")]
    public async Task Other_hints_are_ignored_and_nothing_is_sent_besides(string hints)
    {
        await using var script = new BoltScript($"V: 00 00 08 05\nC: HELLO\nC: LOGON\nS: SUCCESS {{\"hints\": {hints}}}\nS: SUCCESS {{}}\nanswer 1\nanswer 2");
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        Assert.Equal("2", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
        Assert.Equal(["1: HELLO", "1: LOGON", "1: RUN", "1: PULL", "1: RUN", "1: PULL"], script.Heard.Select(m => string.Join(' ', m.Split(' ')[..2])));
    }
}
