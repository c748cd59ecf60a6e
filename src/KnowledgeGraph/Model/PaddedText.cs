using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>UTF-8 text that can be copied into a response, with padding after it, so that a copy can always use whole blocks.</summary>
public sealed class PaddedText
{
    /// <summary>The number of bytes that can always be read from the start, even of a short text.</summary>
    public const int Padding = 64;

    public static readonly PaddedText Empty = new("");

    public PaddedText(string text)
    {
        Length = Encoding.UTF8.GetByteCount(text);
        Bytes = new byte[Length + Padding];
        Encoding.UTF8.GetBytes(text, Bytes);
    }

    /// <summary>The text with its padding.</summary>
    internal byte[] Bytes { get; }
    public int Length { get; }
    public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);
    public override string ToString() => Encoding.UTF8.GetString(Span);
}
