using System.Text;
using CsvHelper;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Importing;

/// <summary>A row of CSV, which can have several lines. It is read again to find a place in it, because only errors need one.</summary>
/// <param name="separator">The character between its cells.</param>
/// <param name="columnOf">The position of the column that gives a field; -1 if there is none.</param>
internal sealed class CsvLine(string file, int line, byte[] text, char separator, Func<string, int> columnOf) : IRecordSource
{
    public int Line => line;

    public int Length => text.Length;

    public FileLocation Locate(string? field) => At(field is null ? -1 : columnOf(field));

    private FileLocation At(int column)
    {
        using var row = CsvReader.Create(text, new CsvReaderOptions { HasHeader = false, Separator = separator });
        if (column < 0 || !row.Read() || column >= row.FieldCount)
            return new(file, line, 1);
        var before = text.AsSpan(0, Enumerable.Range(0, column).Sum(i => row.GetRawSpan(i).Length + 1));
        return new(file, line + before.Count((byte)'\n'), Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1);
    }
}
