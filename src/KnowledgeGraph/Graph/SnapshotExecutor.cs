using KnowledgeGraph.Graph.Reading;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph;

/// <summary>Answers a plan from a snapshot.</summary>
public static class SnapshotExecutor
{
    [ThreadStatic]
    private static Execution? t_execution;

    /// <summary>Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON; a <see cref="GraphErrorException"/> where it would
    /// take more work than one operation may.</summary>
    /// <param name="today">What `inEffect` goes by where neither its argument nor @asOf gives a date (UTC).</param>
    /// <param name="stop">Ends it early, with an <see cref="OperationCanceledException"/>.</param>
    public static void Execute(BoundPlan plan, GraphSnapshot snapshot, DateOnly today, ResponseBuffer answer, CancellationToken stop = default) =>
        (t_execution ??= new Execution()).Run(plan, snapshot, today, answer, stop);
}
