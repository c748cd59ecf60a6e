using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Http;

/// <summary>Writes errors as a GraphQL response.</summary>
internal static class ErrorWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // {"errors":[{"message":"…","locations":[{"line":1,"column":3}],"path":["country"],"extensions":{"code":"…"}}]}
    public static ReadOnlyMemory<byte> Write(IEnumerable<GraphError> errors) => Write(json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("errors");
        Write(json, errors);
        json.WriteEndObject();
    });

    // [{"message":"…", …}]
    public static ReadOnlyMemory<byte> WriteList(IEnumerable<GraphError> errors) => Write(json => Write(json, errors));

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, Options);
        write(json);
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, IEnumerable<GraphError> errors)
    {
        json.WriteStartArray();
        foreach (var error in errors)
            Write(json, error);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GraphError error)
    {
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        if (!error.Locations.IsEmpty)
        {
            json.WriteStartArray("locations");
            foreach (var (line, column) in error.Locations)
            {
                json.WriteStartObject();
                json.WriteNumber("line", line);
                json.WriteNumber("column", column);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (!error.Path.IsEmpty)
        {
            json.WriteStartArray("path");
            foreach (var step in error.Path)
                if (step is int position)
                    json.WriteNumberValue(position);
                else
                    json.WriteStringValue(step.ToString());
            json.WriteEndArray();
        }
        json.WriteStartObject("extensions");
        json.WriteString("code", error.Code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
