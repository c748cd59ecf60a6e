using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>What a server refuses, and what becomes of the connection.</summary>
public sealed class BoltFailureTests
{
    private const string Mistake = "Neo.ClientError.Statement.SyntaxError";

    /// <summary>With one connection, the next request waits until the reset is over.</summary>
    private static readonly BoltSettings s_one = new(TimeProvider.System) { MaxConnections = 1, ResetLimit = TimeSpan.FromSeconds(20) };

    private static readonly Statement s_statement = new("test", "CREATE ()");

    public static TheoryData<string> Failures =>
    [
        $"S: FAILURE {Mistake}\nS: IGNORED",
        $"S: SUCCESS {{}}\nS: FAILURE {Mistake}",
        $"S: SUCCESS {{}}\nS: RECORD [1]\nS: FAILURE {Mistake}",
        $$"""S: FAILURE {"neo4j_code": "{{Mistake}}", "gql_status": "42001", "message": "It was refused.", "cause": {"message": "another"} }""" + "\nS: IGNORED",
    ];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_connection_is_reset_once_and_kept(string failure)
    {
        await using var script = new BoltScript($"open\nanswer 1\nC: RUN\nC: PULL\n{failure}\nC: RESET\nS: SUCCESS {{}}\nanswer 2\nanswer 3");
        using var client = new BoltClient(script.Address, s_one);
        Assert.Equal("1", await BoltScript.Ask(client));
        var refused = await Assert.ThrowsAsync<QueryException>(() => BoltScript.Ask(client));
        Assert.Equal((Mistake, $"test: {Mistake}: It was refused."), (refused.Code, refused.Message));
        Assert.Equal("2", await BoltScript.Ask(client));
        Assert.Equal("3", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("S: FAILURE Neo.DatabaseError.General.UnknownError")]
    [InlineData("S: IGNORED\nS: RECORD [1]")]
    [InlineData("S: CLOSE")]
    [InlineData("S: HANG")]
    public async Task A_connection_that_cannot_be_reset_is_closed(string answer)
    {
        await using var script = new BoltScript($"open\nC: RUN\nC: PULL\nS: SUCCESS {{}}\nS: FAILURE {Mistake}\nC: RESET\n{answer}\n---\nopen\nanswer 1");
        using var client = new BoltClient(script.Address, s_one with { ResetLimit = TimeSpan.FromSeconds(2) });
        await Assert.ThrowsAsync<QueryException>(() => BoltScript.Ask(client));
        Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task The_rest_of_what_was_sent_together_is_ignored()
    {
        await using var script = new BoltScript($"""
            open
            C: BEGIN
            S: SUCCESS
            C: RUN
            C: PULL
            C: RUN
            C: PULL
            C: RUN
            C: PULL
            S: SUCCESS
            S: SUCCESS
            S: FAILURE {Mistake}
            S: IGNORED
            S: IGNORED
            S: IGNORED
            C: RESET
            S: SUCCESS
            answer 1
            """.Replace("S: SUCCESS\n", "S: SUCCESS {}\n", StringComparison.Ordinal));
        using var client = new BoltClient(script.Address, s_one);
        await using (var transaction = await client.Begin(TimeSpan.FromSeconds(10), [], default))
        {
            var step = new TransactionStep(s_statement, null);
            Assert.Equal(Mistake, (await Assert.ThrowsAsync<QueryException>(() => transaction.Run([step, step, step], default).AsTask())).Code);
        }
        Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("BEGIN")]
    [InlineData("COMMIT")]
    [InlineData("ROLLBACK")]
    public async Task A_transaction_that_is_refused_is_reset(string refused)
    {
        var end = refused == "ROLLBACK" ? "ROLLBACK" : "COMMIT";
        await using var script = new BoltScript(
            $"open\nC: BEGIN\n{(refused == "BEGIN" ? "" : $"S: SUCCESS {{}}\nC: {end}\n")}S: FAILURE {Mistake}\n{(refused == "ROLLBACK" ? "" : "C: RESET\nS: SUCCESS {}\n")}{(refused == "ROLLBACK" ? "---\nopen\n" : "")}answer 1");
        using var client = new BoltClient(script.Address, s_one);
        if (refused == "BEGIN")
            await Assert.ThrowsAsync<QueryException>(() => client.Begin(TimeSpan.FromSeconds(10), [], default).AsTask());
        else
            await using (var transaction = await client.Begin(TimeSpan.FromSeconds(10), [], default))
                if (refused == "COMMIT")
                    await Assert.ThrowsAsync<QueryException>(() => transaction.Commit(default).AsTask());
        Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    /// <summary>A statement that nobody waits for any more is ended by closing the connection: a RESET would wait for its response.</summary>
    [Fact]
    public async Task A_read_that_is_stopped_closes_its_connection()
    {
        await using var script = new BoltScript("open\nC: RUN\nC: PULL\nS: SUCCESS {}\nS: HANG\n---\nopen\nanswer 1");
        using var client = new BoltClient(script.Address, s_one);
        using var stop = new CancellationTokenSource();
        var reading = BoltScript.Ask(client, stop: stop.Token);
        await Waiting.Until(() => script.Heard.Any(m => m.Contains("PULL", StringComparison.Ordinal)));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("Neo.TransientError.General.DatabaseUnavailable", 3)]
    [InlineData("Neo.TransientError.Made.Up", 3)]
    [InlineData("Neo.TransientError.Transaction.DeadlockDetected", 3)]
    [InlineData("Neo.ClientError.Cluster.NotALeader", 3)]
    [InlineData("Neo.ClientError.Database.DatabaseUnavailable", 3)]
    [InlineData("Neo.ClientError.Security.AuthorizationExpired", 3)]
    [InlineData("Neo.ClientError.Security.TokenExpired", 3)]
    [InlineData("Neo.TransientError.Transaction.Terminated", 1)]
    [InlineData("Neo.TransientError.Transaction.LockClientStopped", 1)]
    [InlineData("Neo.TransientError.Transaction.BookmarkTimeout", 1)]
    [InlineData("Neo.TransientError.General.MemoryPoolOutOfMemoryError", 1)]
    [InlineData("Neo.ClientError.Transaction.Terminated", 1)]
    [InlineData("Neo.ClientError.Transaction.InvalidBookmark", 1)]
    [InlineData("Neo.ClientError.Statement.SyntaxError", 1)]
    [InlineData("Neo.ClientError.Security.Forbidden", 1)]
    [InlineData("Neo.ClientError.Database.DatabaseNotFound", 1)]
    [InlineData("Neo.DatabaseError.General.UnknownError", 1)]
    [InlineData("Made.Up.Altogether", 1)]
    public async Task What_may_pass_is_repeated_and_nothing_else(string code, int times)
    {
        await using var script = new BoltScript($"open\nLOOP\nC: RUN\nC: PULL\nS: FAILURE {code}\nS: IGNORED\nC: RESET\nS: SUCCESS {{}}", repeatsLast: true);
        using var client = new BoltClient(script.Address, s_one);
        Assert.Equal(code, (await Assert.ThrowsAsync<QueryException>(() => BoltScript.Ask(client))).Code);
        Assert.Equal(times, script.Heard.Count(m => m.Contains(": RUN", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Neo.ClientError.Security.AuthorizationExpired")]
    [InlineData("Neo.ClientError.Security.TokenExpired")]
    public async Task Expired_rights_close_every_connection_that_was_open(string code)
    {
        // The first connection is in use while the second one learns it.
        await using var script = new BoltScript($"""
            open
            C: RUN
            C: PULL
            S: UNTIL 3: PULL
            S: SUCCESS {"{}"}
            S: RECORD [1]
            S: SUCCESS {"{}"}
            ---
            open
            C: RUN
            C: PULL
            S: FAILURE {code}
            S: IGNORED
            ---
            open
            answer 2
            answer 3
            """);
        using var servers = new SingleBoltServer(script.Address, new BoltSettings(TimeProvider.System));
        using var client = new BoltClient(servers);
        var slow = BoltScript.Ask(client);
        await Waiting.Until(() => script.Heard.Any(m => m.StartsWith("1: PULL", StringComparison.Ordinal)));
        Assert.Equal("2", await BoltScript.Ask(client));
        Assert.Equal("1", await slow);
        Assert.Equal(1, servers.Server.Open);
        Assert.Equal("3", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("Neo.ClientError.Security.Unauthorized")]
    [InlineData("Neo.ClientError.Security.AuthenticationRateLimit")]
    [InlineData("Neo.ClientError.Security.CredentialsExpired")]
    [InlineData("Neo.ClientError.Security.AuthProviderFailed")]
    public async Task A_refused_log_on_is_not_repeated(string code)
    {
        await using var script = new BoltScript($"V: 00 00 08 05\nC: HELLO\nC: LOGON\nS: SUCCESS {{}}\nS: FAILURE {{\"neo4j_code\": \"{code}\", \"message\": \"No.\"}}");
        using var client = new BoltClient(script.Address, s_one);
        var refused = await Assert.ThrowsAsync<QueryException>(() => BoltScript.Ask(client));
        Assert.Equal($"log on: {code}: No.", refused.Message);
        Assert.DoesNotContain("a-secret", refused.ToString(), StringComparison.Ordinal);
        await script.AssertPlayed(client);
    }
}
