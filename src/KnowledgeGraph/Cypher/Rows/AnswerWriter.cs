using System.Buffers;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>Writes an answer while it reads a statement's row, token by token: neither is ever held as objects.</summary>
internal readonly ref struct AnswerWriter(BoundPlan bound, IBufferWriter<byte> answer)
{
    private readonly BoundPlan _bound = bound;
    private readonly IBufferWriter<byte> _answer = answer;

    /// <param name="row">Stands on the first token of the value, and then on its last.</param>
    public void Write(ref Utf8JsonReader row, Reading reading)
    {
        switch (reading)
        {
            case Reading.Constant constant: _answer.Write(constant.Json); return;
            case Reading.Bound known: _answer.Write((byte[])_bound.Values[known.Parameter]!); return;
        }
        if (row.TokenType == JsonTokenType.Null)
        {
            if (reading is Reading.Value { IsRequired: true } or Reading.Time)
                throw new StoredValueException();
            _answer.Write("null"u8);
            return;
        }
        switch (reading)
        {
            case Reading.Scalar: Copy(ref row); break;
            case Reading.Value value: WriteValue(ref row, value); break;
            // "Infinity", of a sum: JSON knows no such number
            case Reading.Number when row.TokenType == JsonTokenType.String: _answer.Write("null"u8); break;
            case Reading.Number: WriteNumber(row.GetDouble()); break;
            case Reading.Time: WriteTime(ref row); break;
            case Reading.Cursor cursor: WriteCursor(ref row, cursor.Tag); break;
            case Reading.Object fields:
                Expect(ref row, JsonTokenType.StartArray);
                WriteFields(ref row, fields.Fields);
                break;
            case Reading.OneOf several:
                Expect(ref row, JsonTokenType.StartArray);
                row.Read();
                WriteFields(ref row, several.Objects[row.GetInt32()].Fields);
                break;
            case Reading.Matched matched: WriteMatched(ref row, matched); break;
            case Reading.List list: WriteList(ref row, list.Item); break;
            case Reading.Boxed boxed:
                Expect(ref row, JsonTokenType.StartArray);
                row.Read();
                Write(ref row, boxed.Item);
                row.Read();
                Expect(ref row, JsonTokenType.EndArray);
                break;
            default: throw new UnreachableException();
        }
    }

    private void WriteFields(ref Utf8JsonReader row, ImmutableArray<Reading.Field> fields)
    {
        if (fields.IsEmpty)
            _answer.Write("{"u8);
        foreach (var field in fields)
        {
            _answer.Write(field.Key.Prefix.Span);
            if (field.Reading.IsRead)
                row.Read();
            try
            {
                Write(ref row, field.Reading);
            }
            catch (StoredValueException e) when (e.AddStep(field.Key.Name))
            {
                throw;
            }
        }
        row.Read();
        Expect(ref row, JsonTokenType.EndArray);
        _answer.Write("}"u8);
    }

    private void WriteList(ref Utf8JsonReader row, Reading item)
    {
        Expect(ref row, JsonTokenType.StartArray);
        _answer.Write("["u8);
        for (var position = 0; row.Read() && row.TokenType != JsonTokenType.EndArray; position++)
        {
            if (position > 0)
                _answer.Write(","u8);
            try
            {
                Write(ref row, item);
            }
            catch (StoredValueException e) when (e.AddStep(position))
            {
                throw;
            }
        }
        _answer.Write("]"u8);
    }

    private void WriteValue(ref Utf8JsonReader row, Reading.Value value)
    {
        if (!value.IsList)
        {
            WriteItem(ref row, value);
            return;
        }
        if (row.TokenType != JsonTokenType.StartArray)
            throw new StoredValueException();
        _answer.Write("["u8);
        for (var isFirst = true; row.Read() && row.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                _answer.Write(","u8);
            WriteItem(ref row, value);
        }
        _answer.Write("]"u8);
    }

    private void WriteItem(ref Utf8JsonReader row, Reading.Value value)
    {
        if (!StoredValue.IsValid(ref row, value.Kind, value.Enum))
            throw new StoredValueException(row.TokenType == JsonTokenType.String ? row.GetString() : null);
        if (value.Kind == ScalarKind.Float)
            WriteNumber(row.GetDouble());
        else
            Copy(ref row);
    }

    private void WriteMatched(ref Utf8JsonReader row, Reading.Matched matched)
    {
        var (search, isFirst) = ((SearchText)_bound.Values[matched.Text]!, true);
        _answer.Write("["u8);
        foreach (var property in matched.Properties)
        {
            row.Read();
            var isList = row.TokenType == JsonTokenType.StartArray;
            while (isList ? row.Read() && row.TokenType != JsonTokenType.EndArray : row.TokenType == JsonTokenType.String)
            {
                if (row.TokenType != JsonTokenType.String)
                    throw new StoredValueException();
                if (search.MatchesAny(row.GetString()!))
                {
                    if (!isFirst)
                        _answer.Write(","u8);
                    isFirst = false;
                    WriteMatch(ref row, property, matched.Fields);
                }
                if (!isList)
                    break;
            }
        }
        row.Read();
        Expect(ref row, JsonTokenType.EndArray);
        _answer.Write("]"u8);
    }

    private void WriteMatch(ref Utf8JsonReader row, Property property, ImmutableArray<PlanField> fields)
    {
        if (fields.IsEmpty)
            _answer.Write("{"u8);
        foreach (var field in fields)
        {
            _answer.Write(field.Key.Prefix.Span);
            switch (field)
            {
                case PlanField.MatchedField: _answer.Write(property.NameJson.Span); break;
                case PlanField.MatchedText: Copy(ref row); break;
                case PlanField.Constant constant: _answer.Write(constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        _answer.Write("}"u8);
    }

    private static void Expect(ref Utf8JsonReader row, JsonTokenType expected)
    {
        if (row.TokenType != expected)
            throw new JsonException($"Neo4j's row has a {row.TokenType} where {expected} belongs.");
    }

    private void Copy(ref Utf8JsonReader row)
    {
        switch (row.TokenType)
        {
            case JsonTokenType.String:
                var text = Escaped(ref row);
                var span = _answer.GetSpan(text.Length + 2);
                span[0] = (byte)'"';
                text.CopyTo(span[1..]);
                span[text.Length + 1] = (byte)'"';
                _answer.Advance(text.Length + 2);
                break;
            case JsonTokenType.StartArray: WriteList(ref row, s_scalar); break;
            case JsonTokenType.StartObject: throw new JsonException("Neo4j's row has an object where a value or a list belongs.");
            default: _answer.Write(row.ValueSpan); break;
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

    private static readonly Reading s_scalar = new Reading.Scalar();
    private static readonly long s_firstTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long s_lastTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private void WriteNumber(double number)
    {
        var span = _answer.GetSpan(32);
        Utf8Formatter.TryFormat(number, span, out var written);
        _answer.Advance(written);
    }

    private void WriteTime(ref Utf8JsonReader row)
    {
        if (row.TokenType != JsonTokenType.Number || !row.TryGetInt64(out var milliseconds) || milliseconds < s_firstTime || milliseconds > s_lastTime)
            throw new StoredValueException();
        var span = _answer.GetSpan(32);
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).TryFormat(
            span, out var written, "'\"'yyyy-MM-dd'T'HH:mm:ss.fff'Z\"'", CultureInfo.InvariantCulture);
        _answer.Advance(written);
    }

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_cursor;

    private void WriteCursor(ref Utf8JsonReader row, uint tag)
    {
        var cursor = t_cursor ??= new ArrayBufferWriter<byte>();
        Responses.Cursor.Start(cursor, tag);
        Expect(ref row, JsonTokenType.StartArray);
        while (row.Read() && row.TokenType != JsonTokenType.EndArray)
            AppendValue(cursor, ref row);
        var span = _answer.GetSpan(Base64Url.GetEncodedLength(cursor.WrittenCount) + 2);
        span[0] = (byte)'"';
        var written = Base64Url.EncodeToUtf8(cursor.WrittenSpan, span[1..]);
        span[written + 1] = (byte)'"';
        _answer.Advance(written + 2);
    }

    /// <summary>Adds a value as it stands in an answer without quotes.</summary>
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
            case JsonTokenType.StartArray: throw new StoredValueException();
            default: Responses.Cursor.Append(cursor, row.ValueSpan); break;
        }
    }
}
