using System.Collections.Immutable;
using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>
/// The text of a search. A word matches a node if it is a prefix of a word in one of the node's searched properties. A node is a hit if at least half
/// of the words match. The rank of a hit depends on the whole text. In a fuzzy search, a word also matches the whole words that are near it.
/// </summary>
public sealed class SearchText
{
    /// <summary>Maximum length in Unicode characters.</summary>
    public const int MaxLength = 200;
    /// <summary>Maximum number of words, with stop words and repeated words.</summary>
    public const int MaxWords = 16;

    public SearchText(string text, bool isFuzzy = false)
    {
        IsFuzzy = isFuzzy;
        Folded = Folding.Fold(text).Trim();
        var typed = Model.Words.Of(Folded);
        TypedWords = typed.Count;
        var words = typed.Distinct().ToList();
        Words = words.TrueForAll(StopWords.Contains) ? [.. words] : [.. words.Where(w => !StopWords.Contains(w))];
        Sought = isFuzzy ? [.. Words.Select(w => new SoughtWord(w))] : [];
        FoldedUtf8 = Encoding.UTF8.GetBytes(Folded);
        IsUnsettled = typed is [.., { Length: > 1 } last] && last[0] == last[1];
    }

    /// <summary>Whether near words match too.</summary>
    public bool IsFuzzy { get; }
    /// <summary>The whole text, folded and trimmed.</summary>
    public string Folded { get; }
    /// <summary>The number of words in the text, with stop words and repeated words.</summary>
    public int TypedWords { get; }
    /// <summary>
    /// The words to find, each once: all but the stop words, or all if there are only stop words. A text without letters and digits has none, and then
    /// nothing is a hit.
    /// </summary>
    public ImmutableArray<string> Words { get; }
    /// <summary>The maximum number of words that a hit may lack: at most half of them.</summary>
    public int MaxMissing => Words.Length / 2;
    internal byte[] FoldedUtf8 { get; }

    /// <summary>The words of a fuzzy search; empty in any other search.</summary>
    public ImmutableArray<SoughtWord> Sought { get; }

    /// <summary>The largest distance of the words that match in a text: 0 if each is a prefix of a word. Null if no word matches.</summary>
    public int? DistanceIn(string text) => DistanceIn(Model.Words.Of(Folding.Fold(text)));

    /// <param name="found">The words of a text.</param>
    internal int? DistanceIn(List<string> found)
    {
        int? largest = null;
        for (var i = 0; i < Words.Length; i++)
            if (DistanceOf(i, found) is { } distance)
                largest = Math.Max(largest ?? 0, distance);
        return largest;
    }

    private int? DistanceOf(int word, List<string> found)
    {
        int? least = null;
        foreach (var other in found)
        {
            if (other.StartsWith(Words[word], StringComparison.Ordinal))
                return 0;
            if (IsFuzzy && Sought[word].DistanceTo(other) is { } distance && !(least < distance))
                least = distance;
        }
        return least;
    }

    /// <summary>Whether a name that begins with the text may still not have one of its words: see <see cref="Model.Words"/>.</summary>
    internal bool IsUnsettled { get; }
}
