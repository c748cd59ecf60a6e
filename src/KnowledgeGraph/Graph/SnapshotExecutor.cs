using KnowledgeGraph.Graph.Reading;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph;

/// <summary>Executes a plan against a snapshot.</summary>
public static class SnapshotExecutor
{
    [ThreadStatic]
    private static Operators? t_operators;

    /// <summary>
    /// Writes the whole response, <c>{"data":{…}}</c>, as UTF-8 JSON. Throws a <see cref="GraphErrorException"/> if it takes more work than one
    /// operation may.
    /// </summary>
    /// <param name="today">The date of `inEffect`, UTC, if neither its argument nor @asOf gives one.</param>
    /// <param name="cancellation">Ends the execution early with an <see cref="OperationCanceledException"/>.</param>
    public static void Execute(
        BoundPlan plan, GraphSnapshot snapshot, DateOnly today, ResponseBuffer response, CancellationToken cancellation = default) =>
        (t_operators ??= new Operators()).Run(snapshot.Redirects.IsEmpty ? plan : plan.Redirected(snapshot.Redirects.Resolve), snapshot, today, response, cancellation);
}
