namespace KnowledgeGraph.Server.Exporting;

/// <summary>Passes what is written on to a stream that it does not close.</summary>
internal sealed class KeptOpen(Stream stream) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => stream.Write(buffer, offset, count);
    public override void Write(ReadOnlySpan<byte> buffer) => stream.Write(buffer);
    public override void Flush() => stream.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
