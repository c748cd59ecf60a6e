using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Citations;

/// <summary>
/// Compares words and nothing else: case, blanks, invisible characters, the style of quotation marks and dashes, and the emphasis of Markdown do not count.
/// </summary>
internal static partial class Wording
{
    /// <summary>What may stand at the end of a sentence or a quotation and does not belong to the words.</summary>
    private static readonly char[] s_end = [' ', '.', ',', ';', ':', '!', '?'];

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Normalize(NormalizationForm.FormKC))
            folded.Append(character switch
            {
                '*' => "",
                '"' or '`' or '´' or '‘' or '’' or '‚' or '‛' or '“' or '”' or '„' or '‟' or '«' or '»' or '‹' or '›' => "'",
                '‐' or '‑' or '‒' or '–' or '—' or '―' or '−' => "-",
                _ when CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format => "",
                _ => char.ToLowerInvariant(character).ToString(),
            });
        return Blanks().Replace(folded.ToString(), " ").Trim().TrimEnd(s_end);
    }

    /// <summary>The folded pieces of a quotation, between which an ellipsis leaves words out.</summary>
    public static IReadOnlyList<string> PiecesOf(string quotation) =>
        [.. Ellipses().Split(Fold(quotation)).Select(p => p.Trim().TrimEnd(s_end)).Where(p => p.Length > 0)];

    /// <summary>Whether a folded text has the pieces in this order.</summary>
    public static bool HasInOrder(string text, IReadOnlyList<string> pieces)
    {
        var from = 0;
        foreach (var piece in pieces)
        {
            if (Find(text, piece, from) is not { } end)
                return false;
            from = end;
        }
        return pieces.Count > 0;
    }

    /// <summary>Where the piece ends in the text. It must not begin or end within a word.</summary>
    private static int? Find(string text, string piece, int from)
    {
        for (var at = from; (at = text.IndexOf(piece, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var end = at + piece.Length;
            if (!IsWithinWord(text, at) && !IsWithinWord(text, end))
                return end;
        }
        return null;
    }

    private static bool IsWithinWord(string text, int at) => at > 0 && at < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at]);

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"[\[(] ?\.{3,} ?[\])]|\.{3,}|\. \. \.", RegexOptions.CultureInvariant)]
    private static partial Regex Ellipses();
}
