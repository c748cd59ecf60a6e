using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>What scripts say of Neo4j, asked of a real one.</summary>
[Collection(StoreDatabase.Name)]
public sealed class BoltAtNeo4jTests
{
    private static readonly BoltSettings s_settings = new(TimeProvider.System) { ResetLimit = TimeSpan.FromSeconds(20) };

    [SkippableFact]
    public async Task The_newest_version_is_chosen_from_the_manifest()
    {
        using var channel = await BoltChannel.Open(await Neo4jServer.Find(), s_settings, default);
        Assert.True(channel.Version is { Major: 5, Minor: 8 } or { Major: 6, Minor: 0 }, channel.Version.ToString());
    }

    [SkippableFact]
    public async Task It_promises_to_send_something()
    {
        using var connection = await BoltConnection.Open(await Neo4jServer.Find(), s_settings, default);
        Assert.InRange(connection.ReceiveLimit, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));
    }

    [SkippableTheory]
    [InlineData("RETURN", "Neo.ClientError.Statement.SyntaxError")]
    [InlineData("UNWIND [1, 0] AS x RETURN 1 / x", "Neo.ClientError.Statement.ArithmeticError")]
    public async Task A_connection_is_used_again_after_a_refusal(string text, string code)
    {
        using var servers = new SingleBoltServer(await Neo4jServer.Find(), s_settings);
        using var client = new BoltClient(servers);
        var statement = new Statement("test", text);
        Assert.Equal(code, (await Assert.ThrowsAsync<QueryException>(() => client.Run(statement, null, null, default).AsTask())).Code);
        await Waiting.Until(() => servers.Server is { InUse: 0, Open: 1 });
        Assert.Equal("a", await BoltScript.Ask(client, "a"));
        await using (var transaction = await client.Begin(TimeSpan.FromSeconds(10), [], default))
        {
            var step = new TransactionStep(statement, null);
            Assert.Equal(code, (await Assert.ThrowsAsync<QueryException>(() => transaction.Run([step, step, step], default).AsTask())).Code);
        }
        await Waiting.Until(() => servers.Server is { InUse: 0, Open: 1 });
        Assert.Equal("b", await BoltScript.Ask(client, "b"));
        Assert.Equal(1, servers.Server.Open);
    }
}
