using System.Collections.Immutable;

namespace KnowledgeGraph.Planning;

/// <summary>Who makes a request, as `viewer` returns it.</summary>
public sealed record Viewer(string Subject, string? Name, ImmutableArray<string> Scopes);
