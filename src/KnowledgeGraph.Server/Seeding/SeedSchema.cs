using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Seeding;

/// <summary>
/// Prints a JSON Schema (draft 2020-12) for the YAML files of a seed. Text editors use it to complete names and to mark mistakes. It allows less than the
/// program checks: for example, it does not know which ids exist, and it requires no property, because another file can have it.
/// </summary>
internal sealed class SeedSchema
{
    // The rules of ChangeSetValidator for ids and of PartialDate, as patterns.
    private const string IdCharacters = "[A-Za-z0-9._:-]+";
    private const string DatePattern = "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$";

    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GraphModel _model;
    private readonly Utf8JsonWriter _json;

    private SeedSchema(GraphModel model, Utf8JsonWriter json) => (_model, _json) = (model, json);

    /// <summary>The schema as text that ends with a line break.</summary>
    public static string Print(GraphModel model)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
            new SeedSchema(model, json).Write();
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private void Write()
    {
        _json.WriteStartObject();
        _json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        _json.WriteString("title", "Seed of KnowledgeGraph");
        WriteFields("Collections of nodes. Each node is written under its id without the prefix.", () =>
        {
            foreach (var type in _model.NodeTypes)
                WriteObject(type.CollectionName, () => WriteCollection(type));
        });
        WriteObject("$defs", () =>
        {
            WriteObject("evidence", () => WriteOneOrMany(() => WriteIdOf([_model.Evidence.Claim])));
            WriteObject("date", WriteDate);
            foreach (var type in _model.NodeTypes)
                WriteObject(type.Name, () => WriteNode(type));
            foreach (var field in _model.RelationshipTypes.SelectMany(t => t.Fields))
                WriteObject(field.ToString(), () => WriteRelationship(field));
        });
        _json.WriteEndObject();
    }

    private void WriteCollection(NodeType type)
    {
        _json.WriteString("description", type.Description);
        _json.WriteString("type", "object");
        WriteObject("propertyNames", () => _json.WriteString("pattern", $"^(?!{type.Prefix}:){IdCharacters}$"));
        WriteObject("additionalProperties", () => WriteReference(type.Name));
    }

    private void WriteNode(NodeType type) => WriteFields(type.Description, () =>
    {
        foreach (var property in type.Properties)
            WriteObject(property.Name, () => WriteProperty(property));
        foreach (var field in type.Relationships)
            WriteObject(field.Name, () =>
            {
                _json.WriteString("description", field.Description);
                WriteListIf(field.IsList, () => WriteReference(field.ToString()));
            });
        WriteObject(NodeEntry.MergedInto, () =>
        {
            _json.WriteString("description", "Id of the node that this one became. The entry has no other field.");
            WriteIdOf([type]);
        });
        WriteObject("evidence", () =>
        {
            _json.WriteString("description", "Claims for every relationship of this node that has no evidence of its own.");
            WriteReference("evidence");
        });
    });

    /// <summary>A relationship is the id of the other end, or a set of fields.</summary>
    private void WriteRelationship(RelationshipField field)
    {
        _json.WriteStartArray("anyOf");
        _json.WriteStartObject();
        WriteIdOf(field.Target.Members);
        _json.WriteEndObject();
        _json.WriteStartObject();
        _json.WriteStartArray("required");
        _json.WriteStringValue("to");
        _json.WriteEndArray();
        WriteFields(field.Description, () =>
        {
            WriteObject("to", () =>
            {
                _json.WriteString("description", "Id of the other end.");
                WriteIdOf(field.Target.Members);
            });
            foreach (var property in field.Type.Properties)
                WriteObject(property.Name, () => WriteProperty(property));
            WriteNamed("since", "Date on which it began.", "date");
            WriteNamed("until", "Date on which it ended.", "date");
            WriteNamed("evidence", field.Type.NeedsEvidence ? "Claims that say so. At least one is required." : "Claims that say so.", "evidence");
        });
        _json.WriteEndObject();
        _json.WriteEndArray();
    }

