using System.Buffers;

namespace KnowledgeGraph.Server.Http;

/// <summary>A request's body in pooled memory.</summary>
internal readonly struct Body : IDisposable
{
    private readonly byte[] _bytes;

    public Body(in ReadOnlySequence<byte> bytes)
    {
        _bytes = ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        bytes.CopyTo(_bytes);
        Memory = _bytes.AsMemory(0, (int)bytes.Length);
    }

    public ReadOnlyMemory<byte> Memory { get; }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
