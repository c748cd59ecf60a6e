using System.Text.Json;
using CsvHelper;

namespace KnowledgeGraph.Server.Questions;

/// <summary>Writes an answer as CSV (RFC 4180) in UTF-8: one table with a header, and lines that end with CRLF.</summary>
internal static class AnswerCsv
{
    public static ReadOnlyMemory<byte> Write(AnswerColumns columns, JsonElement data)
    {
        var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, new CsvWriterOptions { WriteByteOrderMark = false }, leaveOpen: true))
        {
            foreach (var name in columns.Header)
                csv.WriteField(name);
            csv.EndRecord();
            foreach (var row in AnswerRows.Of(columns, data))
            {
                if (columns.HasListColumn)
                    csv.WriteField(NameOf(columns, row));
                foreach (var cell in row.Cells)
                    csv.WriteField(cell);
                csv.EndRecord();
            }
        }
        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }

    /// <summary>What the column <c>list</c> says of a row; nothing if the row comes from no list.</summary>
    public static string NameOf(AnswerColumns columns, AnswerRow row) => row.List < 0 ? "" : columns.ListNames[row.List];
}
