using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Lists the errors of a file.</summary>
internal static class ImportReport
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints the errors for people.</summary>
    public static void Write(TextWriter output, ImportErrors errors)
    {
        foreach (var (location, message) in errors.All)
            output.WriteLine($"{location}: {message}");
    }

    // {"line":3,"column":12,"message":"…"}
    /// <summary>Writes the errors to a file, as JSON Lines.</summary>
    public static void Write(string file, ImportErrors errors)
    {
        using var stream = File.Create(file);
        using var json = new Utf8JsonWriter(stream, s_options);
        foreach (var (location, message) in errors.All)
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, location.Line);
            json.WriteNumber("column"u8, location.Column);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
            json.Flush();
            stream.WriteByte((byte)'\n');
            json.Reset();
        }
    }
}
