using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>Versions of Bolt, and what else may answer at the port.</summary>
public sealed class BoltHandshakeTests
{
    private const string Answer = "C: LOGON\nS: SUCCESS {}\nS: SUCCESS {}\nanswer 1";

    private static readonly BoltSettings s_settings = new(TimeProvider.System);

    public static TheoryData<string, string, bool, bool> Versions() => new()
    {
        { "5.1", "V: 00 00 01 05", false, false },
        { "5.2", "V: 00 00 02 05", true, false },
        { "5.3", "V: 00 00 03 05", true, true },
        { "5.4", "V: 00 00 04 05", true, true },
        { "5.8", "V: 00 00 08 05", true, true },
        { "6.0", "V: 00 00 00 06", true, true },
        { "Neo4j 5.26, which lists 4.0 to 4.4, 5.0 to 5.4, 5.6 to 5.8", "V: 00 00 01 FF 03 00 04 04 04 00 04 04 05 00 02 08 05 00\nv: 00 00 08 05 00", true, true },
        { "a list that begins with the newest", "V: 00 00 01 FF 02 00 00 00 06 00 08 08 05 00\nv: 00 00 00 06 00", true, true },
        { "ranges beyond what is supported", "V: 00 00 01 FF 02 00 03 03 06 00 04 0B 05 00\nv: 00 00 00 06 00", true, true },
        { "a range of which the middle is supported", "V: 00 00 01 FF 01 00 0B 0B 05 00\nv: 00 00 08 05 00", true, true },
        { "a range that reaches below zero", "V: 00 00 01 FF 01 00 FF 01 05 00\nv: 00 00 01 05 00", false, false },
        { "capabilities of two bytes", "V: 00 00 01 FF 01 00 00 04 05 FF 01\nv: 00 00 04 05 00", true, true },
        { "a count of two bytes", "V: 00 00 01 FF 81 00 00 00 04 05 00\nv: 00 00 04 05 00", true, true },
    };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_version_is_agreed_on_and_HELLO_fits_it(string what, string handshake, bool hasFilters, bool hasAgent)
    {
        Assert.NotEmpty(what);
        await using var script = new BoltScript($"{handshake}\nC: HELLO \"user_agent\":\"KnowledgeGraph/1.0\"\n{Answer}");
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        var hello = script.Heard.First();
        Assert.Equal(hasFilters, hello.Contains("\"notifications_minimum_severity\":\"OFF\"", StringComparison.Ordinal));
        Assert.Equal(hasAgent, hello.Contains("\"bolt_agent\":{\"product\":\"KnowledgeGraph/1.0\"}", StringComparison.Ordinal));
        // The magic number, the manifest, 6.0, and 5.8 with the seven below.
        Assert.Equal("6060B017000001FF000000060007080500000000", Convert.ToHexString(script.Offers.First()));
    }

    public static TheoryData<string, string> Wrong() => new()
    {
        { "V: 00 00 00 00", "handshake: The server does not support Bolt 5" },
        { "V: 48 54 54 50 2F 31 2E 31 20 34 30 30", "handshake: The response is not Bolt" },
        { "V: DE AD BE EF", "handshake: The response is not Bolt" },
        { "V: 00 00 04 04", "handshake: The response is not Bolt" },
        { "V: 00 00 00 05", "handshake: The response is not Bolt" },
        { "V: 00 00 09 05", "handshake: The response is not Bolt" },
        { "V: 00 00 01 FF 02 00 04 04 04 00 00 00 07 00", "handshake: The server offers 4.0 to 4.4, 7.0, but must support one of 5.1 to 5.8 and 6.0" },
        { "V: 00 00 01 FF 00 00", "handshake: The server offers no version, but must support one of 5.1 to 5.8 and 6.0" },
        { "V: 00 00 01 FF FF FF 7F", "handshake: The response is not Bolt" },
        { "V: 00 00 01 FF FF FF FF FF FF FF FF FF FF FF FF", "handshake: The response is not Bolt" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Another_handshake_is_said_and_not_repeated(string handshake, string message)
    {
        await using var script = new BoltScript(handshake);
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal(message, (await Assert.ThrowsAsync<QueryException>(() => BoltScript.Ask(client))).Message);
        await script.AssertPlayed(client);
    }

    public static TheoryData<string> Ends => ["S: CLOSE", "V:\nS: CLOSE", "V: 00 00\nS: CLOSE", "V: 00 00 01 FF 02 00 04\nS: CLOSE", "V: 00 00 01 FF 01 00 00 08 05\nS: CLOSE"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_connection_that_ends_in_the_handshake_is_opened_again(string handshake)
    {
        await using var script = new BoltScript($"{handshake}\n---\nopen\nanswer 1");
        using var client = new BoltClient(script.Address, s_settings);
        Assert.Equal("1", await BoltScript.Ask(client));
        await script.AssertPlayed(client);
    }

    [Theory]
    [InlineData("S: HANG")]
    [InlineData("V: 00 00 01 FF 02\nS: HANG")]
    [InlineData("V: 00 00 04 05\nC: HELLO\nC: LOGON\nS: HANG")]
    [InlineData("V: 00 00 04 05\nC: HELLO\nC: LOGON\nS: SUCCESS {}\nS: HANG")]
    public async Task A_server_that_hangs_before_the_log_on_is_given_up(string handshake)
    {
        await using var script = new BoltScript(handshake);
        using var client = new BoltClient(script.Address, s_settings with { OpenLimit = TimeSpan.FromSeconds(2) });
        var lost = await Assert.ThrowsAsync<IOException>(() => BoltScript.Ask(client));
        Assert.IsType<TimeoutException>(lost.InnerException);
        await script.AssertPlayed(client);
    }
}
