using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Schema.Mutations;

namespace KnowledgeGraph.Planning.Writing;

/// <summary>What a payload selects of the differences of merged nodes.</summary>
public sealed class DifferenceSelection
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A field of a difference; a null part is the name of its type.</summary>
    internal readonly record struct Field(string Key, MergeDifferencePart? Part);

    private readonly ImmutableArray<Field> _fields;

    internal DifferenceSelection(ImmutableArray<Field> fields) => _fields = fields;

    /// <summary>The differences as a JSON list.</summary>
    public byte[] Write(IEnumerable<MergeDifference> differences)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartArray();
            foreach (var difference in differences)
            {
                json.WriteStartObject();
                foreach (var (key, part) in _fields)
                    json.WriteString(key, part switch
                    {
                        null => MergeDifferences.TypeName,
                        MergeDifferencePart.Field => difference.Field,
                        MergeDifferencePart.Kept => difference.Kept,
                        MergeDifferencePart.Dropped => difference.Dropped,
                        _ => throw new UnreachableException($"{part}"),
                    });
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
