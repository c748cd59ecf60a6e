using System.Runtime.CompilerServices;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>An immutable array in chunks of 1,024; a changed copy shares the chunks that did not change.</summary>
internal sealed class ChunkedArray<T> where T : unmanaged
{
    private const int Bits = 10;
    private const int Size = 1 << Bits;

    public static readonly ChunkedArray<T> Empty = new([]);

    private readonly T[][] _chunks;

    private ChunkedArray(T[][] chunks) => _chunks = chunks;

    public T this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _chunks[row >> Bits][row & (Size - 1)];
    }

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(ChunkedArray<T> start)
    {
        private T[][] _chunks = start._chunks;
        private bool[] _owned = [];

        public T this[int row]
        {
            get => _chunks[row >> Bits][row & (Size - 1)];
            set => Own(row >> Bits)[row & (Size - 1)] = value;
        }

        private T[] Own(int chunk)
        {
            if (_owned.Length == 0)
            {
                _owned = new bool[Math.Max(_chunks.Length, chunk + 1)];
                _chunks = [.. _chunks];
            }
            if (chunk >= _chunks.Length)
            {
                var length = _chunks.Length;
                Array.Resize(ref _chunks, Math.Max(chunk + 1, length + length / 4));
                Array.Resize(ref _owned, _chunks.Length);
                for (var i = length; i < _chunks.Length; i++)
                    _chunks[i] = [];
            }
            if (!_owned[chunk])
            {
                var copy = new T[Size];
                _chunks[chunk].CopyTo(copy, 0);
                _chunks[chunk] = copy;
                _owned[chunk] = true;
            }
            return _chunks[chunk];
        }

        public ChunkedArray<T> Build() => _owned.Length == 0 ? start : new(_chunks);
    }
}
