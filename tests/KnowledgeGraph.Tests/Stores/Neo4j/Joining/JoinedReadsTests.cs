using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Joining;
using Polly;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Joining;

/// <summary>Which reads one statement answers, and what becomes of each when one of them fails or is given up. Cases cannot reach this: they ask one by one.</summary>
public sealed class JoinedReadsTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly StatementCompiler _compiler = new(TestGraph.Model);
    private readonly Operation _operation = Operation.Parse(TestGraph.Schema, "query ($id: ID!) { country(id: $id) { id } }", null);
    private readonly HeldClient _client = new();
    private readonly JoinedReads _reads;

    public JoinedReadsTests() => _reads = new JoinedReads(_client);

    private sealed record Asked(Task Task, ResponseBuffer Answer)
    {
        public string Text => Encoding.UTF8.GetString(Answer.Written.Span);
    }

    private Asked Ask(string id, string[]? bookmarks = null, CancellationToken stop = default)
    {
        var (plan, answer, facts) = (_operation.Bind(new Dictionary<string, object?> { ["id"] = id }, stop: CancellationToken.None), new ResponseBuffer(), new StatementFacts(TestGraph.Today, null));
        var compiled = _compiler.Compile(plan);
        async ValueTask Alone() => await _client.Read(
            compiled.Statement, json => compiled.WriteParameters(json, plan, facts), bookmarks ?? [], new ResponseTarget(compiled, plan, answer), stop);
        return new Asked(_reads.Read(compiled, new WaitingRead(compiled, plan, facts, bookmarks ?? [], answer), Alone, stop).AsTask(), answer);
    }

    private static string Answer(string id) => "{\"data\":{\"country\":{\"id\":\"" + id + "\"}}}";

    [Fact]
    public async Task Those_that_wait_are_answered_by_the_next_statement()
    {
        var asked = Enumerable.Range(0, 2 + JoinedReads.MostTogether + 5).Select(i => Ask($"country:{i}")).ToList();
        Assert.Equal(JoinedReads.MostAtOnce, _client.Running);
        await _client.Release(2);
        await _client.Until(4);
        await _client.Release(2);
        await Task.WhenAll(asked.Select(a => a.Task)).WaitAsync(s_limit);
        Assert.Equal(Enumerable.Range(0, asked.Count).Select(i => Answer($"country:{i}")), asked.Select(a => a.Text));
        Assert.Equal([1, 1, 5, JoinedReads.MostTogether], _client.Sizes.Order());
    }

    [Fact]
    public async Task One_statement_reads_with_the_bookmarks_of_all_of_them()
    {
        Asked[] asked = [Ask("a"), Ask("b"), Ask("c", ["1"]), Ask("d", ["1"]), Ask("e", ["2"])];
        await _client.Release(2);
        await _client.Until(4);
        await _client.Release(2);
        await Task.WhenAll(asked.Select(a => a.Task)).WaitAsync(s_limit);
        Assert.Equal(["", "", "1", "2"], _client.Bookmarks.Order());
        Assert.Equal([Answer("a"), Answer("b"), Answer("c"), Answer("d"), Answer("e")], asked.Select(a => a.Text));
    }

    [Fact]
    public async Task What_is_given_up_is_not_written_and_the_others_are_answered()
    {
        using var stop = new CancellationTokenSource();
        Asked[] first = [Ask("a"), Ask("b")];
        var (given, kept) = (Ask("c", stop: stop.Token), Ask("d"));
        await _client.Release(1);
        await _client.Until(3);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.Task.WaitAsync(s_limit));
        await _client.Release(2);
        await Task.WhenAll([kept.Task, .. first.Select(a => a.Task)]).WaitAsync(s_limit);
        Assert.Equal(("", Answer("d")), (given.Text, kept.Text));
    }

    [Fact]
    public async Task A_statement_for_which_nobody_waits_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        Asked[] asked = [Ask("a"), Ask("b"), Ask("c", stop: stop.Token), Ask("d", stop: stop.Token)];
        await _client.Release(1);
        await _client.Until(3);
        await stop.CancelAsync();
        await _client.UntilStopped();
        foreach (var one in asked[2..])
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one.Task.WaitAsync(s_limit));
        await _client.Release(1);
        await Task.WhenAll(asked[..2].Select(a => a.Task)).WaitAsync(s_limit);
        // The turn is free again.
        var last = Ask("e");
        await _client.Release(1);
        await last.Task.WaitAsync(s_limit);
        Assert.Equal(Answer("e"), last.Text);
    }

    [Fact]
    public async Task A_wrong_value_fails_its_own_read_alone()
    {
        Asked[] asked = [Ask("a"), Ask("b"), Ask("c"), Ask(HeldClient.Wrong), Ask("d")];
        await _client.Release(2);
        await _client.Until(3);
        await _client.Release(2);
        await Assert.ThrowsAnyAsync<Exception>(() => asked[3].Task.WaitAsync(s_limit));
        await Task.WhenAll(asked.Where(a => a != asked[3]).Select(a => a.Task)).WaitAsync(s_limit);
        Assert.Equal([Answer("c"), Answer("d")], [asked[2].Text, asked[4].Text]);
    }

    [Fact]
    public async Task If_Neo4j_refuses_the_statement_each_asks_alone()
    {
        Asked[] asked = [Ask("a"), Ask("b"), Ask("c"), Ask("d")];
        await _client.Release(2);
        await _client.Until(3);
        await _client.Release(1, new QueryException("country", "Neo.ClientError.Statement.TypeError", "", null));
        await _client.Release(2);
        await Task.WhenAll(asked.Select(a => a.Task)).WaitAsync(s_limit);
        Assert.Equal([Answer("c"), Answer("d")], [asked[2].Text, asked[3].Text]);
        Assert.Equal([1, 1, 1, 1, 2], _client.Sizes.Order());
    }

    [Fact]
    public async Task If_Neo4j_is_lost_all_are_told_at_once()
    {
        Asked[] asked = [Ask("a"), Ask("b"), Ask("c"), Ask("d")];
        await _client.Release(2);
        await _client.Until(3);
        await _client.Release(1, new IOException("lost"));
        foreach (var one in asked[2..])
            await Assert.ThrowsAsync<IOException>(() => one.Task.WaitAsync(s_limit));
        Assert.Equal(3, _client.Sizes.Count);
    }

    /// <summary>Answers lookups by id with the id, when it is let.</summary>
    private sealed class HeldClient : INeo4jClient
    {
        public const string Wrong = "wrong";

        private readonly SemaphoreSlim _go = new(0);
        private readonly ConcurrentQueue<Exception?> _outcomes = new();
        private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _started, _ended;

        /// <summary>How many requests each statement answered.</summary>
        public ConcurrentQueue<int> Sizes { get; } = new();
        public ConcurrentQueue<string> Bookmarks { get; } = new();
        public int Running => _started - _ended;
        public ResiliencePipeline Retries => ResiliencePipeline.Empty;

        public Task Release(int count, Exception? outcome = null)
        {
            for (var i = 0; i < count; i++)
                _outcomes.Enqueue(outcome);
            _go.Release(count);
            return Task.CompletedTask;
        }

        /// <summary>Waits until so many statements were sent in all.</summary>
        public async Task Until(int count)
        {
            using var limit = new CancellationTokenSource(s_limit);
            while (_started < count)
                await Task.Delay(1, limit.Token);
        }

        public Task UntilStopped() => _stopped.Task.WaitAsync(s_limit);

        public async ValueTask<bool> Read(Statement statement, Action<Utf8JsonWriter> writeParameters, string[] bookmarks, IRowTarget read, CancellationToken stop)
        {
            using var buffer = new MemoryStream();
            await using (var json = new Utf8JsonWriter(buffer))
                writeParameters(json);
            var parameters = JsonNode.Parse(buffer.ToArray())!;
            var rows = parameters["rows"] is JsonArray several
                ? several.Select((row, place) => $"[{place},{Row(row!)}]").ToList() : [Row(parameters)];
            Sizes.Enqueue(rows.Count);
            Bookmarks.Enqueue(string.Join(' ', bookmarks));
            Interlocked.Increment(ref _started);
            try
            {
                await _go.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                _stopped.TrySetResult();
                throw;
            }
            finally
            {
                Interlocked.Increment(ref _ended);
            }
            if (_outcomes.TryDequeue(out var outcome) && outcome is not null)
                throw outcome;
            foreach (var row in rows)
                Read(row, read);
            return true;
        }

        private static string Row(JsonNode values) => values["p0"]!.GetValue<string>() is var id && id == Wrong ? "[[true]]" : $"[[\"{id}\"]]";

        private static void Read(string json, IRowTarget target)
        {
            var value = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
            value.Read();
            var row = new JsonRow(value);
            target.Read(ref row);
            Assert.Equal(0, row.Json.CurrentDepth);
        }

        public ValueTask<string> ReadMark(string[] bookmarks, CancellationToken stop) => throw new NotSupportedException();

        public ValueTask<bool> Run(Statement statement, Action<Utf8JsonWriter>? writeParameters, ReadValue? read, CancellationToken stop) => throw new NotSupportedException();

        public ValueTask<INeo4jTransaction> Begin(TimeSpan limit, string[] bookmarks, CancellationToken stop) => throw new NotSupportedException();

        public void Dispose() => _go.Dispose();
    }
}
