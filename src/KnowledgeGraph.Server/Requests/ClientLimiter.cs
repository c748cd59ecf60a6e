using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Limits how much one client may send: a bucket of tokens for each address, and for IPv6 for each /64, which one household has.</summary>
internal sealed class ClientLimiter : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress>? _limiter;
    private readonly string _message;

    public ClientLimiter(ServerOptions options)
    {
        _message = $"A client can send at most {options.RequestsPerSecond} requests a second, after a burst of {options.RequestBurst}. Try again soon.";
        if (options.RequestsPerSecond > 0)
            _limiter = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address => RateLimitPartition.GetTokenBucketLimiter(Network(address), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RequestBurst,
                TokensPerPeriod = options.RequestsPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts one request. Requests of this machine itself do not count. Behind a trusted proxy, the client is the one whom the proxy names.</summary>
    /// <exception cref="RequestRefusedException">There were too many.</exception>
    public void Count(IPAddress? client)
    {
        if (_limiter is null || client is null || IPAddress.IsLoopback(client))
            return;
        using var lease = _limiter.AttemptAcquire(client);
        if (!lease.IsAcquired)
            throw new RequestRefusedException(RequestErrorCodes.RateLimited, _message);
    }

    /// <summary>The client of a request for fairness: an IPv4 address, or the /64 of an IPv6 address.</summary>
    public static IPAddress ClientOf(IPAddress? address) => address is null ? IPAddress.None : Network(address);

    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address))
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    public void Dispose() => _limiter?.Dispose();
}
