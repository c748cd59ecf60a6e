using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// The values of a table's rows: first what every node or relationship has (its id; since and until), then its properties. The values of a row are
/// stored side by side as the JSON of a response, ready to be copied. An enum or Boolean is stored as a code, and the JSON of each code is kept once.
/// A response mostly needs several values of a node, and finds them in one place in memory.
/// </summary>
/// <remarks>
/// A row has the offset of each value and of the end of the last one, from the start of the row (32 bits each, in the byte order of the machine), then
/// the values. A row without values is empty.
/// </remarks>
internal sealed class PropertyRows
{
    private readonly ListColumn<byte> _rows;
    private readonly int _own;
    /// <summary>By property: the fragments of its codes; null where the value itself is stored.</summary>
    private readonly PaddedText[]?[] _fragments;

    private PropertyRows(ListColumn<byte> rows, int own, PaddedText[]?[] fragments) => (_rows, _own, _fragments) = (rows, own, fragments);

    /// <param name="own">How many values there are beside the properties.</param>
    public PropertyRows(ImmutableArray<Property> properties, int own) : this(ListColumn<byte>.Empty, own, [.. properties.Select(p => p.Fragments)]) { }

    /// <summary>The value of a property as JSON; empty where there is none.</summary>
    public ReadOnlySpan<byte> this[int property, int row]
    {
        get
        {
            var value = Stored(_rows[row], _own + property);
            return _fragments[property] is { } fragments && !value.IsEmpty ? fragments[value[0]].Span : value;
        }
    }

    /// <summary>All values of a row.</summary>
    public ReadOnlySpan<byte> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _rows[row];
    }

    /// <summary>Fetches a row that is read some steps later.</summary>
    public void Prefetch(int row) => _rows.Prefetch(row);

    /// <summary>One of the values beside the properties.</summary>
    public OwnValues Own(int place) => new(_rows, place);

    /// <summary>The position of an enum's or boolean's value, or -1 where there is none.</summary>
    public int Position(int property, int row) => Stored(_rows[row], _own + property) is [var code, ..] ? code : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Stored(ReadOnlySpan<byte> row, int place)
    {
        if (row.IsEmpty)
            return default;
        ref var first = ref MemoryMarshal.GetReference(row);
        var start = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref first, place * sizeof(int)));
        var end = Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref first, (place + 1) * sizeof(int)));
        return MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, start), end - start);
    }

    /// <summary>A value that every row may have, as JSON; empty where there is none.</summary>
    public readonly struct OwnValues(ListColumn<byte> rows, int place)
    {
        public ReadOnlySpan<byte> this[int row] => Stored(rows[row], place);
    }

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(PropertyRows start, ImmutableArray<Property> properties)
    {
        private readonly ListColumn<byte>.Builder _rows = new(start._rows);
        private byte[][]? _names;
        /// <summary>Where each value of the row that is set stands in its JSON; codes are negative, -1 for the first.</summary>
        private (int Start, int Length)[] _values = [];
        private byte[] _row = [];

        public ReadOnlySpan<byte> this[int property, int row]
        {
            get
            {
                var value = Stored(_rows[row], start._own + property);
                return start._fragments[property] is { } fragments && !value.IsEmpty ? fragments[value[0]].Span : value;
            }
        }

        /// <summary>One of the values beside the properties.</summary>
        public ReadOnlySpan<byte> Own(int place, int row) => Stored(_rows[row], place);

        /// <summary>Sets all values of the row: those beside the properties, at most two, and the properties from their stored JSON; those it lacks have no value.</summary>
        /// <exception cref="InvalidDataException">The model has no such property or value, or needs one that is lacking: it changed since.</exception>
        public void Set(int row, ReadOnlySpan<byte> json, ReadOnlySpan<byte> own, ReadOnlySpan<byte> second = default)
        {
            // Most builders set no row.
            _names ??= [.. properties.Select(p => Encoding.UTF8.GetBytes(p.Name))];
            if (_values.Length != properties.Length)
                _values = new (int, int)[properties.Length];
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
                    throw new InvalidDataException($"`{properties[i].Name}` is missing.");
            _rows.Replace(row, Compose(json, own, second));
        }

        public void Clear(int row) => _rows.Replace(row, default);

        private ReadOnlySpan<byte> Compose(ReadOnlySpan<byte> json, ReadOnlySpan<byte> own, ReadOnlySpan<byte> second)
        {
            if (own.IsEmpty && second.IsEmpty && Array.TrueForAll(_values, v => v.Length == 0))
                return default;
            var at = (start._own + _values.Length + 1) * sizeof(int);
            var place = 0;
            var needed = at + own.Length + second.Length + json.Length;
            if (_row.Length < needed)
                _row = new byte[needed * 2];
            void Add(ReadOnlySpan<byte> value)
            {
                MemoryMarshal.Write(_row.AsSpan(place++ * sizeof(int)), at);
                value.CopyTo(_row.AsSpan(at));
                at += value.Length;
            }
            if (start._own > 0)
                Add(own);
            if (start._own > 1)
                Add(second);
            foreach (var (from, length) in _values)
                Add(from < 0 ? [(byte)(-1 - from)] : json.Slice(from, length));
            MemoryMarshal.Write(_row.AsSpan(place * sizeof(int)), at);
            return _row.AsSpan(0, at);
        }

        private int IndexOf(ref Utf8JsonReader reader)
        {
            for (var i = 0; i < _names!.Length; i++)
                if (reader.ValueTextEquals(_names[i]))
                    return i;
            throw new InvalidDataException(
                $"The property `{reader.GetString()}` is unknown. The properties are: {string.Join(", ", properties.Select(p => p.Name))}.");
        }

        private int CodeOf(PaddedText[] fragments, int property, ReadOnlySpan<byte> value)
        {
            for (var code = 0; code < fragments.Length; code++)
                if (value.SequenceEqual(fragments[code].Span))
                    return code;
            throw new InvalidDataException($"`{properties[property].Name}` must be {properties[property].TypeText}, but was {Encoding.UTF8.GetString(value)}.");
        }

        public PropertyRows Build() => _rows.Build() is var rows && rows == start._rows ? start : new(rows, start._own, start._fragments);
    }
}
