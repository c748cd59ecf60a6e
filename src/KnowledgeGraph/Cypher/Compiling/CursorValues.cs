using System.Buffers.Text;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>How values of a cursor become a parameter.</summary>
internal enum CursorValueKind
{
    Text,
    Folded,
    Number,
    Boolean,
    /// <summary>A name and an id: <see cref="GraphLayout.OrderOf(string, string)"/>.</summary>
    Order,
    /// <summary>This value and all that follow it: <see cref="GraphLayout.TieOf(IEnumerable{string})"/>.</summary>
    Tie,
    /// <summary>An order, and then a tie.</summary>
    Edge,
}

internal static class CursorValues
{
    /// <param name="values">As they are between the quotes of a JSON string; empty for no value.</param>
    /// <param name="at">The position of the value, or of the first one.</param>
    public static void Write(Utf8JsonWriter writer, CursorValueKind kind, IReadOnlyList<byte[]> values, int at)
    {
        var value = values[at];
        switch (kind)
        {
            case CursorValueKind.Text: writer.WriteStringValue(Decode(value)); break;
            case CursorValueKind.Folded: writer.WriteStringValue(Folding.Fold(Decode(value))); break;
            case CursorValueKind.Number: writer.WriteNumberValue(Utf8Parser.TryParse(value, out double number, out _) ? number : 0); break;
            case CursorValueKind.Boolean: writer.WriteBooleanValue(value.AsSpan().SequenceEqual("true"u8)); break;
            case CursorValueKind.Order: writer.WriteStringValue(Order()); break;
            case CursorValueKind.Tie: writer.WriteStringValue(Tie(at)); break;
            case CursorValueKind.Edge: writer.WriteStringValue(Order() + Tie(at + 2)); break;
            default: throw new UnreachableException($"{kind}");
        }
        string Order() => GraphLayout.OrderOf(Decode(values[at]), Decode(values[at + 1]));
        string Tie(int first) => GraphLayout.TieOf(values.Skip(first).Select(v => v.Length == 0 ? null : Decode(v)));
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
