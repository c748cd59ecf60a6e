using System.Net.Sockets;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>A peer that sends more Bolt than anybody should receive. These tests need no Neo4j.</summary>
public sealed class BoltFloodTests : IDisposable
{
    private const int MiB = 1 << 20;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly FaultyProxy _proxy = FaultyProxy.To(null, Fault.Canned, "bolt");
    private long _sent;

    public void Dispose() => _proxy.Dispose();

    private Neo4jAddress Address => new(_proxy.Address, "graph", "neo4j", "a-secret");

    /// <summary>Chunks of 64 KiB, chunks of one byte, and NOOPs, each for ever.</summary>
    public static TheoryData<string, byte[]> Floods() => new()
    {
        { "long chunks", [0xFF, 0xFF, .. new byte[0xFFFF]] },
        { "short chunks", [.. Enumerable.Repeat<byte[]>([0, 1, 7], 10_000).SelectMany(c => c)] },
        { "NOOPs", new byte[60_000] },
    };

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task A_flood_before_the_log_on_ends_the_connection_after_64_KiB(string what, byte[] flood)
    {
        Assert.NotEmpty(what);
        _proxy.Peer = async client =>
        {
            await client.ReceiveAsync(new byte[20]);
            await client.SendAsync(new byte[] { 0, 0, 4, 5 });
            while (_sent < 1L << 32)
                _sent += await client.SendAsync(flood);
        };
        using var store = new Neo4jStore(Address, TestGraph.Model, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Open(null, _ => Assert.Fail("it waits"), default).AsTask().WaitAsync(s_patience));
        Assert.Contains("The peer sent a message longer than 65536 bytes before the log-on", failed.Message, StringComparison.Ordinal);
        // What was sent and not received lies in the buffers of the operating system.
        Assert.InRange(_sent, 0, 32 * MiB);
    }

    [Fact]
    [Limit("STORE_UNAVAILABLE")]
    public async Task A_message_after_the_log_on_is_bounded()
    {
        var chunk = new byte[2 + 0xFFFF];
        (chunk[0], chunk[1]) = (0xFF, 0xFF);
        _proxy.Peer = Sending(async client =>
        {
            while (_sent < 1L << 30)
                _sent += await client.SendAsync(chunk);
        });
        using var channel = await BoltChannel.Open(Address, new BoltSettings(TimeProvider.System), default);
        channel.AllowLongMessages();
        var failed = await Assert.ThrowsAsync<QueryException>(() => channel.Receive(default).AsTask().WaitAsync(s_patience));
        Assert.Equal("receive: The peer sent a message longer than 268435456 bytes", failed.Message);
    }

    [Fact]
    public async Task What_was_read_makes_room_before_the_buffer_grows()
    {
        var random = new Random(1);
        var message = new byte[100_000];
        random.NextBytes(message);
        byte[] chunked = [.. message.Chunk(999).SelectMany(c => (byte[])[(byte)(c.Length >> 8), (byte)c.Length, .. c]), 0, 0];
        _proxy.Peer = Sending(async client =>
        {
            for (var i = 0; i < 500; i++)
                await client.SendAsync(new byte[60_000]);
            for (var i = 0; i < 100; i++)
                await client.SendAsync(chunked);
        });
        using var channel = await BoltChannel.Open(Address, new BoltSettings(TimeProvider.System), default);
        channel.AllowLongMessages();
        for (var i = 0; i < 100; i++)
            Assert.True((await channel.Receive(default).AsTask().WaitAsync(s_patience)).Span.SequenceEqual(message));
        Assert.InRange(channel.Capacity, message.Length, MiB);
    }

    private static Func<Socket, Task> Sending(Func<Socket, Task> send) => async client =>
    {
        await client.ReceiveAsync(new byte[20]);
        await client.SendAsync(new byte[] { 0, 0, 4, 5 });
        await send(client);
    };
}
