using System.IO.Hashing;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Computes the hash of what is read from a stream.</summary>
internal sealed class HashingStream(Stream source) : Stream
{
    private readonly XxHash128 _hash = new();

    /// <summary>The hash of what was read.</summary>
    public UInt128 Hash => _hash.GetCurrentHashAsUInt128();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = source.Read(buffer);
        _hash.Append(buffer[..count]);
        return count;
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
