using System.Numerics;
using System.Text;
using F23.StringSimilarity;

namespace KnowledgeGraph.Model;

/// <summary>A word of a search, prepared for the comparison with many other words. Words are folded.</summary>
public sealed class SoughtWord
{
    /// <summary>Maximum distance at which a word is near.</summary>
    public const int MaxDistance = 2;

    /// <summary>The distance of words of different scripts whose consonants are equal.</summary>
    private const int ConsonantDistance = 2;
    private const int MinConsonants = 3;

    private static readonly OptimalStringAlignment s_alignment = new();

    private readonly int _max;
    private readonly ulong _letters;
    private readonly bool _isAscii;
    private readonly bool _isLatin;
    private readonly string _sound;

    public SoughtWord(string text)
    {
        Text = text;
        _max = MaxDistanceOf(text);
        _letters = LettersOf(text);
        _isAscii = Ascii.IsValid(text);
        _isLatin = Transliteration.IsLatin(text);
        _sound = Transliteration.SoundOf(text);
    }

    public string Text { get; }

    /// <summary>
    /// Maximum distance of a near word: 0 for words of up to 3 letters, 1 for 4 to 7 letters, 2 from 8 letters on. A word with a digit is a year or a
    /// code, which means something else as soon as one character differs.
    /// </summary>
    public static int MaxDistanceOf(string word) => word.Any(char.IsDigit) ? 0 : word.Length switch { <= 3 => 0, <= 7 => 1, _ => MaxDistance };

    /// <summary>
    /// The number of letters that are inserted, removed, replaced, or swapped with the next one, to make one word of the other (optimal string
    /// alignment). Words of which one is not in ASCII are also compared by their sound; then the distance is at least 1. Null if the words are not near.
    /// </summary>
    public int? DistanceTo(ReadOnlySpan<char> word) => Compare(word)?.Distance;

    /// <summary>Likewise, and whether the words are near by their sound alone.</summary>
    public (int Distance, bool IsBySound)? Compare(ReadOnlySpan<char> word)
    {
        if (IsLikely(word) && Align(Text, word.ToString(), _max) is { } distance)
            return (distance, false);
        if ((_isAscii && Ascii.IsValid(word)) || Text.Any(char.IsDigit))
            return null;
        return SoundDistanceTo(word.ToString()) is { } bySound ? (bySound, true) : null;
    }

    private int? SoundDistanceTo(string word)
    {
        var sound = Transliteration.SoundOf(word);
        if (sound.Length == 0 || _sound.Length == 0)
            return null;
        if (Align(_sound, sound, MaxDistanceOf(_sound)) is { } distance)
            return Math.Max(1, distance);
        if (_isLatin && Transliteration.IsLatin(word))
            return null;
        var consonants = Transliteration.ConsonantsOf(_sound);
        return consonants.Length >= MinConsonants && consonants == Transliteration.ConsonantsOf(sound) ? ConsonantDistance : null;
    }

    private static int? Align(string left, string right, int max)
    {
        if (Math.Abs(left.Length - right.Length) > max)
            return null;
        var distance = left == right ? 0 : max == 0 ? 1 : (int)s_alignment.Distance(left, right);
        return distance <= max ? distance : null;
    }

    /// <summary>Whether the words can be near: a change adds and removes at most one letter. This leaves out nearly all words of a large graph.</summary>
    private bool IsLikely(ReadOnlySpan<char> word)
    {
        if (Math.Abs(word.Length - Text.Length) > _max)
            return false;
        var letters = LettersOf(word);
        return BitOperations.PopCount(letters & ~_letters) <= _max && BitOperations.PopCount(_letters & ~letters) <= _max;
    }

    /// <summary>A bit for each letter that the word has.</summary>
    private static ulong LettersOf(ReadOnlySpan<char> word)
    {
        var letters = 0UL;
        foreach (var letter in word)
            letters |= 1UL << (letter & 63);
        return letters;
    }
}
