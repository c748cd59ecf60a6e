using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Limits how many operations that write one client may send in a minute.</summary>
internal sealed class WriteLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress>? _limiter;
    private readonly int _limit;

    public WriteLimiter(ServerOptions options)
    {
        _limit = options.WritesPerMinute;
        if (_limit > 0)
            _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(client => RateLimitPartition.GetFixedWindowLimiter(client, _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = _limit,
                Window = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts one operation that writes. Those of this machine itself do not count.</summary>
    /// <param name="client">The network of the client, as <see cref="ClientLimiter.ClientOf"/> returns it.</param>
    /// <exception cref="RequestRefusedException">There were too many.</exception>
    public void Count(IPAddress client)
    {
        if (_limiter is null || IPAddress.IsLoopback(client) || client.Equals(IPAddress.None))
            return;
        using var lease = _limiter.AttemptAcquire(client);
        if (lease.IsAcquired)
            return;
        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var time) ? Math.Max(1, (int)Math.Ceiling(time.TotalSeconds)) : 60;
        throw new RequestRefusedException(
            RequestErrorCodes.TooManyWrites,
            string.Create(CultureInfo.InvariantCulture, $"A client can send at most {_limit} operations that write in a minute. Try again in {wait} s."))
        {
            RetryAfter = wait,
            Facts = new ErrorFacts(Allowed: _limit),
        };
    }

    public void Dispose() => _limiter?.Dispose();
}
