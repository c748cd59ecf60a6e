using System.Globalization;
using DotNet.Testcontainers.Builders;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Neo4j;

/// <summary>
/// The Neo4j that all tests share: the one that NEO4J_TEST_URL names (with NEO4J_TEST_USER, NEO4J_TEST_PASSWORD), else a container where
/// Docker runs, else none. Its database belongs to the tests: they empty it.
/// </summary>
internal static class Neo4jServer
{
    public const string Image = "neo4j:5.26-community";

    private static readonly Lazy<Task<(Neo4jAddress? Address, string Lacking)>> s_found = new(Look);

    /// <summary>Skips the test where there is none, with the reason.</summary>
    public static async Task<Neo4jAddress> Find()
    {
        var (address, lacking) = await Found;
        Skip.If(address is null, lacking);
        return address!;
    }

    /// <summary>It, or why there is none.</summary>
    public static Task<(Neo4jAddress? Address, string Lacking)> Found => s_found.Value;

    private static async Task<(Neo4jAddress? Address, string Lacking)> Look()
    {
        if (Environment.GetEnvironmentVariable("NEO4J_TEST_URL") is { Length: > 0 } url)
            return (new Neo4jAddress(
                new Uri(url), "neo4j", Environment.GetEnvironmentVariable("NEO4J_TEST_USER") ?? "neo4j",
                Environment.GetEnvironmentVariable("NEO4J_TEST_PASSWORD") ?? ""), "");
        try
        {
            // The container is removed by Testcontainers when this process ends.
            var password = Guid.NewGuid().ToString("N");
            var container = new ContainerBuilder(Image)
                .WithEnvironment("NEO4J_AUTH", $"neo4j/{password}")
                .WithPortBinding(7474, assignRandomHostPort: true)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(request => request.ForPort(7474)))
                .Build();
            await container.StartAsync();
            var address = string.Create(CultureInfo.InvariantCulture, $"http://{container.Hostname}:{container.GetMappedPublicPort(7474)}");
            return (new Neo4jAddress(new Uri(address), "neo4j", "neo4j", password), "");
        }
        catch (Exception e)
        {
            return (null, $"no Neo4j: NEO4J_TEST_URL names none, and Docker does not run here ({e.GetType().Name})");
        }
    }
}
