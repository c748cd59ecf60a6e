namespace KnowledgeGraph.Model;

/// <summary>The model contradicts itself; the message names the file, the line, what was found and what is expected.</summary>
public sealed class ModelException(string file, int line, string message) : Exception($"{file}:{line}: {message}");
