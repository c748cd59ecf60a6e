using System.Collections.Immutable;
using System.IO.Hashing;
using CsvHelper;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Reads a CSV file with a mapping. Without one, the name of the file is the type and its columns are the fields, as an export writes them.</summary>
internal sealed class CsvRecordReader : IRecordReader
{
    private readonly ImportFile _file;
    private readonly CsvMapping _mapping;
    private readonly UInt128 _mappingHash;

    public CsvRecordReader(GraphModel model, ImportFile file, string? mapping)
    {
        _file = file;
        var columns = ReadHeader();
        if (mapping is not null)
        {
            var text = System.IO.File.ReadAllBytes(mapping);
            (_mapping, _mappingHash) = (MappingReader.Read(model, mapping, text), XxHash128.HashToUInt128(text));
        }
        else
            _mapping = CsvMapping.OfExport(model, Path.GetFileNameWithoutExtension(file.PlainName), columns)
                ?? throw new ImportException($"{file.Name}: The name of the file is not a type, so the columns need a mapping. Give one with --mapping.");
        CheckColumns(columns);
    }

    public string File => _file.Name;

    public FileState State { get; private set; }

    private ImmutableArray<string> ReadHeader()
    {
        using var stream = _file.OpenRead();
        using var csv = CsvReader.Create(stream, Options(null));
        csv.ReadHeader();
        return [.. csv.Headers];
    }

    private void CheckColumns(ImmutableArray<string> columns)
    {
        var errors = new List<ChangeError>();
        foreach (var field in _mapping.Fields)
            foreach (var column in field.Template.Columns.Where(c => !columns.Contains(c)))
                errors.Add(new(ChangeErrorCode.UnknownName, field.Location, $"{File} has no column `{column}`. {Nearest.Suggest(column, columns)}"));
        if (_mapping.IsExport)
            foreach (var field in _mapping.Fields.Where(f => f.Property is null && !CsvMapping.FieldsOf(_mapping.Node).Contains(f.Name)))
                errors.Add(new(ChangeErrorCode.UnknownName, new FileLocation(File, 1, 1), $"{_mapping.TypeName}: The field `{field.Name}` is unknown. {Nearest.Suggest(field.Name, [.. CsvMapping.FieldsOf(_mapping.Node), .. (_mapping.Node?.Properties ?? _mapping.Relationship!.Properties).Select(p => p.Name)])}"));
        if (errors.Count > 0)
            throw new ChangeRefusedException(errors);
    }

    private static CsvReaderOptions Options(Action<CsvMalformedRecord>? onMalformed) => new() { TrackLineNumbers = true, MaxRecordSize = JsonLinesReader.MaxLine, OnMalformedRecord = onMalformed };

    public IEnumerable<ImportRecord> Read(ImportErrors errors, ImportProgress progress)
    {
        progress.Start();
        using var stream = _file.OpenRead();
        var last = 1;
        using var csv = CsvReader.Create(stream, Options(wrong => Report(errors, (int)wrong.LineNumber, Reason(wrong.Reason))));
        while (Next(csv, errors, last))
        {
            progress.Report(stream.ReadOfFile);
            last = (int)csv.LineNumber;
            if (!errors.Has(last) && Read(csv, errors) is { } record)
                yield return record;
        }
        State = new(stream.Hash ^ _mappingHash, last);
    }

    private bool Next(CsvReader csv, ImportErrors errors, int last)
    {
        try
        {
            return csv.Read();
        }
        catch (CsvFormatException)
        {
            Report(errors, last + 1, $"The row must have at most {JsonLinesReader.MaxLine >> 20} MiB. A quotation mark may be missing.");
            return false;
        }
    }

    private void Report(ImportErrors errors, int line, string message)
    {
        if (!errors.Has(line))
            errors.Add(line, new(File, line, 1), message);
    }

    private static string Reason(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "A cell has a quotation mark, but does not begin with one. Put the cell in quotation marks, and double those within it.",
        CsvMalformedReason.TextAfterClosingQuote => "A cell has text after its closing quotation mark. Double the quotation marks within a cell.",
        CsvMalformedReason.UnterminatedQuote => "A cell begins with a quotation mark that is not closed. Close it.",
        _ => $"The row is not CSV: {reason}.",
    };

    private ImportRecord? Read(CsvReader csv, ImportErrors errors)
    {
        var line = new CsvLine(File, (int)csv.LineNumber, csv.RawRecord.ToArray(), csv.Separator, ColumnOf(csv));
        if (csv.FieldCount != csv.Headers.Count)
        {
            errors.Add(line.Line, line.Locate(null), $"The row must have {csv.Headers.Count} cells like the header, but has {csv.FieldCount}.");
            return null;
        }
        var values = new RecordValues(line, _mapping.TypeName, errors) { Fields = _mapping.IsExport ? null : _mapping.Fields.Select(f => f.Name).ToHashSet() };
        foreach (var field in _mapping.Fields)
            if (field.Template.Fill(column => Cell(csv, column, field)) is { } text && Mistake(field, text, values) is { } mistake)
                values.Fail(line.Locate(field.Name), mistake);
        return _mapping.Node is { } node ? values.ToNode(node) : values.ToRelationship(_mapping.Relationship!);
    }

    private string Cell(CsvReader csv, string column, CsvField field)
    {
        var text = csv.GetString(column);
        return _mapping.IsExport && field.Property?.Type.IsNumber is not true ? SpreadsheetText.Unguard(text) : text;
    }

    private Func<string, int> ColumnOf(CsvReader csv)
    {
        ImmutableArray<string> columns = [.. csv.Headers];
        return field => _mapping.Fields.FirstOrDefault(f => f.Name == field) is { Template.Columns: [var first, ..] } ? columns.IndexOf(first) : -1;
    }

    private string? Mistake(CsvField field, string text, RecordValues values)
    {
        if (field.Name == RecordLine.Claims)
            return values.SetClaims(Items(text));
        if (field.Property is not { } property)
            return values.Set(field.Name, text);
        object? value = property.IsList ? Items(text) : property.Type.Parse(text);
        return value is null ? $"`{property.Name}` must be {PropertyRules.Expected(property)}, but was {ChangeSetValidator.Show(text)}." : values.Set(property, value);
    }

    private ImmutableArray<string> Items(string text) => [.. text.Split(_mapping.Separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
