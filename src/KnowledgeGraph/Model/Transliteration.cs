using System.Text;
using AnyAscii;

namespace KnowledgeGraph.Model;

/// <summary>
/// Writes words of any script in Latin letters, by AnyAscii, so that words of different scripts can be compared. One sound has several spellings in
/// Latin letters (<c>Meksika</c>, <c>Mexico</c>), so both words are then spelled by the same few rules.
/// </summary>
public static class Transliteration
{
    /// <summary>The last letter of the Latin blocks that fold to Latin letters; see <see cref="IsLatin"/>.</summary>
    private const char LastLatin = '\u024F';

    /// <summary>Whether a folded word is in the Latin script. <c>ł</c> and <c>ß</c> are, although folding leaves them.</summary>
    public static bool IsLatin(ReadOnlySpan<char> word) => !word.ContainsAnyExceptInRange('\0', LastLatin);

    /// <summary>A text in ASCII, in lower case. <c>Ελλάδα</c> is <c>ellada</c>.</summary>
    public static string ToAscii(string text) => Ascii.IsValid(text) ? text.ToLowerInvariant() : text.Transliterate().ToLowerInvariant();

    /// <summary>Maximum number of characters of the sound of a text in ASCII: <c>x</c> is two.</summary>
    public static int MaxSound(int ascii) => ascii * 2;

    /// <summary>Writes a word as it sounds: letters of the same sound are the same letter, and a doubled letter is one.</summary>
    /// <param name="ascii">A word in ASCII, in lower case.</param>
    /// <param name="sound">Has room for <see cref="MaxSound"/>.</param>
    /// <returns>The number of characters.</returns>
    public static int WriteSound(ReadOnlySpan<char> ascii, Span<char> sound)
    {
        var length = 0;
        for (var i = 0; i < ascii.Length; i++)
        {
            var next = i + 1 < ascii.Length ? ascii[i + 1] : ' ';
            foreach (var letter in SoundOf(ascii[i], next))
                if (char.IsAsciiLetterOrDigit(letter) && (length == 0 || sound[length - 1] != letter))
                    sound[length++] = letter;
            if ((ascii[i], next) is ('p', 'h') or ('c', 'k') or ('d', 'z'))
                i++;
        }
        return length;
    }

    /// <summary>The sound of a folded word of any script.</summary>
    public static string SoundOf(string word)
    {
        var ascii = ToAscii(word);
        var sound = new char[MaxSound(ascii.Length)];
        return new string(sound, 0, WriteSound(ascii, sound));
    }

    private static ReadOnlySpan<char> SoundOf(char letter, char next) => (letter, next) switch
    {
        ('x', _) => "ks",
        ('p', 'h') => "f",
        ('d', 'z') => "j",
        ('c', 'h') => "c",
        ('c', 'e' or 'i' or 'y') => "s",
        ('c' or 'q', _) => "k",
        ('w', _) => "v",
        ('y', _) => "i",
        _ => s_letters.AsSpan(letter & 127, 1),
    };

    private static readonly string s_letters = string.Concat(Enumerable.Range(0, 128).Select(c => (char)c));

    /// <summary>The consonants of a sound. Arabic and Hebrew write no short vowels, and folding removes those of the scripts of India. <c>v</c> may be a vowel there.</summary>
    public static string ConsonantsOf(string sound) => string.Concat(sound.Where(IsConsonant));

    public static bool IsConsonant(char letter) => letter is not ('a' or 'e' or 'i' or 'o' or 'u' or 'v');
}
