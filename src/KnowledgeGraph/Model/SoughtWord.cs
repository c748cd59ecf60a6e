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
    private readonly bool _hasDigit;
    private readonly string _sound;
    private readonly int _maxSound;
    private readonly ulong _soundLetters;
    private readonly string _consonants;

    public SoughtWord(string text)
    {
        Text = text;
        _max = MaxDistanceOf(text);
        _letters = LettersOf(text);
        _isAscii = Ascii.IsValid(text);
        _isLatin = Transliteration.IsLatin(text);
        _hasDigit = text.Any(char.IsDigit);
        _sound = Transliteration.SoundOf(text);
        _maxSound = MaxDistanceOf(_sound);
        _soundLetters = LettersOf(_sound);
        _consonants = Transliteration.ConsonantsOf(_sound);
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
        if (IsLikely(Text, _letters, word, _max) && Align(Text, word.ToString(), _max) is { } distance)
            return (distance, false);
        if ((_isAscii && Ascii.IsValid(word)) || _hasDigit)
            return null;
        return SoundDistanceTo(word) is { } bySound ? (bySound, true) : null;
    }

    private int? SoundDistanceTo(ReadOnlySpan<char> word)
    {
        var ascii = Ascii.IsValid(word) ? word : Transliteration.ToAscii(word.ToString());
        Span<char> buffer = ascii.Length <= 128 ? stackalloc char[Transliteration.MaxSound(ascii.Length)] : new char[Transliteration.MaxSound(ascii.Length)];
        var sound = buffer[..Transliteration.WriteSound(ascii, buffer)];
        if (sound.IsEmpty || _sound.Length == 0)
            return null;
        if (IsLikely(_sound, _soundLetters, sound, _maxSound) && Align(_sound, sound.ToString(), _maxSound) is { } distance)
            return Math.Max(1, distance);
        return (!_isLatin || !Transliteration.IsLatin(word)) && _consonants.Length >= MinConsonants && HasConsonants(sound) ? ConsonantDistance : null;
    }

    private bool HasConsonants(ReadOnlySpan<char> sound)
    {
        var at = 0;
        foreach (var letter in sound)
            if (Transliteration.IsConsonant(letter) && (at == _consonants.Length || _consonants[at++] != letter))
                return false;
        return at == _consonants.Length;
    }

    private static int? Align(string left, string right, int max)
    {
        if (Math.Abs(left.Length - right.Length) > max)
            return null;
        var distance = left == right ? 0 : max == 0 ? 1 : (int)s_alignment.Distance(left, right);
        return distance <= max ? distance : null;
    }

    /// <summary>Whether two words can be near: a change adds and removes at most one letter. This leaves out nearly all words of a large graph.</summary>
    private static bool IsLikely(string sought, ulong soughtLetters, ReadOnlySpan<char> word, int max)
    {
        if (Math.Abs(word.Length - sought.Length) > max)
            return false;
        var letters = LettersOf(word);
        return BitOperations.PopCount(letters & ~soughtLetters) <= max && BitOperations.PopCount(soughtLetters & ~letters) <= max;
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
