using System.Buffers;

namespace KnowledgeGraph.Responses;

/// <summary>How many claims of the whole graph count for an operation, and how many do not.</summary>
public readonly record struct EvidenceCount(int Claims, int ClaimsLeftOut);

/// <summary>The bytes of a response while it is written. The memory is used again for the next response.</summary>
public sealed class ResponseBuffer : IBufferWriter<byte>, IDisposable
{
    /// <summary>Most responses fit. A larger one is copied when it grows.</summary>
    private const int FirstSize = 128 * 1024;

    internal byte[] Bytes = ArrayPool<byte>.Shared.Rent(FirstSize);

    private const int MaxNotes = 20;
    /// <summary>Null until there is a note, because most responses have none.</summary>
    private SortedSet<string>? _notes;

    public bool HasNotes => _notes is { Count: > 0 };

    /// <summary>What a person should know about the response: the first texts in alphabetical order, each once.</summary>
    public IEnumerable<string> Notes => _notes?.Take(MaxNotes) ?? [];

    public void AddNote(string text) => (_notes ??= new(StringComparer.Ordinal)).Add(text);

    /// <summary>Whether an id of the request names no node. It may have been merged into another one.</summary>
    public bool HasUnknownIds { get; set; }

    /// <summary>Forgets the response.</summary>
    public void Clear()
    {
        Length = 0;
        HasUnknownIds = false;
        _notes?.Clear();
    }

    /// <summary>The evidence that counted; null if all of it did.</summary>
    public EvidenceCount? Evidence { get; set; }

    /// <summary>The number of bytes written.</summary>
    public int Length { get; internal set; }
    public ReadOnlyMemory<byte> Written => Bytes.AsMemory(0, Length);

    /// <summary>Adds a field to the object of a complete response.</summary>
    /// <param name="field">The field, with the comma before it.</param>
    public void Add(ReadOnlySpan<byte> field)
    {
        if (Bytes.Length < Length + field.Length)
            Grow(Length, Length + field.Length);
        field.CopyTo(Bytes.AsSpan(Length - 1));
        Length += field.Length;
        Bytes[Length - 1] = (byte)'}';
    }

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (Bytes.Length - Length < Math.Max(1, sizeHint))
            Grow(Length, Length + Math.Max(1, sizeHint));
        return Bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    internal void Grow(int used, int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Bytes.Length * 2));
        Bytes.AsSpan(0, used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = larger;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(Bytes);
}
