using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher;

/// <summary>Checks whether a value in a row has the type of its property.</summary>
internal static class StoredValue
{
    /// <param name="row">Stands on a single value, or on an item of a list.</param>
    public static bool IsValid(ref Utf8JsonReader row, ScalarKind kind, EnumType? type) => kind switch
    {
        ScalarKind.String or ScalarKind.Id => row.TokenType == JsonTokenType.String,
        ScalarKind.Url => row.TokenType == JsonTokenType.String && (row.ValueSpan.StartsWith("https://"u8) || row.ValueSpan.StartsWith("http://"u8)),
        ScalarKind.Int => row.TokenType == JsonTokenType.Number && row.TryGetInt32(out _),
        ScalarKind.Float => row.TokenType == JsonTokenType.Number,
        ScalarKind.Boolean => row.TokenType is JsonTokenType.True or JsonTokenType.False,
        ScalarKind.Enum => row.TokenType == JsonTokenType.String && IsOf(ref row, type!),
        ScalarKind.PartialDate => row.TokenType == JsonTokenType.String && IsDate(row.ValueSpan),
        ScalarKind.DateTime => row.TokenType == JsonTokenType.String && DateTimeOffset.TryParseExact(
            row.GetString(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        _ => throw new UnreachableException(),
    };

    private static bool IsOf(ref Utf8JsonReader row, EnumType type)
    {
        foreach (var value in type.Values)
            if (row.ValueTextEquals(value.Name))
                return true;
        return false;
    }

    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        Span<char> characters = stackalloc char[10];
        return text.Length <= 10 && PartialDate.IsValid(characters[..Encoding.Latin1.GetChars(text, characters)]);
    }
}
