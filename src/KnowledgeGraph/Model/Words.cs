using System.Globalization;
using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>
/// Splits text into words for search, for both stores. The rules, for folded text:
/// <list type="number">
/// <item>A word is a run of letters, digits and the marks that folding leaves. Everything else ends it: blanks, hyphens, apostrophes, quotes.
/// Invisible characters (category Cf, such as the soft hyphen) are ignored.</item>
/// <item>A dot in an abbreviation does not end the word. Such a dot is directly followed by a letter, and the word before it consists of
/// pieces of one or two letters, each with a dot. <c>U.S.</c> is <c>us</c>, <c>Ph.D.</c> is <c>phd</c>, <c>U.S.-Mexico</c> is <c>us</c>
/// and <c>mexico</c>; but <c>cbs.com</c> is <c>cbs</c> and <c>com</c>, and <c>U. S.</c> is <c>u</c> and <c>s</c>.</item>
/// <item>A word that consists of two or more pairs of the same letter, with no two equal pairs in a row, is one word for each pair. This is how
/// Spanish abbreviates a plural.
/// <c>EE. UU.</c>, <c>EE.UU.</c>, <c>EEUU</c> and <c>ee uu</c> are all <c>ee</c> and <c>uu</c>.</item>
/// </list>
/// As a consequence, if a text is a prefix of another, each of its words is a prefix of a word in the other. The only exception may be a text
/// whose last word begins with a doubled letter (<c>eeu</c> is one word, <c>eeuu</c> is two).
/// </summary>
public static class Words
{
    /// <summary>The words of a folded text, in their order.</summary>
    public static List<string> Of(string folded)
    {
        var words = new List<string>();
        AddTo(words, folded);
        return words;
    }

    /// <summary>Adds the words of a folded text to a list.</summary>
    public static void AddTo(List<string> words, ReadOnlySpan<char> folded)
    {
        Span<char> word = folded.Length <= 256 ? stackalloc char[folded.Length] : new char[folded.Length];
        var (length, piece, isAbbreviation) = (0, 0, true);
        while (!folded.IsEmpty)
        {
            var kind = KindOfFirst(folded, out var size);
            var character = folded[..size];
            folded = folded[size..];
            if (kind is Kind.Hidden || (character is "." && length > 0 && isAbbreviation && piece is 1 or 2 && BeginsWithLetter(folded)))
            {
                piece = kind is Kind.Hidden ? piece : 0;
                continue;
            }
            if (kind is Kind.Other)
            {
                Add(words, word[..length]);
                (length, piece, isAbbreviation) = (0, 0, true);
                continue;
            }
            character.CopyTo(word[length..]);
            length += size;
            piece += kind is Kind.Letter ? 1 : 0;
            isAbbreviation &= kind is not Kind.Digit && piece <= 2;
        }
        Add(words, word[..length]);
    }

    private static void Add(List<string> words, ReadOnlySpan<char> word)
    {
        if (word.IsEmpty)
            return;
        if (!IsPairs(word))
            words.Add(word.ToString());
        else
            for (var i = 0; i < word.Length; i += 2)
                words.Add(word.Slice(i, 2).ToString());
    }

    private static bool IsPairs(ReadOnlySpan<char> word)
    {
        if (word.Length < 4 || word.Length % 2 != 0)
            return false;
        for (var i = 0; i < word.Length; i += 2)
            if (word[i] != word[i + 1] || !char.IsLetter(word[i]) || (i > 0 && word[i] == word[i - 1]))
                return false;
        return true;
    }

    private enum Kind
    {
        Other,
        Letter,
        Digit,
        Mark,
        Hidden,
    }

    private static Kind KindOfFirst(ReadOnlySpan<char> text, out int size)
    {
        if (char.IsAscii(text[0]))
        {
            size = 1;
            return char.IsAsciiLetter(text[0]) ? Kind.Letter : char.IsAsciiDigit(text[0]) ? Kind.Digit : Kind.Other;
        }
        Rune.DecodeFromUtf16(text, out var rune, out size);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Digit,
            UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.NonSpacingMark => Kind.Mark,
            UnicodeCategory.Format => Kind.Hidden,
            _ => Kind.Other,
        };
    }

    private static bool BeginsWithLetter(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var kind = KindOfFirst(text, out var size);
            if (kind is not Kind.Hidden)
                return kind is Kind.Letter;
            text = text[size..];
        }
        return false;
    }
}
