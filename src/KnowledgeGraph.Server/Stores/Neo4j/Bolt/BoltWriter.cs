using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Writes messages in chunks, with values in PackStream (https://neo4j.com/docs/bolt/current/packstream/).</summary>
internal sealed class BoltWriter : IDisposable
{
    private const int MostInChunk = ushort.MaxValue;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ResponseBuffer _written = new();
    private readonly ResponseBuffer _message = new();

    /// <summary>The complete messages.</summary>
    public ReadOnlyMemory<byte> Written => _written.Written;

    public void Begin(BoltMessage kind, int fields)
    {
        _message.Length = 0;
        WriteByte((byte)(0xB0 | fields));
        WriteByte((byte)kind);
    }

    public void End()
    {
        for (var rest = _message.Written.Span; !rest.IsEmpty; rest = rest[Math.Min(MostInChunk, rest.Length)..])
        {
            var chunk = rest[..Math.Min(MostInChunk, rest.Length)];
            BinaryPrimitives.WriteUInt16BigEndian(_written.GetSpan(2), (ushort)chunk.Length);
            _written.Advance(2);
            _written.Write(chunk);
        }
        _written.Write("\0\0"u8);
    }

    public void WriteMap(int count) => WriteHeader(0xA0, 0xD8, count);
    public void WriteList(int count) => WriteHeader(0x90, 0xD4, count);

    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        WriteHeader(0x80, 0xD0, utf8.Length);
        _message.Write(utf8);
    }

    public void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteHeader(0x80, 0xD0, length);
        Encoding.UTF8.GetBytes(text, _message.GetSpan(length));
        _message.Advance(length);
    }

    public void WriteInteger(long value)
    {
        if (value is >= -16 and <= sbyte.MaxValue)
        {
            WriteByte((byte)value);
            return;
        }
        var span = _message.GetSpan(9);
        span[0] = 0xCB;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
        _message.Advance(9);
    }

    /// <summary>Writes a JSON object as a map. No object becomes an empty map.</summary>
    public void WriteParameters(Action<Utf8JsonWriter>? write)
    {
        if (write is null)
        {
            WriteMap(0);
            return;
        }
        using var json = new ResponseBuffer();
        using (var writer = new Utf8JsonWriter(json, s_options))
            write(writer);
        var reader = new Utf8JsonReader(json.Written.Span);
        reader.Read();
        WriteJson(ref reader);
    }

    /// <param name="json">A reader at the first token of the value. It is left at the last one.</param>
    private void WriteJson(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null: WriteByte(0xC0); break;
            case JsonTokenType.False: WriteByte(0xC2); break;
            case JsonTokenType.True: WriteByte(0xC3); break;
            case JsonTokenType.String or JsonTokenType.PropertyName: WriteJsonText(ref json); break;
            case JsonTokenType.Number when json.TryGetInt64(out var number): WriteInteger(number); break;
            case JsonTokenType.Number: WriteFloat(json.GetDouble()); break;
            case JsonTokenType.StartArray:
                var list = StartCounted(0xD6);
                var items = 0;
                for (; json.Read() && json.TokenType != JsonTokenType.EndArray; items++)
                    WriteJson(ref json);
                EndCounted(list, items);
                break;
            case JsonTokenType.StartObject:
                var map = StartCounted(0xDA);
                var entries = 0;
                for (; json.Read() && json.TokenType != JsonTokenType.EndObject; entries++)
                {
                    WriteJson(ref json);
                    json.Read();
                    WriteJson(ref json);
                }
                EndCounted(map, entries);
                break;
            default: throw new JsonException($"The parameters of a statement must be values, but have {json.TokenType}.");
        }
    }

    private void WriteJsonText(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            WriteText(json.ValueSpan);
            return;
        }
        var at = StartCounted(0xD2);
        var length = json.CopyString(_message.GetSpan(json.ValueSpan.Length));
        _message.Advance(length);
        EndCounted(at, length);
    }

    private void WriteFloat(double value)
    {
        var span = _message.GetSpan(9);
        span[0] = 0xC1;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        _message.Advance(9);
    }

    /// <summary>Begins a value whose size comes first, but is known only at the end.</summary>
    private int StartCounted(byte marker)
    {
        WriteByte(marker);
        _message.Advance(_message.GetSpan(4)[..4].Length);
        return _message.Length - 4;
    }

    private void EndCounted(int at, int count) => BinaryPrimitives.WriteInt32BigEndian(_message.Bytes.AsSpan(at), count);

    /// <param name="tiny">The marker that includes a size below 16.</param>
    /// <param name="marker">The marker for a size of one byte. The next two markers are for two and four bytes.</param>
    private void WriteHeader(byte tiny, byte marker, int size)
    {
        var span = _message.GetSpan(5);
        switch (size)
        {
            case < 16:
                span[0] = (byte)(tiny | size);
                _message.Advance(1);
                break;
            case <= byte.MaxValue:
                (span[0], span[1]) = (marker, (byte)size);
                _message.Advance(2);
                break;
            case <= ushort.MaxValue:
                span[0] = (byte)(marker + 1);
                BinaryPrimitives.WriteUInt16BigEndian(span[1..], (ushort)size);
                _message.Advance(3);
                break;
            default:
                span[0] = (byte)(marker + 2);
                BinaryPrimitives.WriteInt32BigEndian(span[1..], size);
                _message.Advance(5);
                break;
        }
    }

    private void WriteByte(byte value)
    {
        _message.GetSpan(1)[0] = value;
        _message.Advance(1);
    }

    public void Dispose()
    {
        _written.Dispose();
        _message.Dispose();
    }
}
