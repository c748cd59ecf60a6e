using System.Collections.Immutable;

namespace KnowledgeGraph.History;

/// <summary>Which changes are listed.</summary>
/// <param name="About">Ids of nodes, which stand for their relationships too, and of relationships. Null for all changes.</param>
/// <param name="By">The author; null for all.</param>
/// <param name="Since">Only changes of later versions.</param>
public sealed record ChangeFilter(ImmutableArray<string>? About, string? By, long Since);
