using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph;

/// <summary>
/// The properties of a table's rows. The values of a row lie side by side, each as the JSON of an answer, ready to be copied; of enums
/// and booleans there is a code into fragments that are ready too. An answer asks several properties of one node, and so finds them
/// in one place in memory.
/// </summary>
/// <remarks>A row: where each value begins and the last one ends, from the row's start (32 bits each, this machine's order); the values.</remarks>
internal sealed class PropertyRows
{
    private readonly ListColumn<byte> _rows;
    /// <summary>By property: the fragments of its codes; null where the value itself is stored.</summary>
    private readonly PaddedText[]?[] _fragments;

    private PropertyRows(ListColumn<byte> rows, PaddedText[]?[] fragments) => (_rows, _fragments) = (rows, fragments);

    public PropertyRows(ImmutableArray<Property> properties) : this(ListColumn<byte>.Empty, [.. properties.Select(Fragments)]) { }

    /// <summary>The value as JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int property, int row] => Read(_rows[row], property);

    /// <summary>All values of a row, to be read one by one.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _rows[row];
    }

    /// <summary>One value of a row as JSON; empty where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> row, int property)
    {
        var value = Stored(row, property);
        return _fragments[property] is { } fragments && !value.IsEmpty ? fragments[value[0]].Span : value;
    }

    /// <summary>The position of an enum's or boolean's value, or -1 where there is none.</summary>
    public int Position(int property, int row) => Stored(_rows[row], property) is [var code, ..] ? code : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Stored(ReadOnlySpan<byte> row, int property)
    {
        if (row.IsEmpty)
            return default;
        ref var first = ref MemoryMarshal.GetReference(row);
        var start = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref first, property * sizeof(int)));
        var end = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref first, (property + 1) * sizeof(int)));
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, start), end - start);
    }

    private static PaddedText[]? Fragments(Property property) => property switch
    {
        { IsList: true } => null,
        { Kind: ScalarKind.Boolean } => [new("false"), new("true")],
        { Kind: ScalarKind.Enum } => [.. property.Enum!.Values.Select(v => v.Json)],
        _ => null,
    };

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(PropertyRows start, ImmutableArray<Property> properties)
    {
        private readonly ListColumn<byte>.Builder _rows = new(start._rows);
        private readonly byte[][] _names = [.. properties.Select(p => Encoding.UTF8.GetBytes(p.Name))];
        /// <summary>Where each value of the row that is set stands in its JSON; codes are negative, -1 for the first.</summary>
        private readonly (int Start, int Length)[] _values = new (int, int)[properties.Length];
        private byte[] _row = new byte[1024];

        public ReadOnlySpan<byte> this[int property, int row] => start.Read(_rows[row], property);

        /// <summary>Sets all properties of the row from their stored JSON; those it lacks have no value.</summary>
        /// <exception cref="InvalidDataException">The model has no such property or value, or needs one that is lacking: it changed since.</exception>
        public void Set(int row, ReadOnlySpan<byte> json)
        {
            Array.Clear(_values);
            var reader = new Utf8JsonReader(json);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var property = IndexOf(ref reader);
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                if (reader.TokenType != JsonTokenType.Null)
                    _values[property] = start._fragments[property] is { } fragments
                        ? (-1 - CodeOf(fragments, property, json[from..(int)reader.BytesConsumed]), 1) : (from, (int)reader.BytesConsumed - from);
            }
            for (var i = 0; i < _values.Length; i++)
                if (_values[i].Length == 0 && properties[i].IsRequired)
                    throw new InvalidDataException($"no {properties[i].Name} found; expected it");
            _rows.Replace(row, Compose(json));
        }

        public void Clear(int row) => _rows.Replace(row, default);

        private ReadOnlySpan<byte> Compose(ReadOnlySpan<byte> json)
        {
            if (_values.Length == 0)
                return default;
            var at = (_values.Length + 1) * sizeof(int);
            if (_row.Length < at + json.Length)
                _row = new byte[(at + json.Length) * 2];
            for (var i = 0; i < _values.Length; i++)
            {
                MemoryMarshal.Write(_row.AsSpan(i * sizeof(int)), at);
                var (from, length) = _values[i];
                if (from < 0)
                    _row[at] = (byte)(-1 - from);
                else
                    json.Slice(from, length).CopyTo(_row.AsSpan(at));
                at += length;
            }
            MemoryMarshal.Write(_row.AsSpan(_values.Length * sizeof(int)), at);
            return _row.AsSpan(0, at);
        }

        private int IndexOf(ref Utf8JsonReader reader)
        {
            for (var i = 0; i < _names.Length; i++)
                if (reader.ValueTextEquals(_names[i]))
                    return i;
            throw new InvalidDataException(
                $"property {reader.GetString()} found; expected one of {string.Join(", ", properties.Select(p => p.Name))}");
        }

        private int CodeOf(PaddedText[] fragments, int property, ReadOnlySpan<byte> value)
        {
            for (var code = 0; code < fragments.Length; code++)
                if (value.SequenceEqual(fragments[code].Span))
                    return code;
            throw new InvalidDataException($"{properties[property].Name} {Encoding.UTF8.GetString(value)} found; expected {properties[property].TypeText}");
        }

        public PropertyRows Build() => new(_rows.Build(), start._fragments);
    }
}
