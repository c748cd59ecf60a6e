using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Http;

/// <summary>How much one client may send: a bucket of tokens for each address, and for IPv6 each /64, which one household has.</summary>
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

    /// <summary>Counts one request. This machine itself is not counted. Behind a trusted proxy, the client is the one whom the proxy names.</summary>
    /// <exception cref="HttpRefusalException">There were too many.</exception>
    public void Count(HttpContext context)
    {
        if (_limiter is null || context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
            return;
        using var lease = _limiter.AttemptAcquire(address);
        if (!lease.IsAcquired)
            throw new HttpRefusalException(StatusCodes.Status429TooManyRequests, HttpErrorCodes.RateLimited, _message);
    }

    public RequestDelegate Before(RequestDelegate next) => context =>
    {
        try
        {
            Count(context);
        }
        catch (HttpRefusalException e)
        {
            context.Response.Headers.RetryAfter = "1";
            return HttpAnswer.Send(context, e.Status, AnswerType.Json.ContentType, ErrorWriter.Write([new GraphError(e.Message, e.Code)]));
        }
        return next(context);
    };

    /// <summary>Who sends: an IPv4 address, or the /64 of an IPv6 address.</summary>
    public static IPAddress ClientOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address ? Network(address) : IPAddress.None;

    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    public void Dispose() => _limiter?.Dispose();
}
