using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Tests.Fuzzing;

/// <summary>
/// Values of arguments and variables: null, bool, string, <see cref="Number"/>, <see cref="EnumName"/>, <see cref="VariableName"/>,
/// List&lt;object?&gt; and Dictionary&lt;string, object?&gt;. Lists and dictionaries are mutable, so that a failing operation can be made smaller.
/// </summary>
internal static class InputValue
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A number as it is written, such as -0.0 or 2147483648.</summary>
    public sealed record Number(string Text);

    public sealed record EnumName(string Text);

    public sealed record VariableName(string Text);

    /// <summary>The value as a GraphQL literal.</summary>
    public static string Literal(object? value) => value switch
    {
        Dictionary<string, object?> fields => $"{{ {string.Join(", ", fields.Select(f => $"{f.Key}: {Literal(f.Value)}"))} }}",
        List<object?> items => $"[{string.Join(", ", items.Select(Literal))}]",
        EnumName name => name.Text,
        VariableName variable => "$" + variable.Text,
        _ => Json(value),
    };

    /// <summary>The value as JSON. It has no variables in it.</summary>
    public static string Json(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        Number number => number.Text,
        EnumName name => $"\"{name.Text}\"",
        string text => JsonSerializer.Serialize(text, s_readable),
        List<object?> items => $"[{string.Join(", ", items.Select(Json))}]",
        Dictionary<string, object?> fields => $"{{{string.Join(", ", fields.Select(f => $"\"{f.Key}\": {Json(f.Value)}"))}}}",
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    public static object? Copy(object? value) => value switch
    {
        List<object?> items => items.ConvertAll(Copy),
        Dictionary<string, object?> fields => fields.ToDictionary(f => f.Key, f => Copy(f.Value)),
        _ => value,
    };

    /// <summary>The body of a request, as clients send it.</summary>
    public static byte[] Request(string document, string variables) =>
        Encoding.UTF8.GetBytes($"{{\"query\": {Json(document)}, \"variables\": {variables}}}");
}
