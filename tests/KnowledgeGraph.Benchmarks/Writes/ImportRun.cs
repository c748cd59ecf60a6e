using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Benchmarks.Generated;
using KnowledgeGraph.Benchmarks.Neo4j;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Importing;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Benchmarks.Writes;

/// <summary>What an import costs: records a second, of the check and of the commits, and the memory that it needs above the graph.</summary>
internal static class ImportRun
{
    /// <summary>Writes the file. It is done by another process than the import, so that the generated graph does not count.</summary>
    public static int Write(string file, GeneratedGraph graph)
    {
        using var stream = File.Create(file);
        var line = new ArrayBufferWriter<byte>();
        void Flush()
        {
            stream.Write(line.WrittenSpan);
            line.ResetWrittenCount();
        }
        var changes = graph.Changes;
        foreach (var node in changes.Nodes)
        {
            RecordLine.Write(line, node);
            Flush();
        }
        foreach (var relationship in changes.Relationships)
        {
            RecordLine.Write(line, relationship);
            Flush();
        }
        Console.WriteLine(FormattableString.Invariant($"{changes.Nodes.Length:N0} nodes, {changes.Relationships.Length:N0} relationships, {stream.Length / 1e6:N0} MB"));
        return 0;
    }

    /// <param name="store">A folder, or neo4j.</param>
    public static int Print(string path, string store) => Print(path, store, CancellationToken.None).GetAwaiter().GetResult();

    private static async Task<int> Print(string path, string place, CancellationToken stop)
    {
        var model = GraphModel.Load();
        using var file = await ImportFile.Open(path, Console.OpenStandardInput, stop);
        using IGraphStore store = place == "neo4j" ? new Neo4jStore(Neo4jDatabase.Address, model, TimeProvider.System) : EmbeddedStore.Open(place, model, TimeProvider.System);
        await store.Open(first: null, waiting: null, stop);
        var (reader, errors, progress) = (new JsonLinesReader(model, file), new ImportErrors(file.Name), new ImportProgress(file.Length));
        var empty = Settled();
        var clock = Stopwatch.StartNew();
        var plan = await new ImportCheck(model, store, reader, errors, skips: false, counts: false).Run(progress, stop);
        var (checking, peakOfCheck) = (clock.Elapsed, Status("VmHWM"));
        if (errors.Count > 0)
        {
            ImportReport.Write(Console.Error, errors);
            return 1;
        }
        var tally = await new Importer(store, reader, file.PlainName, plan, errors).Run(progress, Console.WriteLine, stop);
        var (whole, peak) = (clock.Elapsed, Status("VmHWM"));
        var graph = Settled() - empty;
        Line("records", FormattableString.Invariant($"{tally.AddedNodes:N0} nodes, {tally.AddedRelationships:N0} relationships, {plan.State.Lines:N0} lines"));
        Line("check", Rate(plan.State.Lines, checking));
        Line("commits", Rate(plan.State.Lines, whole - checking));
        Line("both", Rate(plan.State.Lines, whole));
        Line("memory", FormattableString.Invariant($"{graph} MB of graph; at most {peakOfCheck - empty} MB during the check, and {peak - empty - graph} MB above the graph in all"));
        return 0;
    }

    private static string Rate(int records, TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:F1} s, {records / time.TotalSeconds:N0} records/s");

    private static long Settled()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Status("VmRSS");
    }

    private static void Line(string what, string text) => Console.WriteLine($"- {what}: {text}");

    /// <summary>A line of <c>/proc/self/status</c>, in MB.</summary>
    private static long Status(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) / 1024;
}
