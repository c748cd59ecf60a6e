using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Citations;

/// <summary>
/// Splits a text into its sentences. A sentence ends with a full stop, a question mark or an exclamation mark, and with the marks after it. It does not end
/// after an abbreviation, within a quotation, or before a small letter. Paragraphs, headings and items of lists end a sentence too.
/// </summary>
internal static partial class SentenceReader
{
    private const int MaxAbbreviation = 16;

    private static readonly FrozenSet<string> s_abbreviations = FrozenSet.ToFrozenSet(
    [
        "adm", "approx", "apr", "aug", "ave", "capt", "cf", "cmdr", "co", "col", "corp", "dec", "dept", "dr", "etc", "feb", "fig", "fr", "ft", "gen", "gov", "hon", "inc",
        "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs", "mr", "mrs", "ms", "mt", "nov", "oct", "pres", "prof", "rep", "rev", "sec", "sen", "sep", "sept",
        "sgt", "sr", "sra", "st", "vol", "vs",
    ], StringComparer.OrdinalIgnoreCase);

    /// <summary>Abbreviations of what has a number.</summary>
    private static readonly FrozenSet<string> s_numbered = FrozenSet.ToFrozenSet(["art", "no", "nos", "núm", "p", "para", "pp", "res"], StringComparer.OrdinalIgnoreCase);

    public static ImmutableArray<Sentence> Read(string text)
    {
        var sentences = new List<Sentence>();
        foreach (var block in Blocks(text))
            foreach (var piece in Split(block))
            {
                var (words, marks) = (Marks.Without(piece).Trim(), Marks.NumbersIn(piece));
                if (words.Any(char.IsLetterOrDigit))
                    sentences.Add(new Sentence(piece, words, marks));
                else if (sentences is [.., var last] && !marks.IsEmpty)
                    sentences[^1] = last with { Text = $"{last.Text} {piece}", Marks = [.. last.Marks.Union(marks)] };
            }
        return [.. sentences];
    }

    /// <summary>The paragraphs, headings and items, each on one line and without its sign.</summary>
    private static IEnumerable<string> Blocks(string text)
    {
        var lines = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var begin = Begin().Match(line);
            if (lines.Count > 0 && (begin.Success || string.IsNullOrWhiteSpace(line)))
            {
                yield return string.Join(' ', lines);
                lines.Clear();
            }
            if (Blanks().Replace(line[begin.Length..], " ").Trim() is { Length: > 0 } rest)
                lines.Add(rest);
        }
        if (lines.Count > 0)
            yield return string.Join(' ', lines);
    }

    private static IEnumerable<string> Split(string block)
    {
        var (marks, closings) = (Marks.In(block).ToDictionary(m => m.Index, m => m.Index + m.Length), new int[block.Length]);
        foreach (var (open, close) in Quotations.ClosedIn(block))
            closings.AsSpan(open, close - open).Fill(close);
        var start = 0;
        for (var at = 0; at < block.Length; at++)
        {
            if (marks.TryGetValue(at, out var after))
                at = after - 1;
            else if (block[at] is '.' or '!' or '?' or '…' && EndAt(block, at, marks, closings[at]) is { } end)
            {
                yield return block[start..end].Trim();
                (start, at) = (end, end - 1);
            }
        }
        if (block[start..].Trim() is { Length: > 0 } rest)
            yield return rest;
    }

    /// <summary>The end of the sentence that ends with the stop at this place; null if it does not end there.</summary>
    /// <param name="closing">Where the quotation around the stop closes; 0 if there is none.</param>
    private static int? EndAt(string block, int stop, Dictionary<int, int> marks, int closing)
    {
        var end = stop + 1;
        while (end < block.Length && block[end] is '.' or '!' or '?' or '…')
            end++;
        var isOneStop = end == stop + 1 && block[stop] == '.';
        if (closing > 0)
        {
            if (closing != end)
                return null;
            end++;
        }
        while (end < block.Length && block[end] is ')' or '\'' or '’' or '*' or '_')
            end++;
        var (next, isMarked) = (SkipBlanks(block, end), false);
        while (marks.TryGetValue(next, out var after))
            (end, next, isMarked) = (after, SkipBlanks(block, after), true);
        if (next == block.Length)
            return end;
        if ((next == end && !isMarked) || char.IsLower(block[next]) || block[next] is ',' or ';' or ':')
            return null;
        // Nobody puts a mark between an abbreviation and what belongs to it.
        return isOneStop && !isMarked && IsAbbreviation(block, stop, isBeforeNumber: char.IsAsciiDigit(block[next])) ? null : end;
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>Whether the word before a stop is abbreviated: <c>U.S.</c>, <c>J.</c>, <c>Gen.</c>, <c>No.</c> before a number.</summary>
    private static bool IsAbbreviation(string block, int stop, bool isBeforeNumber)
    {
        var start = stop;
        while (start > 0 && stop - start < MaxAbbreviation && (char.IsLetter(block[start - 1]) || block[start - 1] == '.'))
            start--;
        var word = block[start..stop];
        return Initials().IsMatch(word) || s_abbreviations.Contains(word) || (isBeforeNumber && s_numbered.Contains(word));
    }

    [GeneratedRegex(@"^\s*([-*+•>|]|#{1,6}|[0-9]{1,3}[.)])\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Begin();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(\p{L}\.)*\p{L}$", RegexOptions.CultureInvariant)]
    private static partial Regex Initials();
}
