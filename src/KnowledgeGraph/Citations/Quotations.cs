namespace KnowledgeGraph.Citations;

/// <summary>
/// The quotations in a text, between double quotation marks of any style. Single ones are not read, because they are also apostrophes.
/// </summary>
internal static class Quotations
{
    /// <summary>Where quotations open and close. One that is not closed is left out.</summary>
    public static List<(int Open, int Close)> ClosedIn(string text) => [.. In(text).Where(q => q.Close < text.Length)];

    /// <summary>The quoted words. Those of a quotation that is not closed go to the end of the text.</summary>
    public static IEnumerable<string> WordsIn(string text) =>
        In(text).Select(q => text[(q.Open + 1)..q.Close]).Where(words => words.Any(char.IsLetterOrDigit));

    private static IEnumerable<(int Open, int Close)> In(string text)
    {
        for (var open = 0; open < text.Length; open++)
        {
            var closing = text[open] switch { '"' or '”' => "\"”", '“' => "”\"", '„' => "“”\"", '«' => "»", '»' => "«", _ => null };
            if (closing is null)
                continue;
            // Within “…”, straight marks are those of the text that is quoted.
            var close = closing.Select(c => text.IndexOf(c, open + 1)).FirstOrDefault(at => at >= 0, text.Length);
            yield return (open, close);
            open = close;
        }
    }
}
