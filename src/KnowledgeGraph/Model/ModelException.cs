namespace KnowledgeGraph.Model;

/// <summary>The model contradicts itself. The message says where (file and line), what is wrong, and what to do.</summary>
public sealed class ModelException(string file, int line, string message) : Exception($"{file}:{line}: {message}");
