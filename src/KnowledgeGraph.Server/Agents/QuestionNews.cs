using KnowledgeGraph.Server.Questions;
using ModelContextProtocol.Server;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Tells the client of a session when there are other questions, and so other tools. It has no tools itself: <see cref="AgentServer"/> lists them.</summary>
internal sealed class QuestionNews : McpServerPrimitiveCollection<McpServerTool>
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    /// <summary>Watches the folder until it is stopped.</summary>
    public async Task Watch(QuestionFolder folder, CancellationToken stop)
    {
        var last = folder.Current;
        using var timer = new PeriodicTimer(s_interval);
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(stop))
            if (!ReferenceEquals(folder.Current, last))
            {
                last = folder.Current;
                RaiseChanged();
            }
    }
}
