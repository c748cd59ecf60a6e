namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt.Routing;

/// <summary>No server of a cluster can take a request now.</summary>
internal sealed class RoutingException(string message, Exception? cause = null) : IOException(message, cause);
