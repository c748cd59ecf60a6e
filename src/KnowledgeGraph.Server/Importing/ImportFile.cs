namespace KnowledgeGraph.Server.Importing;

/// <summary>A file to import, which is read several times. Standard input is copied to a temporary file first.</summary>
internal sealed class ImportFile : IDisposable
{
    private const string StandardInput = "-";

    private readonly string _path;
    private readonly bool _isTemporary;

    private ImportFile(string name, string path, bool isTemporary) => (Name, _path, _isTemporary) = (name, path, isTemporary);

    /// <summary>How messages name it: as it was given.</summary>
    public string Name { get; }

    /// <summary>Its name without folder and without what its compression adds.</summary>
    public string PlainName => Path.GetFileName(Compression is null ? Name : Path.ChangeExtension(Name, null));

    /// <summary>The size of the file, from which the progress is known.</summary>
    public long Length => new FileInfo(_path).Length;

    private string? Compression => Path.GetExtension(Name).ToLowerInvariant() is var extension and (".gz" or ".zst") ? extension : null;

    /// <param name="name">The path of the file, or - for standard input.</param>
    /// <exception cref="ImportException">The file does not exist.</exception>
    public static async Task<ImportFile> Open(string name, Func<Stream> openInput, CancellationToken stop)
    {
        if (name != StandardInput)
            return File.Exists(name) ? new ImportFile(name, name, isTemporary: false) : throw new ImportException($"{name}: The file does not exist. Name a file, or - for standard input.");
        var spooled = new ImportFile(name, Path.GetTempFileName(), isTemporary: true);
        try
        {
            await using var file = File.OpenWrite(spooled._path);
            await using var input = openInput();
            await input.CopyToAsync(file, stop);
            return spooled;
        }
        catch
        {
            spooled.Dispose();
            throw;
        }
    }

    /// <summary>A temporary file that the caller writes. It is deleted with the object.</summary>
    /// <param name="name">How messages name it.</param>
    public static ImportFile Temporary(string name) => new(name, System.IO.Path.GetTempFileName(), isTemporary: true);

    /// <summary>Opens a temporary file to write it.</summary>
    public Stream OpenWrite() => File.OpenWrite(_path);

    public ImportStream OpenRead() => new(Name, _path, Compression);

    public void Dispose()
    {
        if (_isTemporary)
            File.Delete(_path);
    }
}
