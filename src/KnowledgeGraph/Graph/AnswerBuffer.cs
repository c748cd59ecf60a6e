using System.Buffers;

namespace KnowledgeGraph.Graph;

/// <summary>The bytes of an answer in the making, in memory that is used again for the next answer.</summary>
public sealed class AnswerBuffer : IDisposable
{
    /// <summary>Most answers fit: what outgrows it is copied.</summary>
    private const int FirstSize = 128 * 1024;

    internal byte[] Bytes = ArrayPool<byte>.Shared.Rent(FirstSize);

    /// <summary>How many bytes are written.</summary>
    public int Length { get; internal set; }
    public ReadOnlyMemory<byte> Written => Bytes.AsMemory(0, Length);

    internal void Grow(int used, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Bytes.Length * 2));
        Bytes.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);
}
