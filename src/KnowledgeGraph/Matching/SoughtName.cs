using System.Collections.Immutable;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Matching;

/// <summary>
/// A name that is sought, compared with other names word by word: by the same words, near words and sounds as a fuzzy search. A word counts as much as
/// it has letters, and a stop word a third of that.
/// </summary>
public sealed class SoughtName
{
    /// <summary>Maximum number of words of a name that are compared. The names of treaties are long, but no name needs more.</summary>
    public const int MaxWords = 40;

    /// <summary>The similarity of two names with the same words in another order.</summary>
    private const double OtherOrder = 0.98;

    /// <summary>What the similarity of words of two scripts with the same sound is.</summary>
    private const double SameSound = 0.95;

    private readonly ImmutableArray<SoughtWord> _words;
    private readonly double _weight;

    public SoughtName(string text)
    {
        Text = text;
        var words = WordsOf(text);
        _words = [.. words.Select(w => new SoughtWord(w))];
        _weight = words.Sum(WeightOf);
    }

    public string Text { get; }

    public NameSimilarity Compare(string name) => Compare(WordsOf(name));

    /// <summary>The words of a name that are compared.</summary>
    internal static List<string> WordsOf(string name)
    {
        var words = Words.Of(Folding.Fold(name));
        return words.Count <= MaxWords ? words : words.GetRange(0, MaxWords);
    }

    internal NameSimilarity Compare(List<string> words)
    {
        if (_words.IsEmpty || words.Count == 0)
            return default;
        if (_words.Select(w => w.Text).SequenceEqual(words))
            return new NameSimilarity(1, 0, false);
        var (matched, distance, isTransliterated, isInOrder, last) = (0.0, 0, false, true, -1);
        var isTaken = new bool[words.Count];
        foreach (var word in _words)
        {
            if (FindBest(word, words, isTaken) is not { } best)
                continue;
            isTaken[best.At] = true;
            matched += best.Value * (WeightOf(word.Text) + WeightOf(words[best.At]));
            distance += best.Distance;
            isTransliterated |= best.IsBySound;
            isInOrder &= best.At > last;
            last = best.At;
        }
        return new NameSimilarity(matched / (_weight + words.Sum(WeightOf)) * (isInOrder ? 1 : OtherOrder), distance, isTransliterated);
    }

    private readonly record struct Pair(int At, double Value, int Distance, bool IsBySound);

    /// <summary>The most similar word that no other word has taken.</summary>
    private static Pair? FindBest(SoughtWord word, List<string> words, bool[] isTaken)
    {
        Pair? best = null;
        for (var i = 0; i < words.Count; i++)
            if (!isTaken[i] && Compare(word, words[i]) is var (value, distance, isBySound) && value > 0 && !(best?.Value >= value))
                best = new Pair(i, value, distance, isBySound);
        return best;
    }

    private static (double Value, int Distance, bool IsBySound) Compare(SoughtWord word, string other)
    {
        if (word.Text == other)
            return (1, 0, false);
        var longer = Math.Max(word.Text.Length, other.Length);
        if (word.Compare(other) is var (distance, isBySound))
            // Two words with the same sound have the distance 1.
            return (isBySound ? SameSound * (1 - (distance - 1.0) / longer) : 1 - (double)distance / longer, distance, isBySound);
        // An abbreviation, or the beginning of a name.
        return other.StartsWith(word.Text, StringComparison.Ordinal) ? (0.5 + 0.5 * word.Text.Length / longer, 0, false) : default;
    }

    private static double WeightOf(string word) => StopWords.Contains(word) ? word.Length / 3.0 : word.Length;
}
