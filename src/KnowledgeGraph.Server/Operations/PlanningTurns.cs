using System.Net;
using System.Threading.RateLimiting;

namespace KnowledgeGraph.Server.Operations;

/// <summary>
/// Turns for planning, which takes a processor for as long as it lasts. Each client has a queue of its own, and only those at the head of
/// their queues wait for a turn together: a client with a thousand new documents delays another by one of them.
/// </summary>
internal sealed class PlanningTurns : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _ofClient;
    private readonly PartitionedRateLimiter<IPAddress> _ofAll;
    private readonly PartitionedRateLimiter<IPAddress> _both;

    /// <param name="turns">Operations that are planned at a time.</param>
    /// <param name="queued">Operations that wait, of one client and of all.</param>
    public PlanningTurns(int turns, int queued)
    {
        var options = new ConcurrencyLimiterOptions { PermitLimit = turns, QueueLimit = queued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
        _ofClient = PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetConcurrencyLimiter(client, _ => options));
        _ofAll = PartitionedRateLimiter.Create<IPAddress, bool>(_ => RateLimitPartition.GetConcurrencyLimiter(true, _ => options));
        _both = PartitionedRateLimiter.CreateChained(_ofClient, _ofAll);
    }

    /// <returns>The turn, to be disposed; not acquired where too many wait already.</returns>
    public ValueTask<RateLimitLease> Wait(IPAddress client, CancellationToken stop) => _both.AcquireAsync(client, 1, stop);

    public void Dispose()
    {
        _both.Dispose();
        _ofClient.Dispose();
        _ofAll.Dispose();
    }
}
