using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Stores;

/// <summary>A store is not available now, which is not a fault of the operation. The message is for the client, and the cause is for the log.</summary>
internal sealed class StoreUnavailableException(string message, Exception? cause = null) : RequestRefusedException(RequestErrorCodes.StoreUnavailable, message, cause);
