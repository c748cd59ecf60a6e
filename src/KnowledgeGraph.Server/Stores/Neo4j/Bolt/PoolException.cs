namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>All connections to a server are in use for too long. Nothing was sent.</summary>
internal sealed class PoolException(string message) : IOException(message);
