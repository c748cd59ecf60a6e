using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace KnowledgeGraph.Responses;

/// <summary>
/// A place in an order: the values by which the order goes, of the edge that stands there. So it stays where it is while others come
/// and go. A client sees it as base64url (RFC 4648) of a mark, the order's tag, then each value with its length before it.
/// </summary>
public sealed class Cursor
{
    /// <summary>No cursor that was given out is longer than names and ids allow.</summary>
    private const int LongestText = 64 * 1024;

    private const byte Mark = (byte)'k';

    private Cursor(uint order, byte[][] values) => (Order, Values) = (order, values);

    /// <summary>The tag of the order to which it belongs.</summary>
    public uint Order { get; }

    /// <summary>UTF-8, escaped as in JSON; empty for no value.</summary>
    public IReadOnlyList<byte[]> Values { get; }

    /// <summary>The tag of an order, by its description: FNV-1a, 32 bits (the same in every process).</summary>
    public static uint Tag(string order)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(order))
            hash = (hash ^ b) * 16777619;
        return hash;
    }

    /// <returns>Null for text that is no cursor.</returns>
    public static Cursor? Parse(string text)
    {
        if (text.Length is 0 or > LongestText || !Base64Url.IsValid(text))
            return null;
        ReadOnlySpan<byte> bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < 5 || bytes[0] != Mark)
            return null;
        var order = BitConverter.ToUInt32(bytes[1..]);
        bytes = bytes[5..];
        var parts = new List<byte[]>();
        while (!bytes.IsEmpty)
        {
            if (!TryReadLength(ref bytes, out var length) || length > bytes.Length || !IsText(bytes[..length]))
                return null;
            parts.Add(bytes[..length].ToArray());
            bytes = bytes[length..];
        }
        return new Cursor(order, [.. parts]);
    }

    /// <summary>Whether it can stand between the quotes of a JSON string: what a client made up need not.</summary>
    private static bool IsText(ReadOnlySpan<byte> value)
    {
        if (value.IndexOfAny((byte)'"', (byte)'\\') < 0)
            return value.IndexOfAnyInRange((byte)0, (byte)0x1f) < 0 && Utf8.IsValid(value);
        try
        {
            var reader = new Utf8JsonReader([(byte)'"', .. value, (byte)'"']);
            return reader.Read() && reader.GetString() is not null && reader.BytesConsumed == value.Length + 2;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool TryReadLength(ref ReadOnlySpan<byte> bytes, out int length)
    {
        length = 0;
        for (var shift = 0; shift < 21 && !bytes.IsEmpty; shift += 7)
        {
            var b = bytes[0];
            bytes = bytes[1..];
            length |= (b & 0x7f) << shift;
            if (b < 0x80)
                return true;
        }
        return false;
    }

    /// <summary>Begins the bytes of a cursor.</summary>
    public static void Start(ArrayBufferWriter<byte> bytes, uint tag)
    {
        bytes.ResetWrittenCount();
        var span = bytes.GetSpan(5);
        span[0] = Mark;
        BitConverter.TryWriteBytes(span[1..], tag);
        bytes.Advance(5);
    }

    /// <summary>Adds a value to the bytes of a cursor.</summary>
    public static void Append(ArrayBufferWriter<byte> bytes, ReadOnlySpan<byte> value)
    {
        var span = bytes.GetSpan(value.Length + 4);
        var at = 0;
        var length = value.Length;
        for (; length >= 0x80; length >>= 7)
            span[at++] = (byte)(length | 0x80);
        span[at++] = (byte)length;
        value.CopyTo(span[at..]);
        bytes.Advance(at + value.Length);
    }
}
