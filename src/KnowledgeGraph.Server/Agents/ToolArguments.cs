using System.Text.Json;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Questions;
using KnowledgeGraph.Server.Requests;
using ModelContextProtocol.Protocol;

namespace KnowledgeGraph.Server.Agents;

/// <summary>The arguments of a call. Every refusal names the argument.</summary>
internal sealed class ToolArguments
{
    private ToolArguments(Dictionary<string, object?> values) => Values = values;

    /// <summary>The values that are given, as GraphQL takes them.</summary>
    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <exception cref="RequestRefusedException">An argument is unknown or missing.</exception>
    public static ToolArguments Read(Tool tool, IDictionary<string, JsonElement>? given, int maxListSize)
    {
        var names = tool.InputSchema.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToList();
        if (given?.Keys.FirstOrDefault(n => !names.Contains(n)) is { } unknown)
            throw Refuse(
                unknown, $"The tool `{tool.Name}` has no argument `{Excerpt.Of(unknown)}`. {(names.Count == 0 ? "It has no arguments." : Nearest.Suggest(Excerpt.Of(unknown), names))}",
                allowed: string.Join(", ", names));
        foreach (var required in tool.InputSchema.GetProperty("required").EnumerateArray())
            if (given is null || !given.TryGetValue(required.GetString()!, out var value) || value.ValueKind == JsonValueKind.Null)
                throw Refuse(required.GetString()!, $"The argument `{required.GetString()}` is missing.");
        return new ToolArguments(VariableReader.Read("arguments", JsonSerializer.SerializeToUtf8Bytes(given ?? new Dictionary<string, JsonElement>()), maxListSize));
    }

    /// <summary>A text that must be given.</summary>
    /// <exception cref="RequestRefusedException">It is empty, too long or no text.</exception>
    public string Text(string name, int maxLength = int.MaxValue) => OptionalText(name, maxLength) is { } text && !string.IsNullOrWhiteSpace(text) ? text
        : throw Refuse(name, $"`{name}` must be a text that is not empty.");

    /// <exception cref="RequestRefusedException">It is too long or no text.</exception>
    public string? OptionalText(string name, int maxLength = int.MaxValue) => Values.GetValueOrDefault(name) switch
    {
        null => null,
        string text when text.Length > maxLength => throw Refuse(name, $"`{name}` can have at most {maxLength:N0} characters, but has {text.Length:N0}.", text.Length, maxLength),
        string text => text,
        _ => throw Refuse(name, $"`{name}` must be a text."),
    };

    /// <exception cref="RequestRefusedException">It is no whole number.</exception>
    public int? Number(string name) => Values.GetValueOrDefault(name) switch
    {
        null => null,
        int number => number,
        _ => throw Refuse(name, $"`{name}` must be a whole number."),
    };

    /// <exception cref="RequestRefusedException">It is no list.</exception>
    public IReadOnlyList<object?>? List(string name) => Values.GetValueOrDefault(name) switch
    {
        null => null,
        IReadOnlyList<object?> items => items,
        _ => throw Refuse(name, $"`{name}` must be a list."),
    };

    /// <exception cref="RequestRefusedException">It is no object.</exception>
    public IReadOnlyDictionary<string, object?>? Object(string name) => Values.GetValueOrDefault(name) switch
    {
        null => null,
        IReadOnlyDictionary<string, object?> fields => fields,
        _ => throw Refuse(name, $"`{name}` must be an object."),
    };

    public static RequestRefusedException Refuse(string name, string message, object? given = null, object? allowed = null) => QuestionParameters.Refuse(name, message, given, allowed);
}
