using System.Collections.Frozen;

namespace KnowledgeGraph.Citations;

/// <summary>The words of a claim, folded once for all sentences that cite it.</summary>
internal sealed class ClaimWords
{
    private readonly FrozenSet<string> _sentences;
    private readonly string? _quote;

    /// <param name="statement">The statement in the words of the graph.</param>
    /// <param name="quote">The words of the report; null if the graph has none.</param>
    public ClaimWords(string statement, string? quote)
    {
        _sentences = Sentences(statement).Concat(quote is null ? [] : Sentences(quote)).ToFrozenSet();
        _quote = quote is null ? null : Wording.Fold(quote);
    }

    /// <summary>Whether the folded words are the whole statement or quote, or a whole sentence of it. A part of a sentence can say the opposite of the whole.</summary>
    public bool States(string words) => _sentences.Contains(words);

    /// <summary>Whether the report has the pieces of a quotation in this order. The statement cannot be quoted: it is in the words of the graph.</summary>
    public bool IsQuoted(IReadOnlyList<string> pieces) => _quote is not null && Wording.HasInOrder(_quote, pieces);

    private static IEnumerable<string> Sentences(string text) => SentenceReader.Read(text).Select(s => Wording.Fold(s.Words)).Append(Wording.Fold(text));
}
