using System.Text;

namespace KnowledgeGraph.Model;

/// <summary>UTF-8 text ready to be copied into an answer, with room behind it: a copy may always take whole blocks.</summary>
public sealed class PaddedText
{
    /// <summary>This many bytes from the start can be read, however short the text.</summary>
    public const int Padding = 32;

    public static readonly PaddedText Empty = new("");

    private readonly byte[] _bytes;

    public PaddedText(string text)
    {
        Length = Encoding.UTF8.GetByteCount(text);
        _bytes = new byte[Length + Padding];
        Encoding.UTF8.GetBytes(text, _bytes);
    }

    public int Length { get; }
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);
    public override string ToString() => Encoding.UTF8.GetString(Span);
}
