using System.Globalization;
using DotNet.Testcontainers.Builders;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>
/// The Neo4j that all tests share: the one that NEO4J_TEST_URL names by its HTTP address (with NEO4J_TEST_USER, NEO4J_TEST_PASSWORD, and
/// NEO4J_TEST_BOLT, port 7687 there), else a container where Docker runs, else none. Its database belongs to the tests: they empty it.
/// </summary>
internal static class Neo4jServer
{
    public const string Image = "neo4j:5.26.30-community";

    private const int HttpPort = 7474;
    private const int BoltPort = 7687;

    private static readonly Lazy<Task<(Neo4jAddress? Bolt, Neo4jAddress? Http, string Lacking)>> s_found = new(Look);

    /// <summary>Skips the test where there is none, with the reason.</summary>
    public static async Task<Neo4jAddress> Find(Protocol protocol = Protocol.Bolt)
    {
        var (address, lacking) = await Found(protocol);
        Skip.If(address is null, lacking);
        return address!;
    }

    /// <summary>It, or why there is none.</summary>
    public static async Task<(Neo4jAddress? Address, string Lacking)> Found(Protocol protocol = Protocol.Bolt)
    {
        var (bolt, http, lacking) = await s_found.Value;
        return (protocol == Protocol.Bolt ? bolt : http, lacking);
    }

    private static async Task<(Neo4jAddress? Bolt, Neo4jAddress? Http, string Lacking)> Look()
    {
        if (Environment.GetEnvironmentVariable("NEO4J_TEST_URL") is { Length: > 0 } url)
        {
            var http = new Neo4jAddress(
                new Uri(url), "neo4j", Environment.GetEnvironmentVariable("NEO4J_TEST_USER") ?? "neo4j", Environment.GetEnvironmentVariable("NEO4J_TEST_PASSWORD") ?? "");
            return (http with { Url = new Uri(Environment.GetEnvironmentVariable("NEO4J_TEST_BOLT") ?? $"bolt://{http.Url.Host}:7687") }, http, "");
        }
        try
        {
            // The container is removed by Testcontainers when this process ends.
            var password = Guid.NewGuid().ToString("N");
            var container = new ContainerBuilder(Image)
                .WithEnvironment("NEO4J_AUTH", $"neo4j/{password}")
                .WithPortBinding(HttpPort, assignRandomHostPort: true)
                .WithPortBinding(BoltPort, assignRandomHostPort: true)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(HttpPort)))
                .Build();
            await container.StartAsync();
            Neo4jAddress Address(string scheme, int port) => new(
                new Uri(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{container.Hostname}:{container.GetMappedPublicPort(port)}")), "neo4j", "neo4j", password);
            return (Address("bolt", BoltPort), Address("http", HttpPort), "");
        }
        catch (Exception e)
        {
            return (null, null, $"no Neo4j: NEO4J_TEST_URL names none, and Docker does not run here ({e.GetType().Name})");
        }
    }
}
