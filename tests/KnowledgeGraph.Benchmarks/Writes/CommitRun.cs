using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Stores;
using Microsoft.Data.Sqlite;

namespace KnowledgeGraph.Benchmarks.Writes;

/// <summary>
/// Durable commits a second of the embedded store, by one writer and by several at once, with and without readers beside them. Each commit is a mutation that
/// creates an agreement with two parties and a claim. The bound is SQLite alone: one row in each transaction, with the same durability.
/// </summary>
internal static class CommitRun
{
    private const int Readers = 2;

    private sealed record Measured(double PerSecond, double P50, double P99)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{PerSecond:N0}/s, p50 {P50:N0} µs, p99 {P99:N0} µs");
    }

    public static int Print(string folder, GeneratedGraph graph, double seconds)
    {
        Directory.CreateDirectory(folder);
        var length = TimeSpan.FromSeconds(seconds);
        Console.WriteLine($"- SQLite alone, one row in each transaction: {Sqlite(Path.Combine(folder, "bound.db"), length)}");
        using var opened = EmbeddedStore.Open(Path.Combine(folder, "store"), graph.Model, TimeProvider.System);
        IGraphStore store = opened;
        store.Commit(ProposedChange.Of(graph.Changes), default).AsTask().GetAwaiter().GetResult();
        var read = Run(Readers, length, Read(store, graph));
        Console.WriteLine($"- {Readers} readers alone: {read}");
        Measured? one = null;
        foreach (var writers in (int[])[1, 4, 16])
        {
            var (flushes, version) = (opened.Flushes, opened.Snapshot.Version);
            var alone = Run(writers, length, Write(store, graph));
            one ??= alone;
            Console.WriteLine(FormattableString.Invariant(
                $"- {writers} writers: {alone}, {alone.PerSecond / one.PerSecond:F1} times one writer, {(double)(opened.Snapshot.Version - version) / (opened.Flushes - flushes):F1} commits in each flush"));
        }
        foreach (var writers in (int[])[1, 16])
        {
            var beside = Task.Run(() => Run(writers, length, Write(store, graph)));
            var reads = Run(Readers, length, Read(store, graph));
            Console.WriteLine(FormattableString.Invariant($"- {Readers} readers beside {writers} writers: {reads}, {reads.PerSecond / read.PerSecond:P0} of the readers alone; writers: {beside.GetAwaiter().GetResult()}"));
        }
        return 0;
    }

    /// <summary>Repeats an action in each of some tasks until the time is over.</summary>
    private static Measured Run(int tasks, TimeSpan length, Func<int, Func<Task>> make)
    {
        var times = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        // Each has a thread of its own, as requests of other connections have: readers that never wait would leave writers none of the pool.
        Task.WhenAll(Enumerable.Range(0, tasks).Select(task => Task.Factory.StartNew(() =>
        {
            var (own, act) = (new List<double>(), make(task));
            while (clock.Elapsed < length)
            {
                var began = Stopwatch.GetTimestamp();
                act().GetAwaiter().GetResult();
                own.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            }
            times.Add(own);
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
        var elapsed = clock.Elapsed.TotalSeconds;
        var all = times.SelectMany(t => t).Order().ToList();
        return new(all.Count / elapsed, all[all.Count / 2], all[(int)(all.Count * 0.99)]);
    }

    private static int s_created;

    private static Func<int, Func<Task>> Write(IGraphStore store, GeneratedGraph graph)
    {
        var agreement = graph.Model.FindNodeType("Agreement")!;
        var countries = graph.NodesOf("Country").Select(n => n.Id).ToArray();
        var report = graph.NodesOf("Report").First().Id;
        return _ => async () =>
        {
            var number = Interlocked.Increment(ref s_created);
            var input = new Dictionary<string, object?>
            {
                ["id"] = $"instrument:bench-{Environment.ProcessId}-{number}",
                ["name"] = $"Benchmark agreement {number}",
                ["kind"] = "MEMORANDUM_OF_UNDERSTANDING",
                ["parties"] = new object?[] { To(countries[number % countries.Length]), To(countries[(number + 1) % countries.Length]) },
                ["evidence"] = new Dictionary<string, object?>
                {
                    ["new"] = new Dictionary<string, object?> { ["id"] = $"claim:bench-{Environment.ProcessId}-{number}", ["statement"] = $"It was signed, {number}.", ["report"] = report },
                },
            };
            var operation = new WriteOperation(graph.Model, [new Write(new WriteKind.CreateNode(agreement), WriteInput.Of(input, 0))], new Author("bench", IsAdmin: false));
            await store.Commit(operation.Propose(note: null), response: null, CancellationToken.None);
        };
    }

    private static Dictionary<string, object?> To(string country) => new() { ["to"] = country, ["role"] = "SIGNATORY" };

    private static Func<int, Func<Task>> Read(IGraphStore store, GeneratedGraph graph)
    {
        var operation = Operation.Parse(GraphSchema.Create(graph.Model), "query ($id: ID!) { country(id: $id) { name agreements(first: 10) { nodes { name kind status } } } }", null);
        var plans = graph.NodesOf("Country").Select(c => operation.Bind(new Dictionary<string, object?> { ["id"] = c.Id })).ToArray();
        return task =>
        {
            var (next, answer) = (task, new ResponseBuffer());
            return async () => await store.Answer(plans[next++ % plans.Length], new DateOnly(2024, 7, 1), answer, bookmark: null, CancellationToken.None);
        };
    }

    private static Measured Sqlite(string file, TimeSpan length)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        void Do(string text)
        {
            using var command = connection.CreateCommand();
            command.CommandText = text;
            command.ExecuteNonQuery();
        }
        Do("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (text) VALUES ('a row of about as many bytes as a small node')";
        return Run(1, length, _ => () =>
        {
            insert.ExecuteNonQuery();
            return Task.CompletedTask;
        });
    }
}
