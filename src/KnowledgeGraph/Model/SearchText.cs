using System.Collections.Immutable;
using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>
/// The text of a search. A node is a hit if each word of the text is a prefix of a word in one of its searched properties. The rank of a hit
/// depends on the whole text.
/// </summary>
public sealed class SearchText
{
    /// <summary>Maximum length in Unicode characters.</summary>
    public const int MaxLength = 200;
    public const int MaxWords = 16;

    public SearchText(string text)
    {
        Folded = Folding.Fold(text).Trim();
        Words = [.. Model.Words.Of(Folded)];
        FoldedUtf8 = Encoding.UTF8.GetBytes(Folded);
        Telling = [.. Words.Distinct().Where(w => !Words.Any(o => o.Length > w.Length && o.StartsWith(w, StringComparison.Ordinal)))];
    }

    /// <summary>The whole text, folded and trimmed.</summary>
    public string Folded { get; }
    /// <summary>The words in their order. A text without letters and digits has none, and then nothing is a hit.</summary>
    public ImmutableArray<string> Words { get; }
    /// <summary>The words that must match: without duplicates, and without prefixes of other words.</summary>
    public ImmutableArray<string> Telling { get; }
    internal byte[] FoldedUtf8 { get; }

    /// <summary>Whether one of the words is a prefix of a word in the text.</summary>
    public bool MatchesAny(string text)
    {
        var found = Model.Words.Of(Folding.Fold(text));
        return Words.Any(word => found.Exists(f => f.StartsWith(word, StringComparison.Ordinal)));
    }

    /// <summary>Whether a name that begins with the text may still not have one of its words: see <see cref="Model.Words"/>.</summary>
    internal bool IsUnsettled => Words is [.., { Length: > 1 } last] && last[0] == last[1];
}
