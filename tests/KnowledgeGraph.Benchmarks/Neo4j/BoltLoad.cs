using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>
/// Sends statements to Neo4j over Bolt and looks at nothing of the answers but where they end: there is hardly a leaner client. Messages are made
/// beforehand; each connection has a thread.
/// </summary>
internal sealed class BoltLoad(Neo4jAddress address, byte[][] requests)
{
    private static readonly byte[] s_handshake = [0x60, 0x60, 0xB0, 0x17, 0, 0, 4, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private long _requests, _bytes, _failures;
    private volatile bool _isOver;

    /// <param name="bodies">Lines, each with the JSON that Neo4j's Query API takes.</param>
    /// <returns>What `load.lua` prints.</returns>
    public static string Run(Neo4jAddress address, IEnumerable<string> bodies, int connections, double seconds)
    {
        var load = new BoltLoad(address, [.. bodies.Select(Messages)]);
        var threads = Enumerable.Range(0, connections).Select(i => new Thread(() => load.Ask(i))).ToList();
        var clock = Stopwatch.StartNew();
        threads.ForEach(t => t.Start());
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        load._isOver = true;
        threads.ForEach(t => t.Join());
        return FormattableString.Invariant($"RESULT {load._requests} {clock.Elapsed.TotalMicroseconds:F0} {load._bytes} {load._failures}");
    }

    // RUN statement {parameters} {mode: "r"}, PULL {n: -1}
    private static byte[] Messages(string body)
    {
        using var json = JsonDocument.Parse(body);
        using var message = new BoltWriter();
        message.Begin(BoltMessage.Run, 3);
        message.WriteText(json.RootElement.GetProperty("statement").GetString()!);
        message.WriteParameters(json.RootElement.GetProperty("parameters").WriteTo);
        message.WriteMap(1);
        message.WriteText("mode"u8);
        message.WriteText("r"u8);
        message.End();
        message.Begin(BoltMessage.Pull, 1);
        message.WriteMap(1);
        message.WriteText("n"u8);
        message.WriteInteger(-1);
        message.End();
        return message.Written.ToArray();
    }

    // HELLO {user_agent, bolt_agent: {product}}, LOGON {scheme, principal, credentials}
    private static byte[] LogOn(Neo4jAddress address)
    {
        using var message = new BoltWriter();
        message.Begin(BoltMessage.Hello, 1);
        Write(message, new { user_agent = "load/1.0", bolt_agent = new { product = "load/1.0" } });
        message.End();
        message.Begin(BoltMessage.LogOn, 1);
        Write(message, new { scheme = "basic", principal = address.User, credentials = address.Password });
        message.End();
        return message.Written.ToArray();

        static void Write(BoltWriter message, object map) => message.WriteParameters(json => JsonSerializer.Serialize(json, map));
    }

    private void Ask(int first)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(address.Url.Host, address.Port);
        socket.Send(s_handshake);
        socket.Send(LogOn(address));
        var answers = new Answers(socket);
        answers.Skip(4);
        if (!answers.SkipSuccess() || !answers.SkipSuccess())
            throw new IOException("Neo4j found that refuses this user; expected that it lets in");
        long count = 0, failures = 0;
        for (var next = first * 37; !_isOver; next++, count++)
        {
            socket.Send(requests[next % requests.Length]);
            if (!answers.SkipSuccess() || !answers.SkipSuccess())
            {
                failures++;
                break;
            }
        }
        Interlocked.Add(ref _requests, count);
        Interlocked.Add(ref _bytes, answers.Bytes);
        Interlocked.Add(ref _failures, failures);
    }

    private sealed class Answers(Socket socket)
    {
        private readonly byte[] _buffer = new byte[128 * 1024];
        private int _from, _to;

        public long Bytes { get; private set; }

        /// <summary>Passes over records to the next success; false where something else comes.</summary>
        public bool SkipSuccess()
        {
            while (true)
                switch (SkipMessage())
                {
                    case BoltMessage.Record: break;
                    case BoltMessage.Success: return true;
                    default: return false;
                }
        }

        public void Skip(int length)
        {
            while (length > 0)
            {
                Fill(1);
                var some = Math.Min(length, _to - _from);
                (_from, length) = (_from + some, length - some);
            }
        }

        private BoltMessage SkipMessage()
        {
            BoltMessage? kind = null;
            while (true)
            {
                Fill(2);
                int length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(_from));
                _from += 2;
                if (length == 0 && kind is { } found)
                    return found;
                if (length > 0 && kind is null)
                {
                    Fill(2);
                    kind = (BoltMessage)_buffer[_from + 1];
                }
                Skip(length);
            }
        }

        /// <summary>Sees to it that so many bytes are there, few of which are left from before.</summary>
        private void Fill(int count)
        {
            if (_to - _from >= count)
                return;
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
            while (_to < count)
                if (socket.Receive(_buffer.AsSpan(_to)) is > 0 and var some)
                    (_to, Bytes) = (_to + some, Bytes + some);
                else
                    throw new IOException("the connection was closed");
        }
    }
}
