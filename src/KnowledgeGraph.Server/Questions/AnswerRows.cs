using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Questions;

/// <summary>
/// Reads the rows of an answer: one for each list entry in which there is no entry of a further list. It repeats the values of the entries that enclose it.
/// Lists side by side follow one another.
/// </summary>
internal sealed class AnswerRows
{
    private const string Separator = "; ";

    private readonly List<AnswerRow> _rows = [];

    public static List<AnswerRow> Of(AnswerColumns columns, JsonElement data)
    {
        var rows = new AnswerRows();
        var cells = new string[columns.Count];
        Array.Fill(cells, "");
        rows.AddEntry(columns.Root, data, cells);
        return rows._rows;
    }

    /// <param name="list">The list that the entry is in.</param>
    /// <param name="enclosing">The cells of the entries that enclose it.</param>
    private void AddEntry(AnswerPart.Items list, JsonElement entry, string[] enclosing)
    {
        var (cells, lists, before) = ((string[])enclosing.Clone(), new List<(AnswerPart.Items, JsonElement)>(), _rows.Count);
        Fill(list.Parts, entry, cells, lists);
        foreach (var (inner, items) in lists)
            AddEntries(inner, items, cells);
        if (_rows.Count == before && cells.Any(c => c.Length > 0))
            _rows.Add(new AnswerRow(list.List, cells));
    }

    private void AddEntries(AnswerPart.Items list, JsonElement items, string[] cells)
    {
        foreach (var item in items.EnumerateArray())
            if (item.ValueKind == JsonValueKind.Array)
                AddEntries(list, item, cells);
            else if (item.ValueKind == JsonValueKind.Object)
                AddEntry(list, item, cells);
    }

    private static void Fill(ImmutableArray<AnswerPart> parts, JsonElement entry, string[] cells, List<(AnswerPart.Items, JsonElement)> lists)
    {
        foreach (var part in parts)
            if (entry.TryGetProperty(part.Key, out var value))
                switch (part)
                {
                    case AnswerPart.Value scalar:
                        cells[scalar.Column] = Text(value);
                        break;
                    case AnswerPart.Fields fields when value.ValueKind == JsonValueKind.Object:
                        Fill(fields.Parts, value, cells, lists);
                        break;
                    case AnswerPart.Items items when value.ValueKind == JsonValueKind.Array:
                        lists.Add((items, value));
                        break;
                }
    }

    /// <summary>The text of a cell. Text that a spreadsheet would run as a formula begins with an apostrophe.</summary>
    private static string Text(JsonElement value)
    {
        var text = Plain(value);
        return IsNumber(value) ? text : SpreadsheetText.Guard(text);
    }

    private static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 && IsNumber(value[0]));

    private static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(Separator, value.EnumerateArray().Select(Plain)),
        _ => value.GetRawText(),
    };
}
