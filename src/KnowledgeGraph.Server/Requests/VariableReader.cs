using System.Text.Json;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Reads JSON into the values that GraphQL's coercion takes: int, long, double, string, bool, null, lists and dictionaries.</summary>
internal static class VariableReader
{
    /// <summary>Variables that stand alone, as in a URL or on a command line.</summary>
    /// <exception cref="RequestRefusedException">Not JSON, or no object.</exception>
    public static Dictionary<string, object?> Read(string name, ReadOnlySpan<byte> json, int maxListSize = int.MaxValue)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var variables = reader.TokenType switch
            {
                JsonTokenType.StartObject => ReadObject(ref reader, maxListSize),
                JsonTokenType.Null => [],
                var other => throw RequestRefusedException.InvalidRequest($"`{name}` must be an object, but was {Describe(other)}."),
            };
            reader.Read();
            return variables;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw RequestRefusedException.InvalidJson($"{name}: {Explain(e)}");
        }
    }

    /// <summary>The object at whose start the reader stands.</summary>
    /// <exception cref="GraphErrorException">A list has more items than it may, or there are more than a hundred times as many values.</exception>
    public static Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader, int maxListSize)
    {
        var most = new Most(maxListSize, maxListSize * 100L);
        return ReadObject(ref reader, ref most);
    }

    /// <param name="ListSize">Items of one list.</param>
    /// <param name="Values">How many values may still come.</param>
    private record struct Most(int ListSize, long Values);

    private static Dictionary<string, object?> ReadObject(ref Utf8JsonReader reader, ref Most most)
    {
        var values = new Dictionary<string, object?>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            values[name] = ReadValue(ref reader, ref most);
        }
        return values;
    }

    private static object? ReadValue(ref Utf8JsonReader reader, ref Most most)
    {
        if (--most.Values < 0)
            throw new GraphErrorException($"The variables can have at most {most.ListSize * 100L} values.", ErrorCodes.ListTooLong, new("variables", Allowed: most.ListSize * 100L));
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return reader.GetString();
            case JsonTokenType.True: return true;
            case JsonTokenType.False: return false;
            case JsonTokenType.Null: return null;
            case JsonTokenType.StartObject: return ReadObject(ref reader, ref most);
            case JsonTokenType.StartArray:
                var items = new List<object?>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue(ref reader, ref most));
                    if (items.Count > most.ListSize)
                        throw new GraphErrorException(
                            $"A list in the variables can have at most {most.ListSize} items.", ErrorCodes.ListTooLong, new("variables", Allowed: most.ListSize));
                }
                return items;
            default: return ReadNumber(ref reader);
        }
    }

    private static object ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt32(out var small))
            return small;
        if (reader.TryGetInt64(out var large))
            return large;
        var number = reader.GetDouble();
        return double.IsFinite(number) ? number
            : throw RequestRefusedException.InvalidRequest("A number in the variables is too large for 64 bits.");
    }

    public static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a boolean",
        JsonTokenType.Null => "null",
        JsonTokenType.StartArray => "a list",
        _ => "an object",
    };

    /// <summary>What is wrong with the JSON, and where, counted from one.</summary>
    public static string Explain(Exception e) => e is JsonException { LineNumber: { } line, BytePositionInLine: { } position }
        ? $"The JSON is not valid at line {line + 1}, byte {position + 1}."
        : "The JSON has text that is not UTF-8.";
}
