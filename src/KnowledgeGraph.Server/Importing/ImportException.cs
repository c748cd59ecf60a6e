namespace KnowledgeGraph.Server.Importing;

/// <summary>A file cannot be imported. The message is for the person who imports it.</summary>
internal sealed class ImportException(string message) : Exception(message);
