using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace KnowledgeGraph.Server.Importing;

/// <summary>The content of a file without its compression, read from beginning to end. It knows the hash of what was read.</summary>
internal sealed class ImportStream : Stream
{
    private readonly string _name;
    private readonly FileStream _file;
    private readonly Stream _content;
    private readonly XxHash128 _hash = new();
    private long _length;

    /// <param name="name">How messages name the file.</param>
    /// <param name="compression">The extension of its name, if that names a compression.</param>
    public ImportStream(string name, string path, string? compression)
    {
        _name = name;
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        _content = compression switch
        {
            ".gz" => new GZipStream(_file, CompressionMode.Decompress),
            ".zst" => new ZstdSharp.DecompressionStream(_file, leaveOpen: false),
            _ => _file,
        };
    }

    /// <summary>The hash of what was read.</summary>
    public UInt128 Hash => _hash.GetCurrentHashAsUInt128();

    /// <summary>How many bytes of the file itself were read.</summary>
    public long ReadOfFile => _file.Position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _content.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or ZstdSharp.ZstdException or EndOfStreamException)
        {
            throw new ImportException($"{_name}: The file is damaged, or it is not compressed as its name says. Compress it again.");
        }
        _hash.Append(buffer[..count]);
        _length += count;
        if (count == 0 && buffer.Length > 0 && _content is GZipStream)
            CheckEnd();
        return count;
    }

    /// <summary>GZipStream takes a file that is cut off for one that has ended. The last bytes of a whole file are its length.</summary>
    private void CheckEnd()
    {
        Span<byte> end = stackalloc byte[4];
        if (_file.Length >= end.Length)
        {
            _file.Position = _file.Length - end.Length;
            _file.ReadExactly(end);
        }
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != unchecked((uint)_length))
            throw new ImportException($"{_name}: The file is cut off, or was compressed in several parts. Compress it again, as a whole.");
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _content.Dispose();
        base.Dispose(disposing);
    }
}
