namespace KnowledgeGraph.Citations;

/// <summary>The words of a claim.</summary>
/// <param name="Statement">The statement in the words of the graph.</param>
/// <param name="Quote">The words of the report; null if the graph has none.</param>
internal sealed record ClaimWords(string Statement, string? Quote);
