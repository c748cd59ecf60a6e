using System.IO.Compression;
using System.Text;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>Where the files of an export go. A file is written before the next one is created.</summary>
internal abstract class ExportTarget
{
    /// <summary>Text is UTF-8. Only CSV has a byte order mark, without which spreadsheets take it for another encoding.</summary>
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether there is no place beside the one file of a format.</summary>
    public abstract bool IsAlone { get; }

    /// <summary>Creates a file.</summary>
    /// <param name="name">Its name in a folder. The first file of a format that is no folder gets the name that was asked for.</param>
    public abstract Stream Create(string name);

    public StreamWriter CreateText(string name) => new(Create(name), s_utf8, bufferSize: 1 << 16);
}

/// <summary>One stream for the one file of a format. It stays open.</summary>
internal sealed class StreamTarget(Stream stream) : ExportTarget
{
    public override bool IsAlone => true;

    public override Stream Create(string name) => new BufferedStream(new KeptOpen(stream), 1 << 16);
}

/// <summary>A zip in a stream. The same graph gives the same bytes, so its entries have the time of the last commit.</summary>
internal sealed class ZipTarget(Stream stream, DateTimeOffset? at) : ExportTarget, IDisposable
{
    /// <summary>The first day that a zip can name.</summary>
    private static readonly DateTimeOffset s_first = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    public override bool IsAlone => false;

    public override Stream Create(string name)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = at ?? s_first;
        return entry.Open();
    }

    public void Dispose() => _zip.Dispose();
}
