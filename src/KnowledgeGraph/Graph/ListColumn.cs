using System.Runtime.CompilerServices;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph;

/// <summary>
/// A list for each row: the bytes of a value, the links of a node, the claims of a relationship. The lists of 128 rows lie side by
/// side in one flat array, so that reading touches one place and a changed copy shares all chunks that did not change.
/// </summary>
internal sealed class ListColumn<T> where T : unmanaged
{
    private const int Bits = 7;
    private const int Size = 1 << Bits;
    /// <summary>Items that follow the last list of a chunk, so that <see cref="PaddedText.Padding"/> bytes from the start of any list can be read.</summary>
    private static readonly int s_padding = (PaddedText.Padding + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();

    public static readonly ListColumn<T> Empty = new([]);

    private readonly Chunk?[] _chunks;

    private ListColumn(Chunk?[] chunks) => _chunks = chunks;

    /// <summary>The row's list; empty where it was never set.</summary>
    public ReadOnlySpan<T> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var chunks = _chunks;
            var index = row >> Bits;
            return (uint)index < (uint)chunks.Length && chunks[index] is { } chunk ? chunk[row & (Size - 1)] : default;
        }
    }

    private sealed class Chunk
    {
        /// <summary>Where each row's list begins; the last entry is where the last one ends.</summary>
        private readonly int[] _starts = new int[Size + 1];
        private T[] _items = [];

        public Chunk() { }

        public Chunk(Chunk other)
        {
            other._starts.CopyTo(_starts, 0);
            _items = [.. other._items];
        }

        public ReadOnlySpan<T> this[int row]
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                var start = _starts[row];
                return new ReadOnlySpan<T>(_items, start, _starts[row + 1] - start);
            }
        }

        public void Replace(int row, ReadOnlySpan<T> list)
        {
            var (start, end, used) = (_starts[row], _starts[row + 1], _starts[Size]);
            var growth = list.Length - (end - start);
            if (used + growth > _items.Length)
                Array.Resize(ref _items, Math.Max(used + growth, _items.Length + _items.Length / 2));
            if (growth != 0)
            {
                Array.Copy(_items, end, _items, end + growth, used - end);
                for (var i = row + 1; i <= Size; i++)
                    _starts[i] += growth;
            }
            list.CopyTo(_items.AsSpan(start));
        }

        public void Trim()
        {
            if (_items.Length != _starts[Size] + s_padding)
                Array.Resize(ref _items, _starts[Size] + s_padding);
        }
    }

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(ListColumn<T> start)
    {
        private Chunk?[] _chunks = start._chunks;
        private bool[] _owned = [];

        public ReadOnlySpan<T> this[int row] =>
            row >> Bits < _chunks.Length && _chunks[row >> Bits] is { } chunk ? chunk[row & (Size - 1)] : default;

        public void Replace(int row, ReadOnlySpan<T> list)
        {
            if (!list.IsEmpty || !this[row].IsEmpty)
                Own(row >> Bits).Replace(row & (Size - 1), list);
        }

        private Chunk Own(int chunk)
        {
            if (_owned.Length == 0)
            {
                _owned = new bool[Math.Max(_chunks.Length, chunk + 1)];
                _chunks = [.. _chunks];
            }
            if (chunk >= _chunks.Length)
            {
                Array.Resize(ref _chunks, Math.Max(chunk + 1, _chunks.Length + _chunks.Length / 4));
                Array.Resize(ref _owned, _chunks.Length);
            }
            if (!_owned[chunk])
            {
                _chunks[chunk] = _chunks[chunk] is { } shared ? new Chunk(shared) : new Chunk();
                _owned[chunk] = true;
            }
            return _chunks[chunk]!;
        }

        public ListColumn<T> Build()
        {
            for (var i = 0; i < _owned.Length; i++)
                if (_owned[i])
                    _chunks[i]!.Trim();
            _owned = [];
            return new(_chunks);
        }
    }
}
