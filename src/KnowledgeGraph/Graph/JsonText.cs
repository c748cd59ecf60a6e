using System.Text.Json;

namespace KnowledgeGraph.Graph;

/// <summary>Stored JSON strings, seen as text.</summary>
internal static class JsonText
{
    /// <summary>The bytes between the quotes; empty for no value.</summary>
    public static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> json) => json.IsEmpty ? json : json[1..^1];

    public static string? Decode(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.GetString();
    }

    /// <summary>Compares two JSON strings by the code points of their text. Escapes are rare: only then are they decoded.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.Contains((byte)'\\') || right.Contains((byte)'\\')
            ? System.Text.Encoding.UTF8.GetBytes(Decode(left) ?? "").AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(Decode(right) ?? ""))
            : Unquote(left).SequenceCompareTo(Unquote(right));
}
