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

    /// <summary>A word as it sounds: in Latin letters, where letters of the same sound are the same letter, and a doubled letter is one.</summary>
    /// <param name="word">A folded word.</param>
    public static string SoundOf(string word)
    {
        var ascii = ToAscii(word);
        var sound = new StringBuilder(ascii.Length + 2);
        for (var i = 0; i < ascii.Length; i++)
        {
            var next = i + 1 < ascii.Length ? ascii[i + 1] : ' ';
            var skips = (ascii[i], next) is ('p', 'h') or ('c', 'k') or ('d', 'z') ? 1 : 0;
            foreach (var letter in SoundOf(ascii[i], next))
                if (char.IsAsciiLetterOrDigit(letter) && (sound.Length == 0 || sound[^1] != letter))
                    sound.Append(letter);
            i += skips;
        }
        return sound.ToString();
    }

    private static string SoundOf(char letter, char next) => (letter, next) switch
    {
        ('x', _) => "ks",
        ('p', 'h') => "f",
        ('d', 'z') => "j",
        ('c', 'h') => "c",
        ('c', 'e' or 'i' or 'y') => "s",
        ('c' or 'q', _) => "k",
        ('w', _) => "v",
        ('y', _) => "i",
        _ => letter.ToString(),
    };

    /// <summary>The consonants of a sound. Arabic and Hebrew write no short vowels, and folding removes those of the scripts of India.</summary>
    public static string ConsonantsOf(string sound) => string.Concat(sound.Where(c => c is not ('a' or 'e' or 'i' or 'o' or 'u' or 'v')));
}
