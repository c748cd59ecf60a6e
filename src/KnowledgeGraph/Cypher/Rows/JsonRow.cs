using System.Text;
using System.Text.Json;

namespace KnowledgeGraph.Cypher.Rows;

/// <summary>Reads the value of a row that is JSON.</summary>
/// <param name="json">At the first token of the value.</param>
public ref struct JsonRow(Utf8JsonReader json) : IRowReader
{
    private Utf8JsonReader _json = json;

    /// <summary>At the place of the row.</summary>
    public readonly Utf8JsonReader Json => _json;

    public readonly RowToken Token => _json.TokenType switch
    {
        JsonTokenType.Null => RowToken.Null,
        JsonTokenType.False => RowToken.False,
        JsonTokenType.True => RowToken.True,
        JsonTokenType.Number => RowToken.Number,
        JsonTokenType.String or JsonTokenType.PropertyName => RowToken.Text,
        JsonTokenType.StartArray => RowToken.StartList,
        JsonTokenType.EndArray => RowToken.EndList,
        JsonTokenType.StartObject => RowToken.StartMap,
        JsonTokenType.EndObject => RowToken.EndMap,
        _ => RowToken.None,
    };

    public bool Read() => _json.Read();

    public readonly ReadOnlySpan<byte> Text => _json.ValueIsEscaped ? Encoding.UTF8.GetBytes(_json.GetString()!) : _json.ValueSpan;

    public readonly bool TryGetInt64(out long number) => _json.TryGetInt64(out number);

    public readonly double Double => _json.GetDouble();

    public readonly int WriteNumber(scoped Span<byte> buffer) => _json.ValueSpan.TryCopyTo(buffer) ? _json.ValueSpan.Length : throw new InvalidDataException("The number has too many digits.");

    public void ReadJson(ReadJson read) => read(ref _json);
}
