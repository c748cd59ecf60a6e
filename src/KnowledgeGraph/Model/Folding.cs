using System.Globalization;
using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>Text as people search and sort it: decomposed (NFD), marks (Mn) removed, lower case (invariant); no transliteration.</summary>
public static class Folding
{
    public static string Fold(string text)
    {
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var decomposed = WellFormed(text).Normalize(NormalizationForm.FormD);
        var folded = new StringBuilder(decomposed.Length);
        foreach (var rune in decomposed.EnumerateRunes())
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                folded.Append(Rune.ToLowerInvariant(rune));
        return folded.ToString();
    }

    /// <summary>Half a surrogate pair becomes U+FFFD, as in UTF-8, because normalization would refuse it.</summary>
    private static string WellFormed(string text)
    {
        foreach (var c in text)
            if (char.IsSurrogate(c))
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        return text;
    }

    /// <summary>Whether this process can fold text. With invariant globalization, normalization silently leaves <c>é</c> unchanged.</summary>
    public static bool Works => Fold("é") == "e";
}
