using System.Net;
using System.Text;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;
using KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>What else may answer where Bolt is expected.</summary>
[Collection(StoreDatabase.Name)]
public sealed class Neo4jFaultsOverBolt() : Neo4jFaultTests(Protocol.Bolt)
{
    private static readonly byte[] s_success = BoltPeer.Bytes(BoltPeer.Success);

    public static TheoryData<string, byte[], byte[]> Wrong() => new()
    {
        { "a number where a list is expected", s_success, [.. BoltPeer.Record(m => m.WriteInteger(7)), .. s_success] },
        { "an empty record", s_success, [.. BoltPeer.Bytes(m => { m.Begin(BoltMessage.Record, 1); m.WriteList(0); m.End(); }), .. s_success] },
        { "a record where a success is expected", BoltPeer.Record(m => m.WriteInteger(7)), s_success },
        { "ignored", BoltPeer.Bytes(BoltPeer.Ignored), [] },
        { "lists deeper than anybody reads", s_success, [0, 103, 0xB1, 0x71, 0x91, .. Enumerable.Repeat((byte)0x91, 99), 0xC0, 0, 0] },
        { "a list that is longer than all there is", s_success, [0, 7, 0xB1, 0x71, 0xD6, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0] },
        { "a list of a negative length", s_success, [0, 7, 0xB1, 0x71, 0xD6, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0] },
        { "a text that is longer than all there is", s_success, [0, 5, 0xB1, 0x71, 0x91, 0x8F, 0x61, 0, 0] },
        { "no message", [0, 1, 0xB1, 0, 0], [] },
        { "an unknown message", [0, 2, 0xB0, 0x55, 0, 0], [] },
        { "a failure without words", [0, 2, 0xB0, 0x7F, 0, 0], [] },
        { "half a chunk", s_success, [0x10, 0, 0xB1, 0x71] },
    };

    [SkippableTheory]
    [MemberData(nameof(Wrong))]
    public async Task Another_answer_than_Neo4js_is_a_code(string what, byte[] run, byte[] pull)
    {
        Assert.NotEmpty(what);
        await ServeOpened();
        _proxy!.Peer = BoltPeer.Running(run, pull);
        await AssertIsNone();
    }

    /// <summary>As Neo4j says while a statement runs long that it is still there.</summary>
    [SkippableFact]
    public async Task Nothing_said_is_nothing_found()
    {
        await ServeOpened();
        var rows = BoltPeer.Record(m =>
        {
            m.WriteList(1);
            m.WriteList(1);
            m.WriteText("Panamá");
        });
        _proxy!.Peer = BoltPeer.Running([0, 0, 0, 0, .. s_success], [0, 0, .. rows, 0, 0, .. s_success]);
        _proxy.Be(Fault.Canned);
        Assert.Equal((HttpStatusCode.OK, Answer), await Ask());
    }

    /// <summary>Every statement of an operation gives one row: none is a mistake of our own.</summary>
    [SkippableFact]
    public async Task No_row_is_a_mistake_of_the_server()
    {
        await ServeOpened();
        _proxy!.Peer = BoltPeer.Running(s_success, s_success);
        _proxy.Be(Fault.Canned);
        var (status, body) = await Ask();
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("\"code\":\"INTERNAL_ERROR\"", body, StringComparison.Ordinal);
    }

    public static TheoryData<byte[], byte[], string> Endings() => new()
    {
        { [0, 0, 4, 5], BoltPeer.Failure("Neo.ClientError.Security.Unauthorized", "SECRET"), "Neo4j does not accept the password of the user neo4j. Correct NEO4J_PASSWORD." },
        { [0, 0, 0, 0], [], "The response is not from Neo4j (handshake: The server does not support Bolt 5). Use the Bolt address of Neo4j 5.26 or later." },
        {
            Encoding.ASCII.GetBytes("HTTP/1.1 400 Bad Request\r\n\r\n"), [],
            "The response is not from Neo4j (handshake: The response is not Bolt). Use the Bolt address of Neo4j 5.26 or later."
        },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task What_waiting_cannot_mend_ends_the_start_at_once(byte[] handshake, byte[] answer, string meaning)
    {
        using var proxy = FaultyProxy.To(null, Fault.Canned, "bolt");
        proxy.Peer = BoltPeer.Answering(_ => answer, handshake);
        using var store = new Neo4jStore(new Neo4jAddress(proxy.Address, "graph", "neo4j", "a-secret"), TestGraph.Model, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Open(null, _ => Assert.Fail("it waits"), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal($"{proxy.Address.GetLeftPart(UriPartial.Authority)}, database graph: {meaning}", failed.Message);
        Assert.Equal(1, proxy.Requests);
    }

    [SkippableFact]
    public async Task Neo4js_HTTP_port_is_not_taken_for_its_Bolt_port()
    {
        var http = await Neo4jServer.Find(Protocol.QueryApi);
        using var store = new Neo4jStore(http with { Url = new UriBuilder(http.Url) { Scheme = "bolt" }.Uri }, TestGraph.Model, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Open(null, _ => Assert.Fail("it waits"), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Contains("Use the Bolt address of Neo4j 5.26 or later.", failed.Message, StringComparison.Ordinal);
    }

    private protected override void Fail(FaultyProxy proxy, string code) => proxy.Peer = code.StartsWith("Neo.ClientError.Security.Unauthorized", StringComparison.Ordinal)
        ? BoltPeer.Answering(_ => BoltPeer.Failure(code, Secret))
        : BoltPeer.Running(BoltPeer.Failure(code, Secret));
}
