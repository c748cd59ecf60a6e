using System.Buffers;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Writes errors as a GraphQL response of less than 32,000 bytes, whatever the client sent.</summary>
internal static class ErrorWriter
{
    public const int MaxErrors = 20;

    /// <summary>No error follows after this many bytes: with one more of at most 20,000 bytes, a response stays below 32,000.</summary>
    private const int MaxBytesBeforeLastError = 12_000;
    private const int MaxLocations = 20;
    /// <summary>Characters of all keys of a path. A path within the default limits is shorter unless its aliases are long.</summary>
    private const int MaxPathLength = 2_000;
    private const int MaxPathSteps = 100;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // {"errors":[{"message":"…","locations":[{"line":1,"column":3}],"path":["country"],"extensions":{"code":"PAGE_SIZE","argument":"first","given":501,"allowed":500}}]}
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
        foreach (var error in errors.Take(MaxErrors))
        {
            Write(json, error);
            if (json.BytesCommitted + json.BytesPending > MaxBytesBeforeLastError)
                break;
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, GraphError error)
    {
        json.WriteStartObject();
        json.WriteString("message", Excerpt.OfMessage(error.Message));
        if (!error.Locations.IsEmpty)
        {
            json.WriteStartArray("locations");
            foreach (var (line, column) in error.Locations.Take(MaxLocations))
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
            var length = 0;
            foreach (var step in error.Path.Take(MaxPathSteps))
            {
                if (step is int position)
                {
                    json.WriteNumberValue(position);
                    continue;
                }
                var key = Excerpt.Of(step.ToString()!);
                if ((length += key.Length) > MaxPathLength)
                    break;
                json.WriteStringValue(key);
            }
            json.WriteEndArray();
        }
        json.WriteStartObject("extensions");
        json.WriteString("code", error.Code);
        if (error.Facts.Argument is { } argument)
            json.WriteString("argument", Excerpt.Of(argument));
        WriteFact(json, "given", error.Facts.Given);
        WriteFact(json, "allowed", error.Facts.Allowed);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteFact(Utf8JsonWriter json, string name, object? fact)
    {
        switch (fact)
        {
            case null: break;
            case int number: json.WriteNumber(name, number); break;
            case long number: json.WriteNumber(name, number); break;
            case double number: json.WriteNumber(name, Math.Min(number, long.MaxValue)); break;
            case string text: json.WriteString(name, Excerpt.Of(text)); break;
            default: throw new UnreachableException($"{fact.GetType()}");
        }
    }
}
