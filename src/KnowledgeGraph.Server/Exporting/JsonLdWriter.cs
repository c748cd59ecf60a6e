using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Exporting;

/// <summary>
/// JSON-LD 1.1 with schema.org, and PROV-O for claims. A relationship is a property of the node where it starts, and once more an object with its own properties
/// and the claims that it was derived from.
/// </summary>
internal sealed class JsonLdWriter : IGraphWriter
{
    private const string ContextName = "context.jsonld";

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public void Write(GraphExtract graph, ExportTarget target)
    {
        using (var file = target.Create("graph.jsonld"))
        {
            var line = new ArrayBufferWriter<byte>();
            Write(file, line, "{\"@context\":"u8, json =>
            {
                if (target.IsAlone)
                    JsonLdContext.Write(json, graph.Model);
                else
                    json.WriteStringValue(ContextName);
            });
            file.Write(",\"@graph\":["u8);
            var isFirst = true;
            void Add(Action<Utf8JsonWriter> write)
            {
                Write(file, line, isFirst ? "\n"u8 : ",\n"u8, write);
                isFirst = false;
            }
            foreach (var node in graph.Model.NodeTypes.SelectMany(graph.Nodes))
                Add(json => Write(json, graph, node));
            foreach (var redirect in graph.Redirects)
                Add(json => Write(json, redirect));
            file.Write("\n]}\n"u8);
        }
        if (target.IsAlone)
            return;
        using var context = target.Create(ContextName);
        using var writer = new Utf8JsonWriter(context, s_options with { Indented = true });
        writer.WriteStartObject();
        writer.WritePropertyName("@context");
        JsonLdContext.Write(writer, graph.Model);
        writer.WriteEndObject();
    }

    private static void Write(Stream file, ArrayBufferWriter<byte> line, ReadOnlySpan<byte> before, Action<Utf8JsonWriter> write)
    {
        line.ResetWrittenCount();
        line.Write(before);
        using (var json = new Utf8JsonWriter(line, s_options))
            write(json);
        file.Write(line.WrittenSpan);
    }

    // {"@id":"kg:country:PAN","@type":["Country","schema:Country","prov:Agent"],"name":"Panama",…,"PARTY_TO":[{"@id":"kg:instrument:a"}],"relationships":[…]}
    private static void Write(Utf8JsonWriter json, GraphExtract graph, NodeRecord node)
    {
        json.WriteStartObject();
        WriteId(json, node.Id);
        WriteTypes(json, [node.Type.Name, .. JsonLdContext.ClassesOf(node.Type)]);
        WriteProperties(json, node.Type.Properties, node.Properties);
        WriteTime(json, node.RecordedAt);
        var relationships = node.Type.Adjacencies.Where(a => a.IsOut).SelectMany(a => graph.Relationships(node, graph.Model.RelationshipTypes[a.Type], Direction.Out)).ToList();
        foreach (var same in relationships.GroupBy(r => r.Type))
            WriteReferences(json, same.Key.Name, same.Select(r => r.To).Distinct());
        if (relationships.Count > 0)
        {
            json.WriteStartArray(JsonLdContext.Relationships);
            relationships.ForEach(r => Write(json, r));
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    // {"@type":["Relationship","prov:Entity"],"relationshipType":"PARTY_TO","target":{"@id":"kg:instrument:a"},…,"claims":[{"@id":"kg:claim:1"}]}
    private static void Write(Utf8JsonWriter json, RelationshipRecord relationship)
    {
        json.WriteStartObject();
        WriteTypes(json, [JsonLdContext.Relationship, "prov:Entity"]);
        json.WriteString(JsonLdContext.RelationshipType, relationship.Type.Name);
        json.WriteStartObject(JsonLdContext.Target);
        WriteId(json, relationship.To);
        json.WriteEndObject();
        WriteDate(json, RecordLine.Since, relationship.Since);
        WriteDate(json, RecordLine.Until, relationship.Until);
        WriteProperties(json, relationship.Type.Properties, relationship.Properties);
        WriteTime(json, relationship.RecordedAt);
        WriteReferences(json, RecordLine.Claims, relationship.Claims);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Redirect redirect)
    {
        json.WriteStartObject();
        WriteId(json, redirect.From);
        WriteReferences(json, JsonLdContext.ReplacedBy, [redirect.Into]);
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, IEnumerable<Property> properties, IReadOnlyDictionary<string, object> values)
    {
        foreach (var property in properties)
            switch (values.GetValueOrDefault(property.Name))
            {
                case null: break;
                case string id when property.ReferenceTo is not null: WriteReferences(json, property.Name, [id]); break;
                case string date when property.Kind == ScalarKind.PartialDate: WriteDate(json, property.Name, date); break;
                case IEnumerable<string> dates when property.Kind == ScalarKind.PartialDate: WriteList(json, property.Name, dates, date => WriteDate(json, date)); break;
                case IEnumerable<string> texts: WriteList(json, property.Name, texts, json.WriteStringValue); break;
                case var value:
                    json.WritePropertyName(property.Name);
                    RecordJson.Write(json, value);
                    break;
            }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items, Action<string> write)
    {
        if (!items.Any())
            return;
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    private static void WriteDate(Utf8JsonWriter json, string name, string? date)
    {
        if (date is null)
            return;
        json.WritePropertyName(name);
        WriteDate(json, date);
    }

    // {"@value":"2024-07","@type":"xsd:gYearMonth"}
    private static void WriteDate(Utf8JsonWriter json, string date)
    {
        json.WriteStartObject();
        json.WriteString("@value", date);
        json.WriteString("@type", date.Length switch { 4 => "xsd:gYear", 7 => "xsd:gYearMonth", _ => "xsd:date" });
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, long? at)
    {
        if (at is not null)
            json.WriteString(RecordLine.RecordedAt, FlatValue.Time(at));
    }

    // "claims":[{"@id":"kg:claim:1"}]
    private static void WriteReferences(Utf8JsonWriter json, string name, IEnumerable<string> ids) => WriteList(json, name, ids, id =>
    {
        json.WriteStartObject();
        WriteId(json, id);
        json.WriteEndObject();
    });

    private static void WriteId(Utf8JsonWriter json, string id) => json.WriteString("@id", JsonLdContext.IdPrefix + id);

    private static void WriteTypes(Utf8JsonWriter json, string[] types)
    {
        json.WriteStartArray("@type");
        foreach (var type in types)
            json.WriteStringValue(type);
        json.WriteEndArray();
    }
}
