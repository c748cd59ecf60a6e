using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Planning;

/// <summary>The part of a connection that is returned: the first or the last edges between two cursors.</summary>
/// <param name="FromEnd">Whether the page has the last edges.</param>
/// <param name="HasDefaultSize">Whether the request does not say how large the page is.</param>
public sealed record Page(int Size, bool FromEnd, Cursor? After, Cursor? Before, bool HasDefaultSize);
