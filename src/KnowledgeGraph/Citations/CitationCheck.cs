namespace KnowledgeGraph.Citations;

/// <summary>Compares a sentence with the claims that it cites, word by word. What a sentence means is not looked at.</summary>
internal static class CitationCheck
{
    /// <param name="claims">The claims of a mark; none for a mark that is not known.</param>
    public static Verdict Of(Sentence sentence, ILookup<int, ClaimWords> claims)
    {
        if (sentence.Marks.IsEmpty)
            return Verdict.Uncited;
        if (sentence.Marks.Any(m => !claims.Contains(m)))
            return Verdict.UnknownMark;
        var (words, cited) = (Wording.Fold(sentence.Words), sentence.Marks.SelectMany(m => claims[m]).ToList());
        if (cited.Exists(c => c.States(words)))
            return Verdict.Stated;
        var quotations = Quotations.WordsIn(sentence.Words).Select(Wording.PiecesOf).ToList();
        return quotations.Count == 0 ? Verdict.NotStated : quotations.TrueForAll(q => cited.Exists(c => c.IsQuoted(q))) ? Verdict.Quoted : Verdict.Misquoted;
    }
}
