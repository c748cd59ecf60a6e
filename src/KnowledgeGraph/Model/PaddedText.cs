using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>UTF-8 text ready to be copied into an answer, with room behind it: a copy may always take whole blocks.</summary>
public sealed class PaddedText
{
    /// <summary>This many bytes from the start can be read, however short the text.</summary>
    public const int Padding = 64;

    public static readonly PaddedText Empty = new("");

    public PaddedText(string text)
    {
        Length = Encoding.UTF8.GetByteCount(text);
        Bytes = new byte[Length + Padding];
        Encoding.UTF8.GetBytes(text, Bytes);
    }

    /// <summary>The text and what is behind it.</summary>
    internal byte[] Bytes { get; }
    public int Length { get; }
    public ReadOnlySpan<byte> Span => Bytes.AsSpan(0, Length);
    public override string ToString() => Encoding.UTF8.GetString(Span);
}
