using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Server.Stores;

/// <summary>Creates the store that the options choose.</summary>
internal static class StoreChoice
{
    /// <param name="log">Receives what the store does by itself.</param>
    /// <exception cref="StoreException">The store cannot be used. Its content is unchanged.</exception>
    public static IGraphStore Create(ServerOptions options, GraphModel model, TimeProvider clock, Action<string> log) =>
        options.Store == "neo4j" ? new Neo4jStore(Address(options), model, clock, log) : EmbeddedStore.Open(options.Data, model, clock);

    /// <summary>Over HTTP, a request names its database: there is no home database.</summary>
    private const string DatabaseOverHttp = "neo4j";

    /// <summary>The address of Neo4j that the options give.</summary>
    /// <exception cref="StoreException">An option is wrong, or the password is missing.</exception>
    public static Neo4jAddress Address(ServerOptions options) => Address(options.Neo4jUrl, options.Neo4jUser, options.Neo4jDatabase, options.Neo4jPassword);

    /// <inheritdoc cref="Address(ServerOptions)"/>
    public static Neo4jAddress Address(string address, string user, string name, string? given)
    {
        // The message does not repeat the value, which may hold a password.
        if (Neo4jAddress.ParseUrl(address) is not { } url)
            throw new StoreException("neo4j-url: The value must be only the address of Neo4j, such as neo4j+s://graph.example of a cluster, bolt://localhost:7687 of one server, or http(s)://localhost:7474.");
        if (user.Length == 0 || user.Contains(':', StringComparison.Ordinal))
            throw new StoreException("neo4j-user: The name is empty or has a colon. Give a user of Neo4j.");
        var database = name.Length == 0 && url.Scheme.StartsWith("http", StringComparison.Ordinal) ? DatabaseOverHttp : name;
        return given is { Length: > 0 } password
            ? new Neo4jAddress(url, database, user, password)
            : throw new StoreException("The password of Neo4j is missing. Set NEO4J_PASSWORD in the environment, or KnowledgeGraph:Neo4jPassword in the configuration.");
    }
}
