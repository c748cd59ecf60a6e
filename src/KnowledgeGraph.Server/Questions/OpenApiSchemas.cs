using System.Collections.Immutable;
using System.Text.Json.Nodes;
using GraphQL;
using GraphQL.Types;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Questions;

/// <summary>JSON schemas of the values of questions. Enums of responses are shared, and those of parameters are written out.</summary>
internal sealed class OpenApiSchemas
{
    private const string DatePattern = @"^\d{4}(-\d{2}(-\d{2})?)?$";

    /// <summary>The shared schemas, by name.</summary>
    public JsonObject All { get; } = new()
    {
        ["Problem"] = Object(
            ("type", Of("string")), ("title", Of("string")), ("status", Of("integer")), ("detail", Of("string")), ("code", Of("string"))),
    };

    /// <summary>The schema of an object of a response.</summary>
    public JsonObject Object(ImmutableArray<OutlineField> fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)Described(Of(f.Type, f.Fields, isNullable: true), f.Description)))),
        ["required"] = new JsonArray([.. fields.Where(f => !f.IsOptional).Select(f => (JsonNode)f.Key)]),
    };

    private static JsonObject Described(JsonObject schema, string? description)
    {
        if (description is not null)
            schema["description"] = description;
        return schema;
    }

    private JsonObject Of(IGraphType type, ImmutableArray<OutlineField> fields, bool isNullable) => type switch
    {
        NonNullGraphType required => Of(required.ResolvedType!, fields, isNullable: false),
        ListGraphType list => Nullable(new JsonObject { ["type"] = "array", ["items"] = Of(list.ResolvedType!, fields, isNullable: true) }, isNullable),
        EnumerationGraphType values => Shared(values, isNullable),
        _ => Nullable(fields.IsEmpty ? Scalar(type) : Object(fields), isNullable),
    };

    private JsonObject Shared(EnumerationGraphType values, bool isNullable)
    {
        if (!All.ContainsKey(values.Name))
            All[values.Name] = Described(Enum(values), values.Description);
        var reference = new JsonObject { ["$ref"] = $"#/components/schemas/{values.Name}" };
        return isNullable ? new JsonObject { ["anyOf"] = new JsonArray(reference, Of("null")) } : reference;
    }

    private static JsonObject Nullable(JsonObject schema, bool isNullable)
    {
        if (isNullable && schema["type"] is { } type)
            schema["type"] = new JsonArray(type.DeepClone(), "null");
        return schema;
    }

    /// <summary>The schema of a variable, written out. The absence of a parameter takes the place of null.</summary>
    public static JsonObject Inline(IGraphType type) => type switch
    {
        NonNullGraphType required => Inline(required.ResolvedType!),
        ListGraphType list => new JsonObject { ["type"] = "array", ["items"] = Inline(list.ResolvedType!) },
        EnumerationGraphType values => Enum(values),
        _ => Scalar(type),
    };

    private static JsonObject Enum(EnumerationGraphType values) => new()
    {
        ["type"] = "string",
        ["enum"] = new JsonArray([.. values.Values.Select(v => (JsonNode)v.Name)]),
    };

    private static JsonObject Scalar(IGraphType type) => type.GetNamedType() switch
    {
        IntGraphType => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        FloatGraphType => Of("number"),
        BooleanGraphType => Of("boolean"),
        IInputObjectGraphType => Of("object"),
        { Name: "PartialDate" } => Date(),
        { Name: "DateTime" } => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        { Name: "URL" } => new JsonObject { ["type"] = "string", ["format"] = "uri" },
        _ => Of("string"),
    };

    /// <summary>A year, a month or a day.</summary>
    public static JsonObject Date() => new() { ["type"] = "string", ["pattern"] = DatePattern };

    /// <summary>The changes between two dates. Cells are texts, as in the CSV.</summary>
    public static JsonObject Changes(AnswerColumns columns)
    {
        JsonObject Row() => Object([.. columns.Header.Select(name => (name, Of("string")))]);
        return Object(
            ("from", Date()), ("to", Date()), ("added", ListOf(Row())), ("removed", ListOf(Row())), ("changed", ListOf(Object(("before", Row()), ("after", Row())))));
    }

    /// <summary>The list of the questions.</summary>
    public static JsonObject QuestionList() => ListOf(Object(
        ("name", Of("string")), ("title", Of("string")), ("text", Of("string")),
        ("variables", ListOf(Object(("name", Of("string")), ("type", Of("string")), ("default", [])))),
        ("sentence", Of("string")), ("forms", ListOf(Of("string"))), ("group", Of("string"))));

    private static JsonObject Of(string type) => new() { ["type"] = type };

    private static JsonObject ListOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };

    private static JsonObject Object(params (string Name, JsonObject Schema)[] fields) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Schema))),
        ["required"] = new JsonArray([.. fields.Select(f => (JsonNode)f.Name)]),
    };
}
