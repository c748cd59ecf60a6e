using System.Buffers;
using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.History;

/// <summary>The stored form of the entries of a proposal: one JSON list, which both stores keep as a text.</summary>
public static class EntryJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // [["CHANGED","country:PAN","Country",null,null,["name","\"Panama\"","\"Panamá\""]]]
    public static byte[] Encode(ImmutableArray<RecordedEntry> entries)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartArray();
            foreach (var entry in entries)
            {
                json.WriteStartArray();
                foreach (var text in (ReadOnlySpan<string?>)[entry.Kind, entry.Subject, entry.Type, entry.From, entry.To])
                    json.WriteStringValue(text);
                json.WriteRawValue(entry.Fields);
                json.WriteEndArray();
            }
            json.WriteEndArray();
        }
        return bytes.WrittenSpan.ToArray();
    }

    public static ImmutableArray<RecordedEntry> Decode(ReadOnlyMemory<byte> stored)
    {
        using var json = JsonDocument.Parse(stored);
        return [.. json.RootElement.EnumerateArray().Select((entry, i) => new RecordedEntry(
            i, entry[0].GetString()!, entry[1].GetString()!, entry[2].GetString()!, entry[3].GetString(), entry[4].GetString(),
            System.Text.Encoding.UTF8.GetBytes(entry[5].GetRawText())))];
    }
}
