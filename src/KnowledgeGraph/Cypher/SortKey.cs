using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher;

/// <summary>One thing by which a page goes. No value is the largest, as in Cypher.</summary>
/// <param name="CursorValue">Which of a cursor's values it is compared with.</param>
internal sealed record SortKey(CypherText Value, bool IsDescending, bool IsNullable, int CursorValue, CursorValueKind Kind)
{
    /// <summary>What stands before the cursor's value, the same for all items; null where nothing does.</summary>
    public CypherText? Start { get; init; }
}

/// <summary>How a value of a cursor becomes a parameter.</summary>
internal enum CursorValueKind
{
    Text,
    Folded,
    /// <summary>As much of it as <see cref="GraphLayout.EdgeNameOf"/> leaves.</summary>
    EdgeName,
    Number,
    Boolean,
}

internal static class CursorValues
{
    /// <param name="value">As it stands between the quotes of a JSON string.</param>
    public static void Write(Utf8JsonWriter writer, CursorValueKind kind, byte[] value)
    {
        switch (kind)
        {
            case CursorValueKind.Folded: writer.WriteStringValue(Folding.Fold(Decode(value))); break;
            case CursorValueKind.EdgeName: writer.WriteStringValue(GraphLayout.EdgeNameOf(Folding.Fold(Decode(value)))); break;
            case CursorValueKind.Boolean: writer.WriteBooleanValue(value.AsSpan().SequenceEqual("true"u8)); break;
            // Whatever else a client made up stands before all numbers
            case CursorValueKind.Number:
                writer.WriteNumberValue(Utf8Parser.TryParse(value, out double number, out _) && double.IsFinite(number) ? number : double.MinValue);
                break;
            default: writer.WriteStringValue(Decode(value)); break;
        }
    }

    private static string Decode(byte[] value)
    {
        if (!value.Contains((byte)'\\'))
            return Encoding.UTF8.GetString(value);
        var reader = new Utf8JsonReader([(byte)'"', .. value, (byte)'"']);
        reader.Read();
        return reader.GetString()!;
    }
}
