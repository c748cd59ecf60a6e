using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Reads a JSON Lines file.</summary>
/// <inheritdoc cref="JsonRecords"/>
internal sealed class JsonLinesReader(GraphModel model, ImportFile file, Func<string, IReadOnlySet<string>?>? fieldsOf = null) : IRecordReader
{
    /// <summary>The maximum length of a line in bytes.</summary>
    public const int MaxLine = 4 << 20;

    public string File => file.Name;

    public FileState State { get; private set; }

    public IEnumerable<ImportRecord> Read(ImportErrors errors, ImportProgress progress)
    {
        progress.Start();
        using var stream = file.OpenRead();
        var (lines, records) = (new LineReader(stream, MaxLine), new JsonRecords(model, file.Name, errors, fieldsOf));
        while (lines.Next(out var line))
        {
            progress.Report(stream.ReadOfFile);
            if (line.Span.Trim(" \t"u8).IsEmpty || errors.Has(lines.Number))
                continue;
            if (lines.IsTooLong)
                errors.Add(lines.Number, new(file.Name, lines.Number, 1), $"The line must have at most {MaxLine >> 20} MiB. Put longer texts elsewhere.");
            else if (records.Read(line.Span, lines.Number) is { } record)
                yield return record;
        }
        State = new(stream.Hash, lines.Number);
    }
}
