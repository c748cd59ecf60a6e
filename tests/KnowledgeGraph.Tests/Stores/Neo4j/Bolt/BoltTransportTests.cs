using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>Chunks and empty chunks.</summary>
public sealed class BoltTransportTests
{
    private static readonly BoltSettings s_settings = new(TimeProvider.System);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_000)]
    [InlineData(65_535)]
    public async Task Chunks_have_any_size(int size)
    {
        var text = string.Concat(Enumerable.Range(0, size == 1 ? 5_000 : 30_000).Select(i => $"{i},"));
        await using var script = new BoltScript($"open\nX: {size}\nanswer \"{text}\"\nanswer 2");
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal(text, await BoltScript.Ask(client));
        Assert.Equal("2", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task What_is_sent_crosses_chunks()
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i},"));
        await using var script = new BoltScript($"open\nC: RUN \"x\":\"{text}\"\nC: PULL {{\"n\":-1}}\nS: SUCCESS {{}}\nS: RECORD [1]\nS: SUCCESS {{}}");
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client, parameter: text));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task Empty_chunks_between_messages_say_nothing()
    {
        await using var script = new BoltScript("""
            V: 00 00 04 05
            C: HELLO
            C: LOGON
            S: NOOP
            S: SUCCESS {}
            S: NOOP
            S: NOOP
            S: SUCCESS {}
            C: RUN
            C: PULL
            S: NOOP
            S: SUCCESS {}
            S: NOOP
            X: 1
            S: RECORD ["a"]
            S: NOOP
            S: SUCCESS {}
            """);
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("a", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    /// <summary>What comes when nothing was asked for may belong to another request: such a connection is closed.</summary>
    [Fact]
    public async Task What_nobody_asked_for_reaches_nobody()
    {
        await using var script = new BoltScript("open\nC: RUN\nC: PULL\nS: SUCCESS {}\nS: RECORD [1]\nS: SUCCESS {}\nS: RECORD [7]\nS: NOTE sent\n---\nopen\nanswer 2");
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        await Waiting.Until(() => script.Heard.Contains("sent"));
        Assert.Equal("2", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Fact]
    public async Task Mode_database_bookmarks_and_time_limit_are_sent_and_nothing_else()
    {
        await using var script = new BoltScript("""
            open
            C: RUN "RETURN $x" {"x":""} {"mode":"r","db":"neo4j"}
            C: PULL {"n":-1}
            S: SUCCESS {}
            S: RECORD [1]
            S: SUCCESS {}
            C: BEGIN {"mode":"w","db":"neo4j","tx_timeout":10000,"bookmarks":["a","b"]}
            S: SUCCESS {}
            C: RUN "CREATE ()" {} {}
            C: PULL {"n":-1}
            S: SUCCESS {}
            S: SUCCESS {}
            C: COMMIT
            S: SUCCESS {"bookmark": "c"}
            """);
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        await using (var transaction = await client.Begin(TimeSpan.FromSeconds(10), ["a", "b"], default))
        {
            await transaction.Run(new Statement("test", "CREATE ()"), null, null, default);
            Assert.Equal("c", Assert.Single(await transaction.Commit(default)));
        }
        await script.AssertPlayed(client);
    }
}
