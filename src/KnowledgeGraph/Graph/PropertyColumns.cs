using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph;

/// <summary>
/// The properties of a table's rows: each value as the JSON of an answer, ready to be copied; of enums and booleans a code, 0 for no
/// value, into fragments that are ready too.
/// </summary>
internal sealed class PropertyColumns
{
    private PropertyColumns(PropertyColumn[] columns) => _columns = columns;

    private readonly PropertyColumn[] _columns;

    public PropertyColumns(ImmutableArray<Property> properties)
        : this([.. properties.Select(p => new PropertyColumn(p, ListColumn<byte>.Empty, ChunkedArray<byte>.Empty, Fragments(p)))]) { }

    /// <summary>The value as JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int property, int row] => _columns[property][row];

    public PropertyColumn this[int property] => _columns[property];

    private static PaddedText[]? Fragments(Property property) => property switch
    {
        { IsList: true } => null,
        { Kind: ScalarKind.Boolean } => [PaddedText.Empty, new("false"), new("true")],
        { Kind: ScalarKind.Enum } => [PaddedText.Empty, .. property.Enum!.Values.Select(v => v.Json)],
        _ => null,
    };

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(PropertyColumns start, ImmutableArray<Property> properties)
    {
        private readonly ListColumn<byte>.Builder[] _texts = [.. start._columns.Select(c => new ListColumn<byte>.Builder(c.Texts))];
        private readonly ChunkedArray<byte>.Builder[] _codes = [.. start._columns.Select(c => new ChunkedArray<byte>.Builder(c.Codes))];
        private readonly byte[][] _names = [.. properties.Select(p => Encoding.UTF8.GetBytes(p.Name))];
        private readonly bool[] _seen = new bool[properties.Length];

        public ReadOnlySpan<byte> this[int property, int row] =>
            start._columns[property].Fragments is { } fragments ? fragments[_codes[property][row]].Span : _texts[property][row];

        /// <summary>Sets all properties of the row from their stored JSON; those it lacks have no value.</summary>
        public void Set(int row, ReadOnlySpan<byte> json)
        {
            Array.Clear(_seen);
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var property = IndexOf(ref reader);
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                if (property >= 0 && reader.TokenType != JsonTokenType.Null)
                    Set(property, row, json[from..(int)reader.BytesConsumed]);
            }
            for (var i = 0; i < _seen.Length; i++)
                if (!_seen[i])
                    Set(i, row, default);
        }

        private int IndexOf(ref Utf8JsonReader reader)
        {
            for (var i = 0; i < _names.Length; i++)
                if (reader.ValueTextEquals(_names[i]))
                    return i;
            return -1;
        }

        private void Set(int property, int row, ReadOnlySpan<byte> value)
        {
            _seen[property] = true;
            if (start._columns[property].Fragments is not { } fragments)
            {
                _texts[property].Replace(row, value);
                return;
            }
            var code = 0;
            if (!value.IsEmpty)
                while (!value.SequenceEqual(fragments[code].Span))
                    code++;
            _codes[property][row] = (byte)code;
        }

        public PropertyColumns Build() => new([.. start._columns.Select((c, i) => c with { Texts = _texts[i].Build(), Codes = _codes[i].Build() })]);
    }
}

/// <summary>One property of all rows.</summary>
internal sealed record PropertyColumn(Property Property, ListColumn<byte> Texts, ChunkedArray<byte> Codes, PaddedText[]? Fragments)
{
    /// <summary>The value as JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int row] => Fragments is { } fragments ? fragments[Codes[row]].Span : Texts[row];
}
