using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Reads a value in PackStream (https://neo4j.com/docs/bolt/current/packstream/), token by token; or values one after another, each as a whole.</summary>
internal ref struct BoltReader(ReadOnlySpan<byte> bytes) : IRowReader
{
    /// <summary>The limit of a JSON reader.</summary>
    private const int MostDepth = 64;

    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;
    private RowToken _token;
    private bool _isFloat, _isOver;
    private long _whole;
    private double _float;
    private ReadOnlySpan<byte> _text;
    /// <summary>The lists and maps that are open.</summary>
    private int _depth;
    private Open _open;

    [InlineArray(MostDepth)]
    private struct Open
    {
        private Level _first;
    }

    /// <summary>What a list or map still has; of a map, keys and values.</summary>
    private struct Level
    {
        public int Rest;
        public bool IsMap;
    }

    public readonly RowToken Token => _token;

    public readonly ReadOnlySpan<byte> Text => _text;

    public readonly double Double => _isFloat ? _float : _whole;

    public readonly bool TryGetInt64(out long number)
    {
        number = _whole;
        return !_isFloat;
    }

    public readonly int WriteNumber(scoped Span<byte> buffer)
    {
        _ = _isFloat ? Utf8Formatter.TryFormat(_float, buffer, out var written) : Utf8Formatter.TryFormat(_whole, buffer, out written);
        return written;
    }

    /// <exception cref="InvalidDataException">No value begins here, or it has too many levels.</exception>
    public bool Read()
    {
        if (_depth == 0 && _isOver)
            return false;
        if (_depth > 0)
        {
            ref var level = ref _open[_depth - 1];
            if (level.Rest == 0)
            {
                _token = level.IsMap ? RowToken.EndMap : RowToken.EndList;
                _isOver = --_depth == 0;
                return true;
            }
            level.Rest--;
        }
        ReadToken(Next());
        _isOver = _depth == 0;
        return true;
    }

    private void ReadToken(byte marker)
    {
        switch (marker)
        {
            case var text when IsText(text): SetText(Take(Size(marker, 0xD0))); break;
            case <= 0x7F or >= 0xF0: SetWhole((sbyte)marker); break;
            case var list when IsList(list): Begin(Size(marker, 0xD4), isMap: false); break;
            case 0xC0: _token = RowToken.Null; break;
            case 0xC1: SetFloat(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 0xC2: _token = RowToken.False; break;
            case 0xC3: _token = RowToken.True; break;
            case 0xC8: SetWhole((sbyte)Next()); break;
            case 0xC9: SetWhole(BinaryPrimitives.ReadInt16BigEndian(Take(2))); break;
            case 0xCA: SetWhole(BinaryPrimitives.ReadInt32BigEndian(Take(4))); break;
            case 0xCB: SetWhole(BinaryPrimitives.ReadInt64BigEndian(Take(8))); break;
            case 0xCC or 0xCD or 0xCE:
                Take(Size(marker, 0xCC));
                _token = RowToken.Null;
                break;
            case >= 0xB0 and <= 0xBF:
                // A structure: what it is, then its parts.
                Next();
                Begin(marker & 0xF, isMap: false);
                break;
            case var map when IsMap(map): Begin(2 * Size(marker, 0xD8), isMap: true); break;
            default: throw Wrong();
        }
    }

    private void SetText(ReadOnlySpan<byte> text)
    {
        _token = RowToken.Text;
        _text = text;
    }

    private void SetWhole(long number) => (_token, _isFloat, _whole) = (RowToken.Number, false, number);

    private void SetFloat(double number)
    {
        if (double.IsFinite(number))
            (_token, _isFloat, _float) = (RowToken.Number, true, number);
        else
            SetText(double.IsNaN(number) ? "NaN"u8 : number > 0 ? "Infinity"u8 : "-Infinity"u8);
    }

    private void Begin(int count, bool isMap)
    {
        // The smallest value has one byte.
        if (_depth == MostDepth || (uint)count > _bytes.Length - _at)
            throw Wrong();
        _open[_depth++] = new Level { Rest = count, IsMap = isMap };
        _token = isMap ? RowToken.StartMap : RowToken.StartList;
    }

    /// <summary>The text under a key of the map that begins here; null if the map does not have it.</summary>
    /// <exception cref="InvalidDataException">No map begins here.</exception>
    public string? FindText(ReadOnlySpan<byte> key)
    {
        Begin();
        if (_token != RowToken.StartMap)
            throw Wrong();
        while (Read() && _token != RowToken.EndMap)
        {
            if (_token != RowToken.Text)
                throw Wrong();
            var isIt = _text.SequenceEqual(key);
            Read();
            if (isIt && _token == RowToken.Text)
                return Encoding.UTF8.GetString(_text);
            this.Skip();
        }
        return null;
    }

    public void ReadJson(ReadJson read)
    {
        using var json = new ResponseBuffer();
        WriteToken(json);
        var value = new Utf8JsonReader(json.Written.Span);
        value.Read();
        read(ref value);
    }

    /// <summary>Writes the value that begins here as JSON.</summary>
    public void WriteJson(ResponseBuffer json)
    {
        Begin();
        WriteToken(json);
    }

    /// <summary>Goes to the first token of a value, which may come after another one.</summary>
    private void Begin()
    {
        _isOver = false;
        Read();
    }

    /// <summary>Writes the value whose first token was read, and goes to its last one.</summary>
    private void WriteToken(ResponseBuffer json)
    {
        switch (_token)
        {
            case RowToken.Null: json.Write("null"u8); break;
            case RowToken.False: json.Write("false"u8); break;
            case RowToken.True: json.Write("true"u8); break;
            case RowToken.Text: WriteText(json, _text); break;
            case RowToken.Number: json.Advance(WriteNumber(json.GetSpan(IRowReader.MaxDigits))); break;
            case RowToken.StartList:
                json.Write("["u8);
                for (var isFirst = true; Read() && _token != RowToken.EndList; isFirst = false)
                {
                    if (!isFirst)
                        json.Write(","u8);
                    WriteToken(json);
                }
                json.Write("]"u8);
                break;
            case RowToken.StartMap:
                json.Write("{"u8);
                for (var isFirst = true; Read() && _token != RowToken.EndMap; isFirst = false)
                {
                    if (_token != RowToken.Text)
                        throw Wrong();
                    if (!isFirst)
                        json.Write(","u8);
                    WriteText(json, _text);
                    json.Write(":"u8);
                    Read();
                    WriteToken(json);
                }
                json.Write("}"u8);
                break;
            default: throw Wrong();
        }
    }

    private static void WriteText(ResponseBuffer json, ReadOnlySpan<byte> text)
    {
        var span = json.GetSpan(text.Length + 2);
        span[0] = (byte)'"';
        if (text.IndexOfAny(s_escaped) < 0)
        {
            text.CopyTo(span[1..]);
            span[text.Length + 1] = (byte)'"';
            json.Advance(text.Length + 2);
            return;
        }
        json.Advance(1);
        foreach (var c in text)
            switch (c)
            {
                case (byte)'"': json.Write("\\\""u8); break;
                case (byte)'\\': json.Write("\\\\"u8); break;
                case < 0x20:
                    json.Write("\\u00"u8);
                    json.Write([(byte)('0' + (c >> 4)), (byte)"0123456789abcdef"[c & 0xF]]);
                    break;
                default: json.Write([c]); break;
            }
        json.Write("\""u8);
    }

    private static bool IsText(byte marker) => marker is (>= 0x80 and <= 0x8F) or 0xD0 or 0xD1 or 0xD2;
    private static bool IsList(byte marker) => marker is (>= 0x90 and <= 0x9F) or 0xD4 or 0xD5 or 0xD6;
    private static bool IsMap(byte marker) => marker is (>= 0xA0 and <= 0xAF) or 0xD8 or 0xD9 or 0xDA;

    /// <param name="one">The marker for a size of one byte. The next two markers are for two and four bytes.</param>
    private int Size(byte marker, byte one) => (marker - one) switch
    {
        0 => Next(),
        1 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
        2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)) is >= 0 and var size ? size : throw Wrong(),
        _ => marker & 0xF,
    };

    private byte Next() => _at < _bytes.Length ? _bytes[_at++] : throw Wrong();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
            throw Wrong();
        _at += count;
        return _bytes.Slice(_at - count, count);
    }

    private static InvalidDataException Wrong() => new("The value is not PackStream");
}
