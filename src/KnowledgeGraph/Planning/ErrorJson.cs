using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Planning;

/// <summary>Errors as a response carries them (GraphQL specification, section 7.1.2).</summary>
public static class ErrorJson
{
    /// <summary><c>{"errors":[…]}</c> as UTF-8 JSON.</summary>
    public static byte[] Write(IReadOnlyList<GraphError> errors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        writer.WriteStartObject();
        writer.WriteStartArray("errors");
        foreach (var error in errors)
            Write(writer, error);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, GraphError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        if (!error.Locations.IsEmpty)
        {
            writer.WriteStartArray("locations");
            foreach (var (line, column) in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line);
                writer.WriteNumber("column", column);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        if (!error.Path.IsEmpty)
        {
            writer.WriteStartArray("path");
            foreach (var step in error.Path)
            {
                if (step is int index)
                    writer.WriteNumberValue(index);
                else
                    writer.WriteStringValue(step.ToString());
            }
            writer.WriteEndArray();
        }
        writer.WriteStartObject("extensions");
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
