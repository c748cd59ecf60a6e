using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>Reads values in PackStream (https://neo4j.com/docs/bolt/current/packstream/), one after another.</summary>
internal ref struct BoltReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>The limit of a JSON reader.</summary>
    private const int MostDepth = 64;

    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <exception cref="InvalidDataException">No list begins here.</exception>
    public int ReadListHeader()
    {
        var marker = Next();
        return IsList(marker) ? Size(marker, 0xD4) : throw Wrong();
    }

    /// <summary>The text under a key of the map at this position; null if the map does not have it.</summary>
    public string? FindText(ReadOnlySpan<byte> key)
    {
        var marker = Next();
        if (!IsMap(marker))
            throw Wrong();
        for (var count = Size(marker, 0xD8); count > 0; count--)
        {
            var isIt = ReadText(Next()).SequenceEqual(key);
            var value = Next();
            if (isIt && IsText(value))
                return Encoding.UTF8.GetString(ReadText(value));
            Skip(value, 0);
        }
        return null;
    }

    /// <summary>
    /// Writes the value as JSON. A value that JSON does not have becomes a text ("Infinity", "-Infinity", "NaN"), a list of its parts (times, nodes, points) or null (bytes).
    /// </summary>
    public void WriteJson(ResponseBuffer json) => WriteJson(json, Next(), 0);

    private void WriteJson(ResponseBuffer json, byte marker, int depth)
    {
        if (depth > MostDepth)
            throw Wrong();
        switch (marker)
        {
            case var text when IsText(text): WriteText(json, ReadText(marker)); break;
            case <= 0x7F or >= 0xF0: WriteInteger(json, (sbyte)marker); break;
            case var list when IsList(list): WriteItems(json, Size(marker, 0xD4), depth); break;
            case 0xC0: json.Write("null"u8); break;
            case 0xC1: WriteFloat(json, BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 0xC2: json.Write("false"u8); break;
            case 0xC3: json.Write("true"u8); break;
            case 0xC8: WriteInteger(json, (sbyte)Next()); break;
            case 0xC9: WriteInteger(json, BinaryPrimitives.ReadInt16BigEndian(Take(2))); break;
            case 0xCA: WriteInteger(json, BinaryPrimitives.ReadInt32BigEndian(Take(4))); break;
            case 0xCB: WriteInteger(json, BinaryPrimitives.ReadInt64BigEndian(Take(8))); break;
            case 0xCC or 0xCD or 0xCE:
                Take(Size(marker, 0xCC));
                json.Write("null"u8);
                break;
            case >= 0xB0 and <= 0xBF:
                Next();
                WriteItems(json, marker & 0xF, depth);
                break;
            case var map when IsMap(map):
                json.Write("{"u8);
                for (int count = Size(marker, 0xD8), i = 0; i < count; i++)
                {
                    if (i > 0)
                        json.Write(","u8);
                    WriteText(json, ReadText(Next()));
                    json.Write(":"u8);
                    WriteJson(json, Next(), depth + 1);
                }
                json.Write("}"u8);
                break;
            default: throw Wrong();
        }
    }

    private void WriteItems(ResponseBuffer json, int count, int depth)
    {
        json.Write("["u8);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                json.Write(","u8);
            WriteJson(json, Next(), depth + 1);
        }
        json.Write("]"u8);
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

    private static void WriteInteger(ResponseBuffer json, long value)
    {
        Utf8Formatter.TryFormat(value, json.GetSpan(20), out var written);
        json.Advance(written);
    }

    private static void WriteFloat(ResponseBuffer json, double value)
    {
        if (!double.IsFinite(value))
        {
            json.Write(double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
            return;
        }
        Utf8Formatter.TryFormat(value, json.GetSpan(32), out var written);
        json.Advance(written);
    }

    private void Skip(byte marker, int depth)
    {
        if (depth > MostDepth)
            throw Wrong();
        switch (marker)
        {
            case var text when IsText(text): ReadText(marker); break;
            case <= 0x7F or >= 0xF0 or 0xC0 or 0xC2 or 0xC3: break;
            case 0xC8: Take(1); break;
            case 0xC9: Take(2); break;
            case 0xCA: Take(4); break;
            case 0xC1 or 0xCB: Take(8); break;
            case 0xCC or 0xCD or 0xCE: Take(Size(marker, 0xCC)); break;
            case var list when IsList(list): SkipItems(Size(marker, 0xD4), depth); break;
            case var map when IsMap(map): SkipItems(2 * Size(marker, 0xD8), depth); break;
            case >= 0xB0 and <= 0xBF:
                Next();
                SkipItems(marker & 0xF, depth);
                break;
            default: throw Wrong();
        }
    }

    private void SkipItems(int count, int depth)
    {
        for (; count > 0; count--)
            Skip(Next(), depth + 1);
    }

    private static bool IsText(byte marker) => marker is (>= 0x80 and <= 0x8F) or 0xD0 or 0xD1 or 0xD2;
    private static bool IsList(byte marker) => marker is (>= 0x90 and <= 0x9F) or 0xD4 or 0xD5 or 0xD6;
    private static bool IsMap(byte marker) => marker is (>= 0xA0 and <= 0xAF) or 0xD8 or 0xD9 or 0xDA;

    private ReadOnlySpan<byte> ReadText(byte marker) => IsText(marker) ? Take(Size(marker, 0xD0)) : throw Wrong();

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
