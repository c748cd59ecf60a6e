using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Responses;

/// <summary>Writes JSON into a <see cref="ResponseBuffer"/>: keys, values, numbers, times. Every key brings the brace or comma before it.</summary>
internal sealed class ResponseWriter
{
    private const int MaxIntLength = 11;
    private const int MaxFloatLength = 32;
    private const int MaxTimeLength = 32;

    private ResponseBuffer _buffer = null!;

    /// <summary>The memory of the buffer.</summary>
    internal byte[] Bytes = [];
    /// <summary>The number of bytes written.</summary>
    internal int Length;

    public void Begin(ResponseBuffer buffer)
    {
        (_buffer, Bytes, Length) = (buffer, buffer.Bytes, 0);
        buffer.Clear();
    }

    /// <summary>Adds what a person should know about the response.</summary>
    public void Note(string text) => _buffer.AddNote(text);

    /// <summary>Hands what was written to the buffer.</summary>
    public void Complete() => _buffer.Length = Length;

    /// <summary>Lets go of the buffer.</summary>
    public void Release() => (_buffer, Bytes) = (null!, []);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Key(ResponseKey key)
    {
        var prefix = key.Prefix;
        Reserve(prefix.Length + PaddedText.Padding);
        Copy(ref MemoryMarshal.GetArrayDataReference(prefix.Bytes), prefix.Length);
    }

    /// <summary>Writes a key and its value; null for an empty value.</summary>
    public void Value(ResponseKey key, ReadOnlySpan<byte> json)
    {
        Key(key);
        Raw(json.IsEmpty ? "null"u8 : json);
    }

    /// <summary>
    /// Writes a key and a stored value. <see cref="PaddedText.Padding"/> bytes from the start of the value are readable, so that a short value is
    /// copied as one block.
    /// </summary>
    public void PaddedValue(ResponseKey key, ReadOnlySpan<byte> padded)
    {
        Key(key);
        if (padded.IsEmpty)
        {
            Raw("null"u8);
            return;
        }
        Reserve(padded.Length + PaddedText.Padding);
        Copy(ref MemoryMarshal.GetReference(padded), padded.Length);
    }

    public void Null(ResponseKey key) => Value(key, default);

    public void Standing(ResponseKey key, Standing standing) => Value(key, Standings.Type.Values[(int)standing].Json.Span);

    public void Boolean(ResponseKey key, bool value) => Value(key, value ? "true"u8 : "false"u8);

    public void Number(ResponseKey key, int number)
    {
        Key(key);
        Reserve(MaxIntLength);
        Utf8Formatter.TryFormat(number, Bytes.AsSpan(Length), out var written);
        Length += written;
    }

    /// <summary>Writes a key and a number; null for none.</summary>
    public void Number(ResponseKey key, double? number)
    {
        Key(key);
        if (number is not { } value)
        {
            Raw("null"u8);
            return;
        }
        Reserve(MaxFloatLength);
        Utf8Formatter.TryFormat(value, Bytes.AsSpan(Length), out var written);
        Length += written;
    }

    /// <summary>Writes a key and a text that needs no escapes, in quotes; null for an empty text.</summary>
    public void Text(ResponseKey key, ReadOnlySpan<byte> text)
    {
        Key(key);
        if (text.IsEmpty)
        {
            Raw("null"u8);
            return;
        }
        Byte((byte)'"');
        Raw(text);
        Byte((byte)'"');
    }

    /// <param name="milliseconds">Unix time.</param>
    public void Time(ResponseKey key, long milliseconds)
    {
        Key(key);
        Reserve(MaxTimeLength);
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(
            Bytes.AsSpan(Length), out var written, "'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>Writes a key and a cursor: base64url of its bytes, in quotes.</summary>
    public void Cursor(ResponseKey key, CursorBuilder cursor)
    {
        Key(key);
        var length = Base64Url.GetEncodedLength(cursor.Bytes.Length);
        Reserve(length + 2);
        Bytes[Length++] = (byte)'"';
        Length += Base64Url.EncodeToUtf8(cursor.Bytes, Bytes.AsSpan(Length));
        Bytes[Length++] = (byte)'"';
    }

    public void BeginList() => Byte((byte)'[');

    public void EndList() => Byte((byte)']');

    /// <summary>Writes the comma before every item but the first.</summary>
    public void Separate(bool isFirst)
    {
        if (!isFirst)
            Byte((byte)',');
    }

    /// <summary>Closes an object. Its first key opened it, so one without fields is opened here.</summary>
    public void EndObject(bool isEmpty) => Raw(isEmpty ? "{}"u8 : "}"u8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Byte(byte json)
    {
        if (Length == Bytes.Length)
            Grow(1);
        Bytes[Length++] = json;
    }

    public void Raw(ReadOnlySpan<byte> json)
    {
        Reserve(json.Length);
        json.CopyTo(Bytes.AsSpan(Length));
        Length += json.Length;
    }

    /// <summary>Makes room for so many bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Reserve(int count)
    {
        if (Bytes.Length - Length < count)
            Grow(count);
    }

    /// <summary>Copies padded text. There is room for it and its padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(ref byte padded, int length)
    {
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Bytes), Length);
        if (length <= PaddedText.Padding)
            Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<Vector512<byte>>(ref padded));
        else
            Unsafe.CopyBlockUnaligned(ref to, ref padded, (uint)length);
        Length += length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        _buffer.Grow(Length, Length + count);
        Bytes = _buffer.Bytes;
    }
}
