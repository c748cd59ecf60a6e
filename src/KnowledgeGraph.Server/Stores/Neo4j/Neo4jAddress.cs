namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>The address of a Neo4j database, with user and password. It prints itself without the password.</summary>
/// <param name="Url">The server's address without path: bolt, bolt+s (over TLS), http or https.</param>
internal sealed record Neo4jAddress(Uri Url, string Database, string User, string Password)
{
    public const string Bolt = "bolt";
    /// <summary>Over TLS.</summary>
    public const string SecureBolt = "bolt+s";

    private const int BoltPort = 7687;

    public bool IsHttp => Url.Scheme == Uri.UriSchemeHttp || Url.Scheme == Uri.UriSchemeHttps;
    public bool IsSecure => Url.Scheme is SecureBolt || Url.Scheme == Uri.UriSchemeHttps;
    public int Port => Url.Port >= 0 ? Url.Port : BoltPort;

    /// <summary>The address; null if the text is not an address, or has more than host and port.</summary>
    public static Uri? ParseUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is Bolt or SecureBolt or "http" or "https"
        && url is { Host.Length: > 0, AbsolutePath: "/" or "", UserInfo: "", Query: "", Fragment: "" } ? url : null;

    public override string ToString() => $"{Url.GetLeftPart(UriPartial.Authority)}, database {Database}";
}
