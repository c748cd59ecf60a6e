using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>
/// Writes JSON as a literal of Cypher. Only a script needs literals: it runs without this server, so there is nobody to send parameters. Statements of the
/// server never have any.
/// </summary>
internal static class CypherLiteral
{
    /// <param name="json">At the first token of a value, and then at its last one.</param>
    public static void Write(TextWriter output, ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject: WriteMap(output, ref json); break;
            case JsonTokenType.StartArray: WriteList(output, ref json); break;
            case JsonTokenType.String: WriteText(output, json.GetString()!); break;
            // 1E+20 is 1E20
            case JsonTokenType.Number: output.Write(System.Text.Encoding.UTF8.GetString(json.ValueSpan).Replace("+", "", StringComparison.Ordinal)); break;
            case JsonTokenType.True: output.Write("true"); break;
            case JsonTokenType.False: output.Write("false"); break;
            case JsonTokenType.Null: output.Write("null"); break;
            default: throw new UnreachableException($"{json.TokenType}");
        }
    }

    // {id: 'country:PAN', _revision: 1}
    private static void WriteMap(TextWriter output, ref Utf8JsonReader json)
    {
        output.Write('{');
        for (var isFirst = true; json.Read() && json.TokenType == JsonTokenType.PropertyName; isFirst = false)
        {
            if (!isFirst)
                output.Write(", ");
            // The names of the model and of the layout are letters, digits and _.
            output.Write(json.GetString());
            output.Write(": ");
            json.Read();
            Write(output, ref json);
        }
        output.Write('}');
    }

    private static void WriteList(TextWriter output, ref Utf8JsonReader json)
    {
        output.Write('[');
        for (var isFirst = true; json.Read() && json.TokenType != JsonTokenType.EndArray; isFirst = false)
        {
            if (!isFirst)
                output.Write(", ");
            Write(output, ref json);
        }
        output.Write(']');
    }

    /// <summary>
    /// Writes a text in single quotes. Neo4j decodes \u escapes before it looks for the end of the text, so quotes and backslashes have escapes of their own, and
    /// only control characters have \u.
    /// </summary>
    private static void WriteText(TextWriter output, string text)
    {
        output.Write('\'');
        foreach (var c in text)
            switch (c)
            {
                case '\'': output.Write("\\'"); break;
                case '\\': output.Write("\\\\"); break;
                case '\n': output.Write("\\n"); break;
                case '\r': output.Write("\\r"); break;
                case '\t': output.Write("\\t"); break;
                case < ' ' or '\u007F' or '\u0085' or '\u2028' or '\u2029': output.Write($"\\u{((int)c).ToString("X4", CultureInfo.InvariantCulture)}"); break;
                default: output.Write(c); break;
            }
        output.Write('\'');
    }
}
