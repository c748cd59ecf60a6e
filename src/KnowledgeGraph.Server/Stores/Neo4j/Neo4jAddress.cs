using System.Collections.Immutable;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>The address of a Neo4j database, with user and password. It prints itself without the password.</summary>
/// <param name="Url">
/// The server's address. The scheme is http or https for the Query API, bolt for one server, or neo4j for a cluster, whose servers a routing table lists. The last
/// two may end with <c>+s</c> for TLS, or <c>+ssc</c> for TLS with any certificate. Only a cluster's address has a query: the routing context.
/// </param>
/// <param name="Database">Empty: the home database of the user.</param>
internal sealed record Neo4jAddress(Uri Url, string Database, string User, string Password)
{
    private const string Bolt = "bolt";
    private const string Cluster = "neo4j";
    private const int BoltPort = 7687;
    /// <summary>What a driver itself adds to the routing context.</summary>
    private const string Reserved = "address";

    public bool IsHttp => Url.Scheme == Uri.UriSchemeHttp || Url.Scheme == Uri.UriSchemeHttps;
    public bool IsCluster => Url.Scheme.StartsWith(Cluster, StringComparison.Ordinal);
    public bool IsSecure => Url.Scheme == Uri.UriSchemeHttps || Url.Scheme.Contains('+', StringComparison.Ordinal);
    /// <summary>Whether the certificate is not checked.</summary>
    public bool TrustsAll => Url.Scheme.EndsWith("+ssc", StringComparison.Ordinal);
    public int Port => PortOf(Url);
    /// <summary>Host and port.</summary>
    public string Server => ServerOf(Url);

    /// <summary>What the cluster may need to choose the servers of the routing table: with the address that the operator gave, whichever server is asked.</summary>
    public ImmutableArray<(string Key, string Value)> RoutingContext { get; } = [(Reserved, ServerOf(Url)), .. Context(Url) ?? []];

    /// <summary>The same database at another server of the cluster; null if the text is no host and port.</summary>
    public Neo4jAddress? At(string server) =>
        Uri.TryCreate($"{Url.Scheme}://{server}", UriKind.Absolute, out var url) && url is { Host.Length: > 0, Port: > 0, PathAndQuery: "/" or "" } ? this with { Url = url } : null;

    /// <summary>The address; null if the text is not an address, or has more than host, port and a cluster's routing context.</summary>
    public static Uri? ParseUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https" or Bolt or Bolt + "+s" or Bolt + "+ssc" or Cluster or Cluster + "+s" or Cluster + "+ssc"
        && url is { Host.Length: > 0, AbsolutePath: "/" or "", UserInfo: "", Fragment: "" }
        && (url.Query.Length == 0 || (url.Scheme.StartsWith(Cluster, StringComparison.Ordinal) && Context(url) is not null)) ? url : null;

    /// <summary>The routing context of a query; null if a part has no key or no value, or its key is there twice or reserved.</summary>
    private static ImmutableArray<(string Key, string Value)>? Context(Uri url)
    {
        var context = ImmutableArray.CreateBuilder<(string Key, string Value)>();
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=') is not [{ Length: > 0 } name, { Length: > 0 } value] || Uri.UnescapeDataString(name) is var key && (key == Reserved || context.Any(c => c.Key == key)))
                return null;
            context.Add((key, Uri.UnescapeDataString(value)));
        }
        return context.ToImmutable();
    }

    private static int PortOf(Uri url) => url.Port >= 0 ? url.Port : BoltPort;

    private static string ServerOf(Uri url) => $"{(url.HostNameType == UriHostNameType.IPv6 ? $"[{url.IdnHost}]" : url.IdnHost)}:{PortOf(url)}";

    public override string ToString() => $"{Url.GetLeftPart(UriPartial.Authority)}, {(Database.Length > 0 ? $"database {Database}" : "home database")}";
}
