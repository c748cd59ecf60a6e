using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning.Parameters;

/// <summary>Who makes the request. Binds to the JSON of the selected fields, or to null as JSON if it is nobody.</summary>
/// <param name="Fields">The selected fields: their keys, and what they return. Null is the name of the type.</param>
public sealed record ViewerParameter(ImmutableArray<(string Key, Leaf? What)> Fields) : Parameter<byte[]>
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override byte[] ValueOf(IReadOnlyDictionary<string, object?> variables) => Bind(viewer: null);

    // {"subject":"ana","name":"Ana Ruiz","scopes":["graph:write"]}
    public byte[] Bind(Viewer? viewer)
    {
        if (viewer is null)
            return [.. "null"u8];
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options))
        {
            json.WriteStartObject();
            foreach (var (key, what) in Fields)
                Write(json, key, what, viewer);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string key, Leaf? what, Viewer viewer)
    {
        json.WritePropertyName(key);
        switch (what)
        {
            case Leaf.ViewerSubject: json.WriteStringValue(viewer.Subject); break;
            case Leaf.ViewerName: json.WriteStringValue(viewer.Name); break;
            case Leaf.ViewerScopes:
                json.WriteStartArray();
                foreach (var scope in viewer.Scopes)
                    json.WriteStringValue(scope);
                json.WriteEndArray();
                break;
            case null: json.WriteStringValue(nameof(Viewer)); break;
            default: throw new UnreachableException($"{what}");
        }
    }

    public override string ToString() => "";
}
