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

    /// <summary>What no encoder escapes.</summary>
    private static readonly SearchValues<byte> s_plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (byte)c).Except("\"\\"u8.ToArray())]);

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_cursor;

    private readonly IBufferWriter<byte> _response = response;

    /// <summary>Copies text, a number, a boolean or null.</summary>
    public void Copy<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        switch (row.Token)
        {
            case RowToken.Text:
                var text = Escaped(row.Text);
                var span = _response.GetSpan(text.Length + 2);
                span[0] = (byte)'"';
                text.CopyTo(span[1..]);
                span[text.Length + 1] = (byte)'"';
                _response.Advance(text.Length + 2);
                break;
            case RowToken.Number: _response.Advance(row.WriteNumber(_response.GetSpan(IRowReader.MaxDigits))); break;
            case RowToken.True: _response.Write("true"u8); break;
            case RowToken.False: _response.Write("false"u8); break;
            case RowToken.Null: _response.Write("null"u8); break;
            default: throw row.Unexpected("a single value");
        }
    }

    /// <summary>The text without quotes, escaped as the embedded store escapes it, so that both stores write the same bytes.</summary>
    private static ReadOnlySpan<byte> Escaped(ReadOnlySpan<byte> text)
    {
        if (!text.ContainsAnyExcept(s_plain))
            return text;
        var encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return encoder.FindFirstCharacterToEncodeUtf8(text) < 0 ? text : JsonEncodedText.Encode(text, encoder).EncodedUtf8Bytes;
    }

    public void WriteNumber(double number)
    {
        var span = _response.GetSpan(32);
        Utf8Formatter.TryFormat(number, span, out var written);
        _response.Advance(written);
    }

    /// <summary>Writes Unix milliseconds as a time.</summary>
    /// <exception cref="StoredValueException">The value is no time that a response can have.</exception>
    public void WriteTime<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        if (row.Token != RowToken.Number || !row.TryGetInt64(out var milliseconds) || milliseconds < s_minTime || milliseconds > s_maxTime)
            throw new StoredValueException();
        var span = _response.GetSpan(32);
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(
            span, out var written, "'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        _response.Advance(written);
    }

    /// <summary>Writes the list of a cursor's values as a cursor.</summary>
    /// <param name="row">At the start of the list, and then at its end.</param>
    public void WriteCursor<TRow>(ref TRow row, uint tag)
        where TRow : struct, IRowReader, allows ref struct
    {
        var cursor = t_cursor ??= new ArrayBufferWriter<byte>();
        Responses.Cursor.Start(cursor, tag);
        while (row.Read() && row.Token != RowToken.EndList)
            AppendValue(cursor, ref row);
        var span = _response.GetSpan(Base64Url.GetEncodedLength(cursor.WrittenCount) + 2);
        span[0] = (byte)'"';
        var written = Base64Url.EncodeToUtf8(cursor.WrittenSpan, span[1..]);
        span[written + 1] = (byte)'"';
        _response.Advance(written + 2);
    }

    /// <summary>Appends a value as a response has it, without quotes.</summary>
    private static void AppendValue<TRow>(ArrayBufferWriter<byte> cursor, ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        Span<byte> digits = stackalloc byte[IRowReader.MaxDigits];
        switch (row.Token)
        {
            case RowToken.Null: Responses.Cursor.Append(cursor, default); break;
            case RowToken.Text: Responses.Cursor.Append(cursor, Escaped(row.Text)); break;
            case RowToken.Number when row.TryGetInt64(out _): Responses.Cursor.Append(cursor, digits[..row.WriteNumber(digits)]); break;
            case RowToken.Number:
                Utf8Formatter.TryFormat(row.Double, digits, out var written);
                Responses.Cursor.Append(cursor, digits[..written]);
                break;
            case RowToken.True: Responses.Cursor.Append(cursor, "true"u8); break;
            case RowToken.False: Responses.Cursor.Append(cursor, "false"u8); break;
            case RowToken.StartList or RowToken.StartMap: throw new StoredValueException();
            default: throw row.Unexpected("a value of a cursor");
        }
    }
}
