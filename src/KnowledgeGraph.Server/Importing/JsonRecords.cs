using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Importing;

/// <summary>Reads records from lines of JSON, and reports all errors of a line with their places.</summary>
/// <param name="fieldsOf">The fields that lines of a type speak about; null if a line is the whole record.</param>
internal sealed class JsonRecords(GraphModel model, string file, ImportErrors errors, Func<string, IReadOnlySet<string>?>? fieldsOf = null)
{
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 4 };

    private readonly Dictionary<string, (NodeType Type, TypeFields Fields)> _nodes = model.NodeTypes.ToDictionary(t => t.Name, t => (t, TypeFields.Of(t)));
    private readonly Dictionary<string, (RelationshipType Type, TypeFields Fields)> _relationships = model.RelationshipTypes.ToDictionary(t => t.Name, t => (t, TypeFields.Of(t)));

    /// <summary>The record of a line; null if not even its type and ids can be read.</summary>
    public ImportRecord? Read(ReadOnlySpan<byte> text, int number)
    {
        var line = new JsonLine(file, number, text.ToArray());
        try
        {
            var (kind, type) = FindType(line);
            return kind switch
            {
                RecordLine.Node when _nodes.TryGetValue(type!, out var node) => ReadNode(line, node.Type, node.Fields),
                RecordLine.Relationship when _relationships.TryGetValue(type!, out var relationship) => ReadRelationship(line, relationship.Type, relationship.Fields),
                RecordLine.Redirect => ReadRedirect(line),
                RecordLine.Node => Fail(line.Locate(kind), $"The type of nodes `{type}` is unknown. {Nearest.Suggest(type!, _nodes.Keys)}"),
                RecordLine.Relationship => Fail(line.Locate(kind), $"The type of relationships `{type}` is unknown. {Nearest.Suggest(type!, _relationships.Keys)}"),
                _ => Fail(line.At(0), "The line must be a JSON object with the type of a node in `node`, the type of a relationship in `relationship`, or the id of a merged node in `redirect`."),
            };
        }
        catch (JsonException e)
        {
            return Fail(line.At(e.BytePositionInLine ?? 0), $"The line is not valid JSON. {Reason(e.Message)}");
        }
        catch (InvalidOperationException)
        {
            return Fail(line.At(0), "The line has text that is not UTF-8. Save the file as UTF-8.");
        }
    }

    /// <summary>The message of the reader without its own place.</summary>
    private static string Reason(string message) => message.StartsWith("Expected depth", StringComparison.Ordinal) ? "The object is not closed."
        : message[..(message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? end : message.Length)];

    private ImportRecord? Fail(FileLocation location, string message)
    {
        errors.Add(location.Line, location, message);
        return null;
    }

    /// <summary>Reads the whole line, so that it is known to be JSON.</summary>
    private static (string? Kind, string? Type) FindType(JsonLine line)
    {
        var reader = new Utf8JsonReader(line.Text, s_options);
        (string?, string?) found = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return found;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var kind = reader.ValueTextEquals("node"u8) ? RecordLine.Node : reader.ValueTextEquals("relationship"u8) ? RecordLine.Relationship
                : reader.ValueTextEquals("redirect"u8) ? RecordLine.Redirect : null;
            reader.Read();
            if (kind is not null && found.Item1 is null && reader.TokenType == JsonTokenType.String)
                found = (kind, reader.GetString());
            reader.Skip();
        }
        // Nothing may follow the object.
        reader.Read();
        return found;
    }

    private ImportRecord? ReadNode(JsonLine line, NodeType type, TypeFields fields)
    {
        var values = new RecordValues(line, type.Name, errors) { Fields = fieldsOf?.Invoke(type.Name) };
        Read(line, fields, values);
        return values.ToNode(type);
    }

    private ImportRecord? ReadRelationship(JsonLine line, RelationshipType type, TypeFields fields)
    {
        var values = new RecordValues(line, type.Name, errors) { Fields = fieldsOf?.Invoke(type.Name) };
        Read(line, fields, values);
        return values.ToRelationship(type);
    }

    private ImportRecord? ReadRedirect(JsonLine line)
    {
        var values = new RecordValues(line, RecordLine.Redirect, errors);
        Read(line, TypeFields.OfRedirect, values);
        return values.ToRedirect();
    }

    private static void Read(JsonLine line, TypeFields fields, RecordValues values)
    {
        var seen = new bool[fields.Count];
        var reader = new Utf8JsonReader(line.Text, s_options);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (field, start) = (fields.Find(ref reader), reader.TokenStartIndex);
            var unknown = field < 0 ? reader.GetString()! : null;
            reader.Read();
            var at = reader.TokenStartIndex;
            if (unknown is not null)
                values.Fail(line.At(start), $"The field `{unknown}` is unknown. {Nearest.Suggest(unknown, fields.Names)}");
            else if (seen[field])
                values.Fail(line.At(start), $"The field `{fields[field].Name}` appears twice. Give it once.");
            else if ((seen[field] = true) && reader.TokenType != JsonTokenType.Null)
            {
                if (Mistake(ref reader, fields[field].Name, fields[field].Property, values) is { } mistake)
                    values.Fail(line.At(at), mistake);
                continue;
            }
            reader.Skip();
        }
    }

    /// <summary>Takes a value. The reader is left at its last token.</summary>
    /// <returns>What is wrong with the value; null if nothing is.</returns>
    private static string? Mistake(ref Utf8JsonReader reader, string name, Property? property, RecordValues values)
    {
        if (name is RecordLine.Node or RecordLine.Relationship)
            return null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            reader.Skip();
            return $"`{name}` must be {Expected(name, property)}, but was an object.";
        }
        if (property is { IsList: true } || name == RecordLine.Claims)
            return reader.TokenType == JsonTokenType.StartArray ? ReadList(ref reader, name, property, values) : $"`{name}` must be a list, but was {Text(ref reader)}.";
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Skip();
            return $"`{name}` must be {Expected(name, property)}, but was a list.";
        }
        if (property is null)
            return reader.TokenType == JsonTokenType.String ? values.Set(name, reader.GetString()!) : $"`{name}` must be {Expected(name, property)}, but was {Text(ref reader)}.";
        object? value = reader.TokenType switch
        {
            JsonTokenType.String when property.Type.Form is ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum => reader.GetString(),
            JsonTokenType.Number when property.Type.Form == ScalarForm.Whole => reader.TryGetInt64(out var whole) ? whole : null,
            JsonTokenType.Number when property.Type.Form == ScalarForm.Number => reader.GetDouble(),
            JsonTokenType.True or JsonTokenType.False when property.Type.Form == ScalarForm.Boolean => reader.TokenType == JsonTokenType.True,
            _ => null,
        };
        return value is null ? $"`{name}` must be {PropertyRules.Expected(property)}, but was {Text(ref reader)}." : values.Set(property, value);
    }

    private static string? ReadList(ref Utf8JsonReader reader, string name, Property? property, RecordValues values)
    {
        var (items, mistake) = (ImmutableArray.CreateBuilder<string>(), default(string));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String)
                items.Add(reader.GetString()!);
            else
                mistake ??= $"`{name}` must be a list of {Expected(name, property)}, but has {Text(ref reader)}.";
            reader.Skip();
        }
        return mistake ?? (property is null ? values.SetClaims(items.ToImmutable()) : values.Set(property, items.ToImmutable()));
    }

    private static string Expected(string name, Property? property) => property is null ? RecordValues.Expected(name) : PropertyRules.Expected(property);

    /// <summary>A value in a message.</summary>
    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => ChangeSetValidator.Show(reader.GetString()!),
        JsonTokenType.Number => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };
}
