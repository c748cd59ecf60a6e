using CsCheck;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Tests.Generators;

/// <summary>Random sequences of change sets, some of which write records again as they are.</summary>
internal static class RevisionProperties
{
    /// <param name="check">Gets the change sets, and the graph after them.</param>
    /// <param name="threads">How many samples are checked at the same time; -1 for one on each processor.</param>
    public static void Sample(int times, Action<IReadOnlyList<ChangeSet>, Graphs> check, int threads = -1) => Graphs.Any.Sample((steps, size, seed) =>
    {
        var (choices, graphs, changes) = (new Choices(seed), Graphs.Empty, new List<ChangeSet>());
        for (var i = 0; i < steps; i++)
        {
            var next = RandomChanges.Next(choices, graphs.Naive, size);
            // A commit of nothing makes no version.
            if (PreparedChange.Of(next, graphs.Snapshot, 0, DateTimeOffset.UnixEpoch).Entries.IsEmpty)
                continue;
            changes.Add(next);
            graphs = graphs.Apply(next);
        }
        check(changes, graphs);
    }, iter: times, threads: threads);
}
