using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>Writes single values of a row into a response.</summary>
internal readonly ref struct ScalarWriter(IBufferWriter<byte> response)
{
    private static readonly long s_minTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long s_maxTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_cursor;

    private readonly IBufferWriter<byte> _response = response;

    /// <summary>Copies text, a number, a boolean or null.</summary>
    public void Copy(ref Utf8JsonReader row)
    {
        switch (row.TokenType)
        {
            case JsonTokenType.String:
                var text = Escaped(ref row);
                var span = _response.GetSpan(text.Length + 2);
                span[0] = (byte)'"';
                text.CopyTo(span[1..]);
                span[text.Length + 1] = (byte)'"';
                _response.Advance(text.Length + 2);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null: _response.Write(row.ValueSpan); break;
            default: throw new JsonException($"The row of Neo4j must have a single value, but has {row.TokenType}.");
        }
    }

    /// <summary>The text without quotes, escaped as the embedded store escapes it, so that both stores write the same bytes.</summary>
    private static ReadOnlySpan<byte> Escaped(ref Utf8JsonReader row)
    {
        var text = row.ValueSpan;
        var encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return !row.ValueIsEscaped && (!text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || encoder.FindFirstCharacterToEncodeUtf8(text) < 0)
            ? text : JsonEncodedText.Encode(row.GetString()!, encoder).EncodedUtf8Bytes;
    }

    public void WriteNumber(double number)
    {
        var span = _response.GetSpan(32);
        Utf8Formatter.TryFormat(number, span, out var written);
        _response.Advance(written);
    }

    /// <summary>Writes Unix milliseconds as a time.</summary>
    /// <exception cref="StoredValueException">The value is no time that a response can have.</exception>
    public void WriteTime(ref Utf8JsonReader row)
    {
        if (row.TokenType != JsonTokenType.Number || !row.TryGetInt64(out var milliseconds) || milliseconds < s_minTime || milliseconds > s_maxTime)
            throw new StoredValueException();
        var span = _response.GetSpan(32);
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(
            span, out var written, "'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        _response.Advance(written);
    }

    /// <summary>Writes the list of a cursor's values as a cursor.</summary>
    /// <param name="row">At the start of the list, and then at its end.</param>
    public void WriteCursor(ref Utf8JsonReader row, uint tag)
    {
        var cursor = t_cursor ??= new ArrayBufferWriter<byte>();
        Responses.Cursor.Start(cursor, tag);
        while (row.Read() && row.TokenType != JsonTokenType.EndArray)
            AppendValue(cursor, ref row);
        var span = _response.GetSpan(Base64Url.GetEncodedLength(cursor.WrittenCount) + 2);
        span[0] = (byte)'"';
        var written = Base64Url.EncodeToUtf8(cursor.WrittenSpan, span[1..]);
        span[written + 1] = (byte)'"';
        _response.Advance(written + 2);
    }

    /// <summary>Appends a value as a response has it, without quotes.</summary>
    private static void AppendValue(ArrayBufferWriter<byte> cursor, ref Utf8JsonReader row)
    {
        switch (row.TokenType)
        {
            case JsonTokenType.Null: Responses.Cursor.Append(cursor, default); break;
            case JsonTokenType.String: Responses.Cursor.Append(cursor, Escaped(ref row)); break;
            case JsonTokenType.Number when row.ValueSpan.IndexOfAny((byte)'.', (byte)'E', (byte)'e') >= 0:
                Span<byte> digits = stackalloc byte[32];
                Utf8Formatter.TryFormat(row.GetDouble(), digits, out var written);
                Responses.Cursor.Append(cursor, digits[..written]);
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False: Responses.Cursor.Append(cursor, row.ValueSpan); break;
            case JsonTokenType.StartArray or JsonTokenType.StartObject: throw new StoredValueException();
            default: throw new JsonException($"The row of Neo4j must have a value of a cursor, but has {row.TokenType}.");
        }
    }
}
