using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>Reads stored JSON strings as text.</summary>
internal static class JsonText
{
    /// <summary>The bytes between the quotes; empty for no value.</summary>
    public static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> json) => json.IsEmpty ? json : json[1..^1];

    /// <summary>A string without its quotes; any other value unchanged.</summary>
    public static ReadOnlySpan<byte> Unquoted(ReadOnlySpan<byte> json) => json is [(byte)'"', .., (byte)'"'] ? json[1..^1] : json;

    public static double Number(ReadOnlySpan<byte> json) => Utf8Parser.TryParse(json, out double number, out _) ? number : double.NaN;

    /// <summary>A text as JSON, with its quotes; empty for null.</summary>
    public static byte[] Encode(string? text) => text is null ? [] : RecordJson.Encode(text);

    public static string? Decode(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.GetString();
    }

    /// <summary>Compares two JSON strings, with their quotes, by the code points of their text.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CompareUnquoted(Unquote(left), Unquote(right));

    /// <summary>Compares the texts between the quotes. They are decoded only if one has an escape, which is rare.</summary>
    public static int CompareUnquoted(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Contains((byte)'\\') || right.Contains((byte)'\\')
            ? DecodeUnquoted(left).AsSpan().SequenceCompareTo(DecodeUnquoted(right))
            : left.SequenceCompareTo(right);

    /// <summary>The text between the quotes as plain UTF-8.</summary>
    public static byte[] DecodeUnquoted(ReadOnlySpan<byte> text) => Encoding.UTF8.GetBytes(Decode([(byte)'"', .. text, (byte)'"'])!);
}
