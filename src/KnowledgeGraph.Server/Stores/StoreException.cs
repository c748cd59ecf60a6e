namespace KnowledgeGraph.Server.Stores;

/// <summary>A store cannot be opened or written. The message is one line for the operator.</summary>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
