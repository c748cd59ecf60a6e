using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace KnowledgeGraph.Server.Importing;

/// <summary>A text with columns in braces, such as <c>objective:{Code}</c>.</summary>
/// <param name="Columns">Its columns, in the order in which it has them.</param>
internal sealed partial record CsvTemplate(string Text, ImmutableArray<string> Columns)
{
    public static CsvTemplate Of(string text) => new(text, [.. Column().Matches(text).Select(m => m.Groups[1].Value.Trim())]);

    /// <summary>A column alone.</summary>
    public static CsvTemplate OfColumn(string column) => new($"{{{column}}}", [column]);

    /// <summary>The text of a row; null if one of the cells is empty.</summary>
    public string? Fill(Func<string, string> cell)
    {
        var (text, end) = (new StringBuilder(), 0);
        foreach (Match match in Column().Matches(Text))
        {
            if (cell(match.Groups[1].Value.Trim()) is not { Length: > 0 } value)
                return null;
            text.Append(Text, end, match.Index - end).Append(value);
            end = match.Index + match.Length;
        }
        return text.Append(Text, end, Text.Length - end).ToString();
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Column();
}
