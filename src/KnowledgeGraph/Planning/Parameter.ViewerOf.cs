using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

public abstract partial record Parameter
{
    /// <summary>Who makes the request. Binds to the JSON of the selected fields, or to null as JSON if it is nobody.</summary>
    public sealed record ViewerOf(ImmutableArray<PlanField> Fields) : Parameter
    {
        private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

        public override object Bind(IReadOnlyDictionary<string, object?> variables) => Bind(null);

        // {"subject":"ana","name":"Ana Ruiz","scopes":["graph:write"]}
        public byte[] Bind(Viewer? viewer)
        {
            if (viewer is null)
                return [.. "null"u8];
            var bytes = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(bytes, s_options))
            {
                json.WriteStartObject();
                foreach (var field in Fields)
                    Write(json, field, viewer);
                json.WriteEndObject();
            }
            return bytes.WrittenSpan.ToArray();
        }

        private static void Write(Utf8JsonWriter json, PlanField field, Viewer viewer)
        {
            json.WritePropertyName(field.Key.Name);
            switch (field)
            {
                case PlanField.Leaf { What: Leaf.ViewerSubject }: json.WriteStringValue(viewer.Subject); break;
                case PlanField.Leaf { What: Leaf.ViewerName }: json.WriteStringValue(viewer.Name); break;
                case PlanField.Leaf { What: Leaf.ViewerScopes }:
                    json.WriteStartArray();
                    foreach (var scope in viewer.Scopes)
                        json.WriteStringValue(scope);
                    json.WriteEndArray();
                    break;
                case PlanField.Constant constant: json.WriteRawValue(constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }

        public override string ToString() => "";
    }
}
