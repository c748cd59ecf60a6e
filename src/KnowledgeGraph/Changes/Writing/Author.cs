namespace KnowledgeGraph.Changes.Writing;

/// <summary>Who writes.</summary>
/// <param name="Subject">The subject of the token; null for the operator.</param>
/// <param name="IsAdmin">Whether the author may undo what others changed, and accept own proposals.</param>
public sealed record Author(string? Subject, bool IsAdmin);

/// <summary>The author may not do this. The message says who may.</summary>
public sealed class NotPermittedException(string message) : Exception(message);
