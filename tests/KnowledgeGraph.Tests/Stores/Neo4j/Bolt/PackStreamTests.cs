using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores.Neo4j.Bolt;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Bolt;

/// <summary>Values on their way to Neo4j and back. Cases reach few sizes and hardly any that is wrong.</summary>
public sealed class PackStreamTests
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char[' ', '~'], 0, 40], Gen.String[Gen.Char.Where(c => !char.IsSurrogate(c)), 0, 300], Gen.Const(new string('ä', 40_000)), Gen.Const("\0\"\\\u001f😀"));

    private static readonly Gen<object?> s_value = Gen.Recursive<object?>((depth, value) => depth > 3 ? Scalar() : Gen.OneOf(
        Scalar(), value.Array[0, 6].Select(a => (object?)a), Gen.Dictionary(s_text, value)[0, 6].Select(d => (object?)d)));

    private static Gen<object?> Scalar() => Gen.OneOf(
        Gen.Const((object?)null), Gen.Bool.Select(b => (object?)b), Gen.Long.Select(n => (object?)n), Gen.Int[-200, 200].Select(n => (object?)n),
        Gen.Double.Where(double.IsFinite).Select(n => (object?)n), s_text.Select(t => (object?)t));

    [Fact]
    public void What_is_written_is_read() => s_value.Sample(value =>
    {
        var sent = JsonSerializer.Serialize(new Dictionary<string, object?> { ["x"] = value }, s_relaxed);
        using var expected = JsonDocument.Parse(sent);
        using var found = JsonDocument.Parse(Read(Written(sent)));
        return JsonElement.DeepEquals(expected.RootElement, found.RootElement);
    }, iter: 200);

    /// <summary>A response is the same over both protocols: their readers give the same tokens.</summary>
    [Fact]
    public void It_is_read_token_by_token_as_JSON_is() => s_value.Sample(value =>
    {
        var packed = Written(JsonSerializer.Serialize(new Dictionary<string, object?> { ["x"] = value }, s_relaxed));
        var json = new Utf8JsonReader(Encoding.UTF8.GetBytes(Read(packed)));
        json.Read();
        var expected = new JsonRow(json);
        var found = new BoltReader(packed);
        found.Read();
        Assert.Equal(Tokens(ref expected), Tokens(ref found));
    }, iter: 200);

    private static List<string> Tokens<TRow>(ref TRow row)
        where TRow : struct, IRowReader, allows ref struct
    {
        var tokens = new List<string>();
        Span<byte> digits = stackalloc byte[IRowReader.MaxDigits];
        do
            tokens.Add(row.Token switch
            {
                RowToken.Text => $"{row.Token} {row.String}",
                RowToken.Number => $"{row.Token} {Encoding.UTF8.GetString(digits[..row.WriteNumber(digits)])} {row.Double}",
                var token => $"{token}",
            });
        while (row.Read());
        return tokens;
    }

    [Theory]
    [InlineData("[1,[2,{\"a\":[3]}],4]")]
    [InlineData("{\"a\":[]}")]
    [InlineData("[]")]
    [InlineData("5")]
    public void A_value_is_passed_over(string json)
    {
        var row = new BoltReader(Written($$"""{"x":[{{json}},"after"]}"""));
        foreach (var _ in Enumerable.Range(0, 4))
            row.Read();
        row.Skip();
        row.Read();
        Assert.Equal("after", row.String);
    }

    [Theory]
    [InlineData("FF", "-1")]
    [InlineData("F0", "-16")]
    [InlineData("C8 EF", "-17")]
    [InlineData("C9 80 00", "-32768")]
    [InlineData("CA 7F FF FF FF", "2147483647")]
    [InlineData("CB 80 00 00 00 00 00 00 00", "-9223372036854775808")]
    [InlineData("C1 3F F0 00 00 00 00 00 00", "1")]
    [InlineData("C1 7F F0 00 00 00 00 00 00", "\"Infinity\"")]
    [InlineData("C1 FF F0 00 00 00 00 00 00", "\"-Infinity\"")]
    [InlineData("C1 7F F8 00 00 00 00 00 00", "\"NaN\"")]
    [InlineData("83 22 5C 0A", "\"\\\"\\\\\\u000a\"")]
    [InlineData("D0 01 61", "\"a\"")]
    [InlineData("D4 01 C3", "[true]")]
    [InlineData("D8 01 81 61 C2", "{\"a\":false}")]
    [InlineData("CC 02 01 02", "null")]
    [InlineData("B3 49 01 02 03", "[1,2,3]")]
    public void Every_kind_of_value_is_read(string packed, string json) => Assert.Equal(json, Read(Bytes(packed)));

    [Theory]
    [InlineData("")]
    [InlineData("C7")]
    [InlineData("8F 61")]
    [InlineData("D2 FF FF FF FF")]
    [InlineData("D6 7F FF FF FF")]
    [InlineData("A1 01 01")]
    [InlineData("C1 00")]
    public void What_is_none_is_an_error(string packed) => Assert.Throws<InvalidDataException>(() => Read(Bytes(packed)));

    [Fact]
    public void Any_bytes_are_a_value_or_an_error() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        try
        {
            using var parsed = JsonDocument.Parse(Read(bytes), new JsonDocumentOptions { MaxDepth = 200 });
        }
        catch (InvalidDataException)
        {
            // It is no value.
        }
        catch (JsonException e) when (e.InnerException is DecoderFallbackException || e.Message.Contains("UTF-8", StringComparison.Ordinal))
        {
            // A text was not of UTF-8, which a JSON reader finds.
        }
    }, iter: 20_000);

    [Fact]
    public void A_message_is_cut_into_chunks()
    {
        using var writer = new BoltWriter();
        writer.Begin(BoltMessage.Run, 1);
        writer.WriteText(new string('x', 70_000));
        writer.End();
        var bytes = writer.Written.Span;
        Assert.Equal([0xFF, 0xFF, 0xB1, 0x10, 0xD2], bytes[..5].ToArray());
        Assert.Equal([0x11, 0x78, (byte)'x'], bytes.Slice(2 + 0xFFFF, 3).ToArray());
        Assert.Equal([(byte)'x', 0, 0], bytes[^3..].ToArray());
        Assert.Equal(2 + 0xFFFF + 2 + 0x1178 + 2, bytes.Length);
    }

    private static byte[] Bytes(string hex) => [.. hex.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(b => byte.Parse(b, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    private static byte[] Written(string json)
    {
        using var writer = new BoltWriter();
        writer.Begin(BoltMessage.Run, 1);
        writer.WriteParameters(output =>
        {
            using var parsed = JsonDocument.Parse(json);
            parsed.WriteTo(output);
        });
        writer.End();
        var message = new List<byte>();
        for (var rest = writer.Written.ToArray().AsSpan(); rest is [var high, var low, ..] && (high | low) != 0; rest = rest[(2 + (high << 8 | low))..])
            message.AddRange(rest.Slice(2, high << 8 | low));
        return [.. message.Skip(2)];
    }

    private static string Read(byte[] packed)
    {
        using var json = new ResponseBuffer();
        new BoltReader(packed).WriteJson(json);
        return Encoding.UTF8.GetString(json.Written.Span);
    }
}