    private void WriteProperty(Property property)
    {
        _json.WriteString("description", property.Description);
        if (property.Default is { } value)
            WriteDefault(property, value);
        WriteListIf(property.IsList, () => WriteScalar(property));
    }

    private void WriteDefault(Property property, string text)
    {
        if (property.Type.Form == ScalarForm.Boolean)
            _json.WriteBoolean("default", text == "true");
        else if (property.Type.IsNumber)
            _json.WriteNumber("default", (double)Convert.ChangeType(property.Type.Parse(text)!, typeof(double), provider: null));
        else
            _json.WriteString("default", text);
    }

    private void WriteScalar(Property property)
    {
        switch (property.Type.Kind)
        {
            case ScalarKind.Enum:
                _json.WriteStartArray("enum");
                foreach (var value in property.Enum!.Values)
                    _json.WriteStringValue(value.Name);
                _json.WriteEndArray();
                break;
            case ScalarKind.Boolean: _json.WriteString("type", "boolean"); break;
            case ScalarKind.Int: _json.WriteString("type", "integer"); break;
            case ScalarKind.Float:
                _json.WriteString("type", "number");
                if (property.Range is var (least, greatest))
                {
                    _json.WriteNumber("minimum", least);
                    _json.WriteNumber("maximum", greatest);
                }
                break;
            case ScalarKind.PartialDate: WriteReference("date"); break;
            case ScalarKind.DateTime: WriteText("date-time", pattern: null); break;
            case ScalarKind.Url: WriteText("uri", "^https?://"); break;
            case ScalarKind.Id when property.ReferenceTo is { } name: WriteIdOf(_model.FindComposite(name)!.Members); break;
            // YAML reads text such as 2024 or true as another type. The seed takes it as text.
            case ScalarKind.Id or ScalarKind.String: WriteTypes("string", "number", "boolean"); break;
            default: throw new System.Diagnostics.UnreachableException($"{property.Type}");
        }
    }

    private void WriteText(string format, string? pattern)
    {
        _json.WriteString("type", "string");
        _json.WriteString("format", format);
        if (pattern is not null)
            _json.WriteString("pattern", pattern);
    }

    /// <summary>A year alone is a number in YAML.</summary>
    private void WriteDate()
    {
        _json.WriteString("description", "Year, month or day: 2024, 2024-07 or 2024-07-01.");
        WriteTypes("string", "integer");
        _json.WriteString("pattern", DatePattern);
        _json.WriteNumber("minimum", 1);
        _json.WriteNumber("maximum", 9999);
    }

    private void WriteTypes(params ReadOnlySpan<string> types)
    {
        _json.WriteStartArray("type");
        foreach (var type in types)
            _json.WriteStringValue(type);
        _json.WriteEndArray();
    }

    private void WriteIdOf(IEnumerable<NodeType> types)
    {
        _json.WriteString("type", "string");
        _json.WriteString("pattern", $"^({string.Join('|', types.Select(t => t.Prefix).Distinct())}):{IdCharacters}$");
    }

    private void WriteOneOrMany(Action writeOne)
    {
        _json.WriteStartArray("anyOf");
        foreach (var isList in new[] { false, true })
        {
            _json.WriteStartObject();
            WriteListIf(isList, writeOne);
            _json.WriteEndObject();
        }
        _json.WriteEndArray();
    }

    private void WriteListIf(bool isList, Action writeItem)
    {
        if (isList)
        {
            _json.WriteString("type", "array");
            WriteObject("items", writeItem);
        }
        else
            writeItem();
    }

    private void WriteFields(string description, Action writeFields)
    {
        _json.WriteString("description", description);
        _json.WriteString("type", "object");
        WriteObject("properties", writeFields);
        _json.WriteBoolean("additionalProperties", false);
    }

    private void WriteNamed(string name, string description, string definition) => WriteObject(name, () =>
    {
        _json.WriteString("description", description);
        WriteReference(definition);
    });

    private void WriteReference(string definition) => _json.WriteString("$ref", $"#/$defs/{definition}");

    private void WriteObject(string name, Action write)
    {
        _json.WriteStartObject(name);
        write();
        _json.WriteEndObject();
    }
}
