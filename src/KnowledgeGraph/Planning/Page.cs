using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

/// <summary>Which part of a connection is asked for: the first or the last so many between two places.</summary>
public sealed record Page(int Size, bool FromEnd, Cursor? After, Cursor? Before);
