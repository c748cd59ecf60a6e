namespace KnowledgeGraph.Server.Stores;

/// <summary>A store cannot answer now, through no fault of the operation; the message is for the client, the cause for the log.</summary>
internal sealed class StoreUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
