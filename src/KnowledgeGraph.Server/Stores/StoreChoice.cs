using KnowledgeGraph.Model;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Server.Stores;

/// <summary>The store that the options choose.</summary>
internal static class StoreChoice
{
    /// <exception cref="StoreException">It cannot be used; what is in it is as it was.</exception>
    public static IGraphStore Create(ServerOptions options, GraphModel model, TimeProvider clock) =>
        options.Store == "neo4j" ? new Neo4jStore(Address(options), model, clock) : EmbeddedStore.Open(options.Data, model, clock);

    private static Neo4jAddress Address(ServerOptions options)
    {
        // What is wrong is not repeated where it may hold a password.
        if (Neo4jAddress.ParseUrl(options.Neo4jUrl) is not { } url)
            throw new StoreException("neo4j-url: another text found; expected Neo4j's address alone, such as bolt://localhost:7687, bolt+s:// for TLS, or http(s)://localhost:7474");
        if (options.Neo4jUser.Length == 0 || options.Neo4jUser.Contains(':', StringComparison.Ordinal))
            throw new StoreException("neo4j-user: an empty name, or one with a colon, found; expected a user of Neo4j");
        if (options.Neo4jDatabase.Length == 0)
            throw new StoreException("neo4j-database: an empty name found; expected a database of Neo4j");
        return options.Neo4jPassword is { Length: > 0 } password
            ? new Neo4jAddress(url, options.Neo4jDatabase, options.Neo4jUser, password)
            : throw new StoreException("no password of Neo4j found; expected NEO4J_PASSWORD in the environment, or KnowledgeGraph:Neo4jPassword in configuration");
    }
}
