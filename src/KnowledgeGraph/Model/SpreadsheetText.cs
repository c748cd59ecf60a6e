namespace KnowledgeGraph.Model;

/// <summary>
/// Text in a cell of CSV. A spreadsheet would run one that begins with =, +, -, @, a tab or a carriage return as a formula, so an apostrophe stands before
/// it. One that has apostrophes there already gets one more, so that none is lost when the cell is read again.
/// </summary>
public static class SpreadsheetText
{
    public static string Guard(string text) => MayBeFormula(text) ? "'" + text : text;

    /// <summary>The text that was guarded.</summary>
    public static string Unguard(string cell) => cell is ['\'', ..] && MayBeFormula(cell) ? cell[1..] : cell;

    private static bool MayBeFormula(string text) => text.AsSpan().TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..];
}
