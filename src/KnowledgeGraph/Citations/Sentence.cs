using System.Collections.Immutable;

namespace KnowledgeGraph.Citations;

/// <summary>A sentence of a text that cites claims.</summary>
/// <param name="Text">As it stands, with its marks.</param>
/// <param name="Words">The same without its marks.</param>
/// <param name="Marks">The numbers of its marks, each once.</param>
internal sealed record Sentence(string Text, string Words, ImmutableArray<int> Marks);
