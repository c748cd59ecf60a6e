using System.Net;
using KnowledgeGraph.Planning;
using Microsoft.AspNetCore.HttpOverrides;

namespace KnowledgeGraph.Server.Http;

/// <summary>The proxies whose X-Forwarded-For and X-Forwarded-Proto are used. From any other address these headers are ignored.</summary>
internal static class TrustedProxies
{
    /// <exception cref="FormatException">A value is not an address or a network.</exception>
    public static IReadOnlyList<System.Net.IPNetwork> Parse(string? list) =>
        [.. (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseNetwork)];

    private static System.Net.IPNetwork ParseNetwork(string text) =>
        IPAddress.TryParse(text, out var address) ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
        : System.Net.IPNetwork.TryParse(text, out var network) ? network
        : throw new FormatException(
            $"{nameof(ServerOptions.TrustedProxies)} must be addresses or networks such as 10.0.0.0/8, separated by semicolons, but has \"{Excerpt.Of(text)}\".");

    public static void UseTrustedProxies(this WebApplication app, string? list)
    {
        // Without any network, ForwardedHeadersMiddleware would trust every address.
        if (Parse(list) is not { Count: > 0 } networks)
            return;
        // A chain of proxies is followed from its end until one is not trusted.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }
}
