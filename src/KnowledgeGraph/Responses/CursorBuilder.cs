using System.Buffers;
using System.Buffers.Text;

namespace KnowledgeGraph.Responses;

/// <summary>Builds the bytes of a cursor: <see cref="Cursor"/> describes them. One builder serves one cursor after another.</summary>
internal sealed class CursorBuilder
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public void Begin(uint tag) => Cursor.Start(_bytes, tag);

    /// <summary>Appends a value: UTF-8, escaped as in JSON; empty for no value.</summary>
    public void Append(ReadOnlySpan<byte> value) => Cursor.Append(_bytes, value);

    public void AppendNone() => Append([]);

    public void Append(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        Append(digits[..length]);
    }
}
