using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>Plays one part of a <see cref="BoltScript"/> on one connection.</summary>
internal sealed class BoltScriptPlayer(Socket client, string[] lines, string prefix, ConcurrentQueue<string> heard, ConcurrentQueue<byte[]> offers)
{
    private int? _chunk;

    /// <summary>Where the client left the script; null if it did not.</summary>
    public string? Wrong { get; private set; }

    public async Task Play(CancellationToken over)
    {
        var loop = Array.IndexOf(lines, "LOOP");
        for (var i = 0; ; i++)
        {
            if (i == lines.Length && loop >= 0)
                i = loop;
            if (i == lines.Length)
                break;
            var (kind, text) = lines[i] == "LOOP" ? ("", "") : (lines[i][..1], lines[i][2..].Trim());
            switch (kind)
            {
                case "V":
                    offers.Enqueue(await Take(20, over) ?? []);
                    await client.SendAsync(Bytes(text), over);
                    break;
                case "v":
                    var expected = Bytes(text);
                    if (await Take(expected.Length, over) is not { } found || !found.SequenceEqual(expected))
                        Fail($"expected the bytes {text}");
                    break;
                case "C":
                    if (await Receive(over) is not { } message)
                    {
                        if (loop < 0 || i != loop + 1)
                            Fail($"expected {text}, and the connection ended");
                        return;
                    }
                    heard.Enqueue(prefix + message);
                    if (!message.StartsWith($"{text.Split(' ')[0]} ", StringComparison.Ordinal) || !message.Contains(text[text.Split(' ')[0].Length..].Trim(), StringComparison.Ordinal))
                        Fail($"expected {text}, but it was {message}");
                    break;
                case "X":
                    _chunk = int.Parse(text, CultureInfo.InvariantCulture);
                    break;
                case "S" when text == "CLOSE":
                    client.Shutdown(SocketShutdown.Both);
                    return;
                case "S" when text == "HANG":
                    while (await Take(1, over) is not null)
                        continue;
                    return;
                case "S" when text.StartsWith("UNTIL", StringComparison.Ordinal):
                    await Waiting.Until(() => heard.Any(m => m.StartsWith(text["UNTIL ".Length..], StringComparison.Ordinal)), over);
                    break;
                case "S" when text.StartsWith("NOTE", StringComparison.Ordinal):
                    heard.Enqueue(text["NOTE ".Length..]);
                    break;
                case "S" when text.StartsWith("WAIT", StringComparison.Ordinal):
                    await Task.Delay(int.Parse(text["WAIT ".Length..], CultureInfo.InvariantCulture), over);
                    break;
                case "S":
                    await client.SendAsync(Message(text), over);
                    break;
            }
            if (Wrong is not null)
                return;
        }
        if (await Receive(over) is { } more)
        {
            heard.Enqueue(prefix + more);
            Fail($"expected nothing more, but it was {more}");
        }
    }

    private void Fail(string what) => Wrong = what;

    private static byte[] Bytes(string hex) => [.. hex.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    private byte[] Message(string text)
    {
        var (kind, rest) = text.Split(' ', 2) is [var first, var second] ? (first, second) : (text, "");
        return kind switch
        {
            "NOOP" => [0, 0],
            "IGNORED" => Chunked(BoltPeer.Bytes(BoltPeer.Ignored)),
            "FAILURE" when rest[0] != '{' => Chunked(BoltPeer.Failure(rest, "It was refused.")),
            "SUCCESS" or "FAILURE" or "RECORD" => Chunked(BoltPeer.Bytes(message => Write(message, Enum.Parse<BoltMessage>(kind, ignoreCase: true), rest))),
            _ => throw new ArgumentException(text),
        };
    }

    private static void Write(BoltWriter message, BoltMessage kind, string json)
    {
        using var parsed = JsonDocument.Parse(json);
        message.Begin(kind, 1);
        Write(message, parsed.RootElement);
        message.End();
    }

    private static void Write(BoltWriter message, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object: message.WriteParameters(value.WriteTo); break;
            case JsonValueKind.String: message.WriteText(value.GetString()!); break;
            case JsonValueKind.Number: message.WriteInteger(value.GetInt64()); break;
            case JsonValueKind.Array:
                message.WriteList(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                    Write(message, item);
                break;
            default: throw new ArgumentException(value.ToString());
        }
    }

    private byte[] Chunked(byte[] message)
    {
        if (_chunk is not { } size)
            return message;
        var joined = new List<byte>();
        for (var at = 0; BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at)) is > 0 and var length; at += 2 + length)
            joined.AddRange(message.AsSpan(at + 2, length));
        return [.. joined.Chunk(size).SelectMany(c => (byte[])[(byte)(c.Length >> 8), (byte)c.Length, .. c]), 0, 0];
    }

    /// <summary>The next message; null at the end.</summary>
    private async Task<string?> Receive(CancellationToken over)
    {
        var message = new List<byte>();
        while (await Take(2, over) is { } header)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(header);
            if (length == 0)
                return Describe([.. message]);
            if (await Take(length, over) is not { } chunk)
                return null;
            message.AddRange(chunk);
        }
        return null;
    }

    private static string Describe(byte[] message)
    {
        using var json = new ResponseBuffer();
        var reader = new BoltReader(message.AsSpan(2));
        for (var fields = message[0] & 0xF; fields > 0; fields--)
        {
            json.Write(" "u8);
            reader.WriteJson(json);
        }
        return $"{((BoltMessage)message[1]).ToString().ToUpperInvariant()} {Encoding.UTF8.GetString(json.Written.Span)}";
    }

    private async Task<byte[]?> Take(int count, CancellationToken over)
    {
        var bytes = new byte[count];
        try
        {
            for (var taken = 0; taken < count;)
                if (await client.ReceiveAsync(bytes.AsMemory(taken), over) is > 0 and var some)
                    taken += some;
                else
                    return null;
            return bytes;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
