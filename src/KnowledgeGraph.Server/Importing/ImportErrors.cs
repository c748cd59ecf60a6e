using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Server.Importing;

/// <summary>The errors of a file, and with them the lines that are not imported.</summary>
internal sealed class ImportErrors(string file)
{
    /// <summary>The maximum number of errors. With more, it is most likely the wrong file.</summary>
    public const int Max = 100_000;

    private readonly Lock _lock = new();
    private readonly List<(FileLocation Location, string Message)> _all = [];
    private readonly HashSet<int> _lines = [];

    public int Count => _all.Count;

    /// <summary>The number of lines with errors.</summary>
    public int LineCount => _lines.Count;

    /// <summary>Whether a line has errors. The file is read on another thread than the one that checks it.</summary>
    public bool Has(int line)
    {
        lock (_lock)
            return _lines.Contains(line);
    }

    /// <summary>In the order of the file.</summary>
    public IEnumerable<(FileLocation Location, string Message)> All => _all.OrderBy(e => (e.Location.Line, e.Location.Column)).ThenBy(e => e.Message, StringComparer.Ordinal);

    /// <param name="record">The line of the record, which can have more lines.</param>
    /// <exception cref="ImportException">There are too many errors.</exception>
    public void Add(int record, FileLocation location, string message)
    {
        if (_all.Count == Max)
            throw new ImportException($"{file}: There are more than {Max} errors, the first at {All.First().Location}: {All.First().Message} Nothing was imported.");
        lock (_lock)
        {
            _all.Add((location, message));
            _lines.Add(record);
        }
    }
}
