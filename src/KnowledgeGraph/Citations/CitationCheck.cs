using System.Collections.Immutable;

namespace KnowledgeGraph.Citations;

/// <summary>Compares a sentence with the claims that it cites, word by word. What a sentence means is not looked at.</summary>
internal static class CitationCheck
{
    /// <param name="claims">The claims of a mark; empty for a mark that is not known.</param>
    public static Verdict Of(Sentence sentence, ILookup<int, ClaimWords> claims)
    {
        if (sentence.Marks.IsEmpty)
            return Verdict.Uncited;
        if (sentence.Marks.Any(m => !claims.Contains(m)))
            return Verdict.UnknownMark;
        ImmutableArray<ClaimWords> cited = [.. sentence.Marks.SelectMany(m => claims[m])];
        if (cited.Any(c => States(c.Statement, sentence.Words) || States(c.Quote, sentence.Words)))
            return Verdict.Stated;
        // Only the words of the report can be quoted: the statement is in the words of the graph.
        ImmutableArray<string> quotations = [.. Quotations.WordsIn(sentence.Words)];
        return quotations.IsEmpty ? Verdict.NotStated
            : quotations.All(q => cited.Any(c => c.Quote is { } quote && Wording.IsQuoted(q, quote))) ? Verdict.Quoted : Verdict.Misquoted;
    }

    /// <summary>Whether the words are the whole text or a whole sentence of it. A part of a sentence can say the opposite of the whole.</summary>
    private static bool States(string? text, string words) =>
        text is not null && Wording.Fold(words) is var folded && (Wording.Fold(text) == folded || SentenceReader.Read(text).Any(s => Wording.Fold(s.Words) == folded));
}
