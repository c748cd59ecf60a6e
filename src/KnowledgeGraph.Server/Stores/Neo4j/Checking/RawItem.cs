using System.Collections.Immutable;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>A property as Neo4j has it: its type, and its value if JSON has such values.</summary>
internal readonly record struct RawValue(string Type, JsonElement Value)
{
    public string? Text => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    /// <summary>The type and, if it is short, the value, for messages.</summary>
    public override string ToString() =>
        Type.Replace(" NOT NULL", "", StringComparison.Ordinal) + (Value.ValueKind != JsonValueKind.Null && Value.GetRawText() is { Length: <= 80 } text ? $" ({text})" : "");
}

/// <summary>The properties of a node or relationship, whatever they are.</summary>
/// <param name="Element">Neo4j's own id.</param>
/// <param name="RecordedAt">Null if it has none, or one of another type.</param>
internal abstract record RawItem(string Element, Dictionary<string, RawValue> Values, long? RecordedAt)
{
    public string? Text(string name) => Values.TryGetValue(name, out var value) ? value.Text : null;

    public static Dictionary<string, RawValue> ValuesOf(JsonElement row) =>
        row.GetProperty("values").EnumerateArray().ToDictionary(v => v[0].GetString()!, v => new RawValue(v[1].GetString()!, v[2]));

    private protected static long? TimeOf(JsonElement row) => row.GetProperty("recordedAt") is { ValueKind: JsonValueKind.Number } time ? time.GetInt64() : null;

    private protected static ImmutableArray<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(i => i.GetString()!)];

    /// <summary>The value of a property, if it has the type that the property needs. Its format is not checked.</summary>
    public object? Read(Property property)
    {
        if (!Values.TryGetValue(property.Name, out var found))
            return null;
        var (type, value) = (found.Type.Split(' ')[0], found.Value);
        if (property.IsList)
            return value.ValueKind == JsonValueKind.Array ? Texts(value) : null;
        return (property.Type.Form, type) switch
        {
            (ScalarForm.Text or ScalarForm.PlainText or ScalarForm.Enum, "STRING") => value.GetString(),
            (ScalarForm.Whole, "INTEGER") => value.GetInt64(),
            (ScalarForm.Number, "INTEGER" or "FLOAT") when value.ValueKind == JsonValueKind.Number => value.GetDouble(),
            (ScalarForm.Boolean, "BOOLEAN") => value.GetBoolean(),
            _ => null,
        };
    }
}

/// <summary>A node of the database.</summary>
/// <param name="IsStated">Whether it leads to a report as claims and statistics do.</param>
internal sealed record RawNode(string Element, ImmutableArray<string> Labels, Dictionary<string, RawValue> Values, long? RecordedAt, bool IsStated) : RawItem(Element, Values, RecordedAt)
{
    // {"element":"4:…:7","labels":["Country"],"values":[["name","STRING NOT NULL","Panama"]],"recordedAt":null,"isStated":false}
    public static RawNode Of(JsonElement row) => new(
        row.GetProperty("element").GetString()!, Texts(row.GetProperty("labels")), ValuesOf(row), TimeOf(row), row.GetProperty("isStated").GetBoolean());
}

/// <summary>A node at an end of a relationship.</summary>
/// <param name="Names">Its values of <see cref="KnowledgeGraph.Cypher.Layout.CheckStatements.NamesOf"/>.</param>
internal sealed record RawEnd(string Element, ImmutableArray<string> Labels, string? Id, ImmutableArray<string?> Names)
{
    public static RawEnd Of(JsonElement end) => new(
        end.GetProperty("element").GetString()!, [.. end.GetProperty("labels").EnumerateArray().Select(l => l.GetString()!)], end.GetProperty("id").GetString(),
        [.. end.GetProperty("names").EnumerateArray().Select(n => n.GetString())]);
}

/// <summary>A relationship of the database.</summary>
internal sealed record RawRelationship(string Element, string Type, RawEnd From, RawEnd To, Dictionary<string, RawValue> Values, long? RecordedAt) : RawItem(Element, Values, RecordedAt)
{
    public static RawRelationship Of(JsonElement row) => new(
        row.GetProperty("element").GetString()!, row.GetProperty("type").GetString()!, RawEnd.Of(row.GetProperty("from")), RawEnd.Of(row.GetProperty("to")), ValuesOf(row), TimeOf(row));
}
