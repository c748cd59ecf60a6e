using System.Diagnostics;
using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Benchmarks.Growth;

/// <summary>What it takes to open a store, to hold it and to publish a change of it; prints one line each.</summary>
internal static class StoreRun
{
    private const int Changes = 40;

    public static int Print(string folder)
    {
        var clock = Stopwatch.StartNew();
        using var store = EmbeddedStore.Open(folder, GraphModel.Load(), TimeProvider.System);
        var snapshot = store.Snapshot;
        Line("opened", FormattableString.Invariant($"{clock.Elapsed.TotalSeconds:F1} s by the clock, {Environment.CpuUsage.TotalTime.TotalSeconds:F1} s of CPU, {snapshot.NodeCount:N0} nodes, {snapshot.RelationshipCount:N0} relationships"));
        Line("peak", $"{Status("VmHWM")} MB");
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        Line("settled", $"{Status("VmRSS")} MB");
        foreach (var type in (string[])["Claim", "Agreement", "Country"])
            Line($"publishing a changed {type}", Publish(snapshot, type));
        return 0;
    }

    /// <summary>Each change on the version that was opened: what a reader waits for, without the write to the file.</summary>
    private static string Publish(GraphSnapshot snapshot, string type)
    {
        var nodes = snapshot.Model.FindNodeType(type)!;
        var name = nodes.NameProperty.Name;
        var times = new List<double>();
        for (var i = 0; i < Changes; i++)
        {
            var row = (int)((long)i * snapshot.Nodes[nodes.Index].Rows / Changes);
            var node = snapshot.FindNode(snapshot.IdOf(new NodeRef(nodes.Index, row)))!;
            var changes = new ChangeSet { Nodes = [node with { Properties = new Dictionary<string, object>(node.Properties) { [name] = $"Renamed {i}" } }] };
            var clock = Stopwatch.GetTimestamp();
            snapshot.Apply(changes.Expand(snapshot), DateTimeOffset.UnixEpoch);
            times.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
        }
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{times[Changes / 2]:F2} ms in the median of {Changes}, {times[^1]:F2} ms at most");
    }

    private static void Line(string what, string text) => Console.WriteLine($"- {what}: {text}");

    /// <summary>A line of <c>/proc/self/status</c>, in MB.</summary>
    private static long Status(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) / 1024;
}
