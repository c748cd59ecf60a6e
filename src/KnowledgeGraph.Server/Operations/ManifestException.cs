namespace KnowledgeGraph.Server.Operations;

/// <summary>The persisted operations cannot be read. The message is one line for the operator, and names the file.</summary>
internal sealed class ManifestException(string message) : Exception(message);
