using System.Diagnostics;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

internal static class Waiting
{
    /// <summary>Waits until it holds, and fails if it never does.</summary>
    public static async Task Until(Func<bool> holds, CancellationToken stop = default)
    {
        for (var watch = Stopwatch.StartNew(); !holds(); await Task.Delay(10, stop))
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }
}
