using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents;

/// <summary>Describes tools.</summary>
internal static class ToolSchema
{
    /// <summary>A tool that reads.</summary>
    public static Tool Reading(string name, string title, string description, params IEnumerable<ToolArgument> arguments) => Of(name, title, description, isReading: true, arguments);

    /// <summary>A tool that adds something, and changes nothing that is there.</summary>
    public static Tool Adding(string name, string title, string description, params IEnumerable<ToolArgument> arguments) => Of(name, title, description, isReading: false, arguments);

    private static Tool Of(string name, string title, string description, bool isReading, IEnumerable<ToolArgument> arguments) => new()
    {
        Name = name,
        Title = title,
        Description = description,
        InputSchema = JsonSerializer.SerializeToElement(new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Name, (JsonNode?)Described(a)))),
            ["required"] = new JsonArray([.. arguments.Where(a => a.IsRequired).Select(a => (JsonNode)a.Name)]),
            ["additionalProperties"] = false,
        }),
        Annotations = new ToolAnnotations { Title = title, ReadOnlyHint = isReading, DestructiveHint = false, IdempotentHint = isReading, OpenWorldHint = false },
    };

    private static JsonObject Described(ToolArgument argument)
    {
        argument.Schema["description"] = argument.Description;
        return argument.Schema;
    }

    public static JsonObject Text() => new() { ["type"] = "string" };

    public static JsonObject WholeNumber(int least, int most, int byDefault) => new() { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most, ["default"] = byDefault };

    public static JsonObject Object() => new() { ["type"] = "object" };

    public static JsonObject ListOf(JsonObject items) => new() { ["type"] = "array", ["items"] = items };
}

/// <summary>An argument of a tool.</summary>
internal sealed record ToolArgument(string Name, JsonObject Schema, string Description, bool IsRequired = false);
