using System.Globalization;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;
using Microsoft.Extensions.Primitives;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// The host names for which this server answers. A web page whose DNS name is rebound to this machine's address sends its own name, and is refused.
/// </summary>
internal sealed class AllowedHosts
{
    private static readonly string[] s_loopback = ["localhost", "127.0.0.1", "[::1]"];
    private static readonly string[] s_allInterfaces = ["+", "*", "0.0.0.0", "[::]"];

    /// <summary>Null allows every host.</summary>
    private readonly List<StringSegment>? _hosts;

    private AllowedHosts(IReadOnlyCollection<string> hosts) => _hosts = hosts.Contains("*") ? null : [.. hosts.Select(h => new StringSegment(h))];

    /// <summary>The configured hosts; by default those of the URLs and the names of loopback, or every host if a URL is on all interfaces.</summary>
    /// <exception cref="FormatException">A value is not a host.</exception>
    public static AllowedHosts Of(ServerOptions options)
    {
        if (Split(options.AllowedHosts) is { Length: > 0 } configured)
            return new AllowedHosts([.. configured.Select(Parse)]);
        var listening = Split(options.Urls).Select(url => BindingAddress.Parse(url).Host).ToList();
        return new AllowedHosts(listening.Intersect(s_allInterfaces).Any() ? ["*"] : [.. listening, .. s_loopback]);
    }

    private static string[] Split(string? list) => list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static string Parse(string text)
    {
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return (text, Uri.CheckHostName(name)) switch
        {
            ("*", _) => "*",
            (_, UriHostNameType.Dns) => text[..^name.Length] + new IdnMapping().GetAscii(name),
            (_, UriHostNameType.IPv4) when name == text => text,
            (_, UriHostNameType.IPv6) when name == text => text.StartsWith('[') ? text : $"[{text}]",
            _ => throw new FormatException(
                $"{nameof(ServerOptions.AllowedHosts)} must be host names or addresses without ports, separated by semicolons, or *, but has \"{Excerpt.Of(text)}\"."),
        };
    }

    /// <summary>Whether a request without a host, which no browser sends, or for one of these hosts.</summary>
    private bool Allows(HostString host) => _hosts is null || !host.HasValue || HostString.MatchesAny(host.Host, _hosts);

    /// <summary>Whether pages of a host belong to this server. If every host is allowed, these are only the pages of the host that the request is for.</summary>
    public bool Names(string host, HostString requested) =>
        _hosts is null ? string.Equals(host, requested.Host, StringComparison.OrdinalIgnoreCase) : HostString.MatchesAny(host, _hosts);

    public RequestDelegate Before(RequestDelegate next) => context => IsAllowed(context) ? next(context) : Refuse(context);

    private bool IsAllowed(HttpContext context)
    {
        try
        {
            return Allows(context.Request.Host);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static Task Refuse(HttpContext context) => HttpRefusal.Send(
        context,
        new RequestRefusedException(
            RequestErrorCodes.HostNotAllowed,
            $"The host \"{Excerpt.Of(context.Request.Host.Value ?? "")}\" is not allowed. The setting {nameof(ServerOptions.AllowedHosts)} names the hosts."),
        // As the Model Context Protocol has it for origins.
        AgentEndpoint.IsHere(context.Request) ? StatusCodes.Status403Forbidden : null);
}
