using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>
/// A server that plays a script in Neo4j's place, and notes where the client leaves it. Each connection plays one part; parts stand between lines of
/// <c>---</c>. Lines of a part, one after another:
/// <code>
/// V: 00 00 04 05         the answer to the handshake, in bytes
/// v: 00 00 08 05 00      these bytes come
/// C: RUN "mode":"r"      this message comes, and its fields as JSON contain the text
/// S: RECORD [1]          is sent, also SUCCESS {…}, IGNORED, FAILURE code or FAILURE {…}
/// S: NOOP, S: CLOSE      an empty chunk; the end of the connection
/// S: WAIT 100            nothing happens for so many milliseconds
/// S: HANG                nothing happens any more
/// S: UNTIL 3: RUN        nothing happens until a message that begins so is noted, or the test notes it
/// S: NOTE sent           the word is noted among the messages
/// X: 7                   from now on, messages are sent in chunks of so many bytes
/// LOOP                   what follows is played until the client closes the connection
/// open                   Bolt 5.4, and a log-on that succeeds
/// answer 1               a statement that gives the value 1
/// </code>
/// </summary>
internal sealed class BoltScript : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly string[] s_open = ["V: 00 00 04 05", "C: HELLO", "C: LOGON", "S: SUCCESS {}", "S: SUCCESS {}"];

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly List<string[]> _parts;
    private readonly bool _repeatsLast;
    private readonly List<TaskCompletionSource> _played = [];
    private readonly ConcurrentQueue<string> _wrong = [];
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;
    private int _connections;

    /// <param name="repeatsLast">Whether further connections play the last part. Otherwise they are wrong.</param>
    public BoltScript(string script, bool repeatsLast = false, string ip = "127.0.0.1", int port = 0)
    {
        _repeatsLast = repeatsLast;
        _parts = [.. script.ReplaceLineEndings("\n").Split("\n---\n").Select(part => part.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Expand).ToArray())];
        _played.AddRange(_parts.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        _listener.Bind(new IPEndPoint(IPAddress.Parse(ip), port));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = Accept();
    }

    public int Port { get; }
    public Neo4jAddress Address => new(new Uri($"bolt://127.0.0.1:{Port}"), "neo4j", "neo4j", "a-secret");
    public int Connections => _connections;

    /// <summary>The messages of clients: the number of the connection, the kind, and the fields.</summary>
    public ConcurrentQueue<string> Heard { get; } = [];

    /// <summary>What clients offer in the handshake.</summary>
    public ConcurrentQueue<byte[]> Offers { get; } = [];

    /// <summary>The value that a read gives; null for none.</summary>
    public static async Task<string?> Ask(BoltClient client, string parameter = "", CancellationToken stop = default)
    {
        string? found = null;
        await client.Read(
            new Statement("test", "RETURN $x"),
            json =>
            {
                json.WriteStartObject();
                json.WriteString("x", parameter);
                json.WriteEndObject();
            }, [],
            new JsonTarget((ref Utf8JsonReader value) => found = value.TokenType == JsonTokenType.String ? value.GetString() : value.GetInt64().ToString(CultureInfo.InvariantCulture)),
            stop).AsTask().WaitAsync(s_patience, CancellationToken.None);
        return found;
    }

    /// <summary>Closes the client, waits until all parts are played to their end, and fails if a client said anything else.</summary>
    public async Task AssertPlayed(IDisposable client)
    {
        client.Dispose();
        try
        {
            await Task.WhenAll(_played.Select(p => p.Task)).WaitAsync(_wrong.IsEmpty ? s_patience : TimeSpan.Zero);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{string.Join("; ", _wrong)}\nHeard:\n{string.Join('\n', Heard)}");
        }
        Assert.Empty(_wrong);
    }

    private static string[] Expand(string line) => line switch
    {
        "open" => s_open,
        _ when line.StartsWith("answer ", StringComparison.Ordinal) =>
            ["C: RUN", "C: PULL", "S: SUCCESS {\"fields\": [\"x\"]}", $"S: RECORD [{line["answer ".Length..]}]", "S: SUCCESS {}"],
        _ => [line],
    };

    private async Task Accept()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_over.Token);
                client.NoDelay = true;
                _open.Add(client);
                serving.Add(Serve(client, Interlocked.Increment(ref _connections)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task Serve(Socket client, int number)
    {
        using var ending = client;
        if (number > _parts.Count && !_repeatsLast)
        {
            _wrong.Enqueue($"connection {number} is one too many");
            return;
        }
        var part = _parts[Math.Min(number, _parts.Count) - 1];
        var player = new BoltScriptPlayer(client, part, $"{number}: ", Heard, Offers);
        try
        {
            await player.Play(_over.Token);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The client is gone, or the test is over.
        }
        if (player.Wrong is { } wrong && !_over.IsCancellationRequested)
            _wrong.Enqueue($"connection {number}: {wrong}");
        _played[Math.Min(number, _parts.Count) - 1].TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        if (_accepting.IsCompleted)
            return;
        await _over.CancelAsync();
        _listener.Dispose();
        foreach (var client in _open)
            client.Dispose();
        await _accepting.WaitAsync(s_patience);
        _over.Dispose();
    }
}
