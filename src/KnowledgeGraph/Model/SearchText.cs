using System.Collections.Immutable;
using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>
/// What a search looks for. A node is a hit where each of the words begins a word of one of its searched properties; how well it is hit goes
/// by the whole text.
/// </summary>
public sealed class SearchText
{
    /// <summary>Unicode characters.</summary>
    public const int MaxLength = 200;
    public const int MaxWords = 16;

    public SearchText(string text)
    {
        Folded = Folding.Fold(text).Trim();
        Words = [.. Model.Words.Of(Folded)];
        FoldedUtf8 = Encoding.UTF8.GetBytes(Folded);
        Telling = [.. Words.Distinct().Where(w => !Words.Any(o => o.Length > w.Length && o.StartsWith(w, StringComparison.Ordinal)))];
    }

    /// <summary>The whole text, folded, without blanks at its ends.</summary>
    public string Folded { get; }
    /// <summary>The words, in their order; none for text without letters and digits, and then nothing is a hit.</summary>
    public ImmutableArray<string> Words { get; }
    /// <summary>The words that decide: each once, and none that begins another.</summary>
    public ImmutableArray<string> Telling { get; }
    internal byte[] FoldedUtf8 { get; }

    /// <summary>Whether one of the words begins a word of the text.</summary>
    public bool MatchesAny(string text)
    {
        var found = Model.Words.Of(Folding.Fold(text));
        return Words.Any(word => found.Exists(f => f.StartsWith(word, StringComparison.Ordinal)));
    }

    /// <summary>Whether a name that begins with the text may still lack one of its words: see <see cref="Model.Words"/>.</summary>
    internal bool IsUnsettled => Words is [.., { Length: > 1 } last] && last[0] == last[1];
}
