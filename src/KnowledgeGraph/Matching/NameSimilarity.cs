namespace KnowledgeGraph.Matching;

/// <summary>How similar a name is to the name that is sought.</summary>
/// <param name="Value">From 0 to 1, which means equal apart from case, diacritics and punctuation.</param>
/// <param name="Distance">The sum of the distances of the words that match.</param>
/// <param name="IsTransliterated">Whether a word matches by its sound in another script.</param>
public readonly record struct NameSimilarity(double Value, int Distance, bool IsTransliterated)
{
    public bool IsExact => Value == 1;
}
