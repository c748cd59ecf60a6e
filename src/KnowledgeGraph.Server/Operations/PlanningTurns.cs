using System.Net;
using System.Threading.RateLimiting;

namespace KnowledgeGraph.Server.Operations;

/// <summary>
/// Limits how many operations are planned at a time. Each client has its own queue, and only the heads of these queues compete for a turn.
/// A client that sends a thousand new documents therefore delays another client by one of them.
/// </summary>
internal sealed class PlanningTurns : IDisposable
{
    private readonly int _turns;
    private readonly PartitionedRateLimiter<IPAddress> _ofClient;
    private readonly PartitionedRateLimiter<IPAddress> _ofAll;
    private readonly PartitionedRateLimiter<IPAddress> _both;

    /// <param name="turns">Operations that are planned at a time.</param>
    /// <param name="queued">Operations that wait, of one client and of all.</param>
    public PlanningTurns(int turns, int queued)
    {
        _turns = turns;
        var options = new ConcurrencyLimiterOptions { PermitLimit = turns, QueueLimit = queued, QueueProcessingOrder = QueueProcessingOrder.OldestFirst };
        _ofClient = PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetConcurrencyLimiter(client, _ => options));
        _ofAll = PartitionedRateLimiter.Create<IPAddress, bool>(_ => RateLimitPartition.GetConcurrencyLimiter(true, _ => options));
        _both = PartitionedRateLimiter.CreateChained(_ofClient, _ofAll);
    }

    /// <returns>The turn, to be disposed. It is not acquired if too many operations are waiting already.</returns>
    public ValueTask<RateLimitLease> Wait(IPAddress client, CancellationToken stop) => _both.AcquireAsync(client, 1, stop);

    /// <summary>Whether an operation is being planned.</summary>
    public bool AreTaken => _ofAll.GetStatistics(IPAddress.None) is { } statistics && statistics.CurrentAvailablePermits < _turns;

    public void Dispose()
    {
        _both.Dispose();
        _ofClient.Dispose();
        _ofAll.Dispose();
    }
}
