using System.Buffers.Binary;
using System.Net.Sockets;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>Speaks as much Bolt as a test says, in Neo4j's place.</summary>
internal static class BoltPeer
{
    private static readonly byte[] s_handshake = [0, 0, 4, 5];

    /// <summary>Lets everybody in, then answers messages as they come.</summary>
    /// <param name="answer">The bytes that answer a message; null closes the connection.</param>
    /// <param name="handshake">The answer to the handshake.</param>
    /// <param name="last">The message of which the answer is the last.</param>
    public static Func<Socket, Task> Answering(Func<BoltMessage, byte[]?> answer, byte[]? handshake = null, BoltMessage? last = null) => async client =>
    {
        await Take(client, 20);
        await client.SendAsync(handshake ?? s_handshake);
        for (BoltMessage? kind = null; kind != last || last is null;)
        {
            kind = await Receive(client);
            if (kind is null || answer(kind.Value) is not { } bytes)
                return;
            await client.SendAsync(bytes);
        }
    };

    /// <summary>Lets everybody in, answers RUN and PULL so, and closes the connection.</summary>
    public static Func<Socket, Task> Running(byte[] run, byte[]? pull = null) => Answering(
        kind => kind switch
        {
            BoltMessage.Run => run,
            BoltMessage.Pull => pull ?? Bytes(Ignored),
            _ => Bytes(Success),
        },
        last: BoltMessage.Pull);

    public static void Success(BoltWriter message)
    {
        message.Begin(BoltMessage.Success, 1);
        message.WriteMap(0);
        message.End();
    }

    public static void Ignored(BoltWriter message)
    {
        message.Begin(BoltMessage.Ignored, 0);
        message.End();
    }

    public static byte[] Failure(string code, string text) => Bytes(message =>
    {
        message.Begin(BoltMessage.Failure, 1);
        message.WriteMap(2);
        message.WriteText("code"u8);
        message.WriteText(code);
        message.WriteText("message"u8);
        message.WriteText(text);
        message.End();
    });

    /// <param name="value">Writes the one value.</param>
    public static byte[] Record(Action<BoltWriter> value) => Bytes(message =>
    {
        message.Begin(BoltMessage.Record, 1);
        message.WriteList(1);
        value(message);
        message.End();
    });

    public static byte[] Bytes(Action<BoltWriter> write)
    {
        using var writer = new BoltWriter();
        write(writer);
        return writer.Written.ToArray();
    }

    /// <summary>The kind of the next message; null when there is none.</summary>
    private static async Task<BoltMessage?> Receive(Socket client)
    {
        BoltMessage? kind = null;
        while (await Take(client, 2) is { } header)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(header);
            if (length == 0)
                return kind;
            if (await Take(client, length) is not { } chunk)
                return null;
            kind ??= (BoltMessage)chunk[1];
        }
        return null;
    }

    private static async Task<byte[]?> Take(Socket client, int count)
    {
        var bytes = new byte[count];
        for (var taken = 0; taken < count;)
            if (await client.ReceiveAsync(bytes.AsMemory(taken)) is > 0 and var some)
                taken += some;
            else
                return null;
        return bytes;
    }
}
