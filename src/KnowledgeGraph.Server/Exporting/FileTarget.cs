using System.IO.Compression;
using ZstdSharp;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>
/// Files that appear complete or not at all: they are written beside their place, flushed to the disk, and then renamed. What is not committed is deleted.
/// </summary>
internal sealed class FileTarget : ExportTarget, IDisposable
{
    private readonly string _place;
    private readonly bool _isFolder;
    /// <summary>The folder that becomes the place, or null if it is a file.</summary>
    private readonly string? _folder;
    private readonly List<(string Temporary, string Final)> _files = [];

    /// <param name="place">A file, which is replaced if it exists, or a new or empty folder.</param>
    public FileTarget(string place, bool isFolder)
    {
        (_place, _isFolder) = (Path.GetFullPath(Path.TrimEndingDirectorySeparator(place)), isFolder);
        if (isFolder)
            _folder = Directory.CreateDirectory(TemporaryOf(_place)).FullName;
    }

    public override bool IsAlone => false;

    /// <summary>The number of files.</summary>
    public int Count => _files.Count;

    /// <summary>Whether a file with this name is compressed.</summary>
    public static bool IsCompressed(string name) => Path.GetExtension(name).ToUpperInvariant() is ".GZ" or ".ZST";

    public override Stream Create(string name)
    {
        var final = _isFolder ? Path.Combine(_folder!, name) : _files.Count == 0 ? _place : Path.Combine(Path.GetDirectoryName(_place)!, name);
        var temporary = _isFolder ? final : TemporaryOf(final);
        var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16);
        _files.Add((temporary, final));
        return Path.GetExtension(final).ToUpperInvariant() switch
        {
            ".GZ" => new GZipStream(file, CompressionLevel.Optimal),
            ".ZST" => new CompressionStream(file, leaveOpen: false),
            _ => file,
        };
    }

    /// <summary>Puts the files into their place.</summary>
    public void Commit()
    {
        foreach (var (temporary, _) in _files)
            using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
                RandomAccess.FlushToDisk(file);
        if (_folder is not null)
        {
            if (Directory.Exists(_place))
                Directory.Delete(_place);
            Directory.Move(_folder, _place);
        }
        else
            // The first file comes last, so that what it refers to is there.
            foreach (var (temporary, final) in _files.AsEnumerable().Reverse())
                File.Move(temporary, final, overwrite: true);
    }

    public void Dispose()
    {
        if (_folder is not null && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        if (_folder is null)
            foreach (var (temporary, _) in _files)
                File.Delete(temporary);
    }

    private static string TemporaryOf(string place) => Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.{Path.GetRandomFileName()}");
}
