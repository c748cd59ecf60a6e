using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>
/// A list for each row: the bytes of a value, the links of a node, the claims of a relationship. The lists of 128 rows lie side by
/// side in one flat array, so that reading touches one place and a changed copy shares all chunks that did not change. A long list has
/// an array of its own, so that a change beside it does not copy it.
/// </summary>
internal sealed class ListColumn<T> where T : unmanaged
{
    private const int Bits = 7;
    private const int Size = 1 << Bits;
    /// <summary>The maximum length of a list that lies beside others. It is 1 kB, so that a change of any of 128 lists copies little.</summary>
    private static readonly int s_longestInline = 1024 / Unsafe.SizeOf<T>();
    /// <summary>Room for some more items in a copy, so that most changes of it need no other one.</summary>
    private static readonly int s_spare = 1024 / Unsafe.SizeOf<T>();
    /// <summary>Items that follow the last list of a chunk, so that <see cref="PaddedText.Padding"/> bytes from the start of any list can be read.</summary>
    private static readonly int s_padding = (PaddedText.Padding + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();

    public static readonly ListColumn<T> Empty = new([]);

    private readonly Chunk[] _chunks;

    private int _longest = -1;

    private ListColumn(Chunk[] chunks) => _chunks = chunks;

    /// <summary>The length of the longest list. It is looked for once.</summary>
    public int Longest
    {
        get
        {
            if (_longest >= 0)
                return _longest;
            var longest = 0;
            for (var row = 0; row < _chunks.Length << Bits; row++)
                longest = Math.Max(longest, this[row].Length);
            return _longest = longest;
        }
    }

    /// <summary>The row's list; empty where it was never set.</summary>
    public ReadOnlySpan<T> this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Read(_chunks, row);
    }

    /// <summary>Asks the processor to fetch the beginning of the row's list, which is read some steps later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int row)
    {
        if (!Sse.IsSupported || (uint)(row >> Bits) >= (uint)_chunks.Length || _chunks[row >> Bits] is not { Starts: { } starts, Items: var items })
            return;
        var first = (byte*)Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(items), starts[row & (Size - 1)]));
        Sse.Prefetch0(first);
        Sse.Prefetch0(first + 64);
    }

    /// <remarks>
    /// Where a list begins is read without a look at the array's length: it is always the same, and stands in another cache line.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<T> Read(Chunk[] chunks, int row)
    {
        var index = row >> Bits;
        if ((uint)index >= (uint)chunks.Length)
            return default;
        ref var chunk = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(chunks), index);
        if (chunk.Starts is not { } starts || chunk.Items is not { } items)
            return default;
        var at = row & (Size - 1);
        ref var place = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(starts), at);
        var start = place;
        var length = Unsafe.Add(ref place, 1) - start;
        return length == 0 ? ReadLong(chunk.Long, at) : MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(items), start), length);
    }

    private static ReadOnlySpan<T> ReadLong(T[]?[]? lists, int at) =>
        lists is not null && lists[at] is { } list ? list.AsSpan(0, list.Length - s_padding) : default;

    /// <summary>The lists of some rows, side by side: where each begins (the last entry is where the last one ends), and the items.</summary>
    private struct Chunk(int[]? starts, T[] items, T[]?[]? @long)
    {
        public int[]? Starts = starts;
        public T[] Items = items;
        /// <summary>Lists with an array of their own; among the items they are empty.</summary>
        public T[]?[]? Long = @long;
    }

    /// <summary>Makes the next version; not thread-safe.</summary>
    public sealed class Builder(ListColumn<T> start)
    {
        private Chunk[] _chunks = start._chunks;
        private bool[] _owned = [];

        public ReadOnlySpan<T> this[int row] => Read(_chunks, row);

        public void Replace(int row, ReadOnlySpan<T> list)
        {
            if (MemoryMarshal.AsBytes(list).SequenceEqual(MemoryMarshal.AsBytes(this[row])))
                return;
            ref var chunk = ref Own(row >> Bits);
            var (starts, at) = (chunk.Starts!, row & (Size - 1));
            if (chunk.Long is not null)
                chunk.Long[at] = null;
            if (list.Length > s_longestInline)
            {
                var own = new T[list.Length + s_padding];
                list.CopyTo(own);
                (chunk.Long ??= new T[]?[Size])[at] = own;
                list = default;
            }
            var (from, to, used) = (starts[at], starts[at + 1], starts[Size]);
            var growth = list.Length - (to - from);
            if (used + growth > chunk.Items.Length)
                Array.Resize(ref chunk.Items, Math.Max(used + growth, chunk.Items.Length + chunk.Items.Length / 2));
            if (growth != 0)
            {
                Array.Copy(chunk.Items, to, chunk.Items, to + growth, used - to);
                for (var i = at + 1; i <= Size; i++)
                    starts[i] += growth;
            }
            list.CopyTo(chunk.Items.AsSpan(from));
        }

        private ref Chunk Own(int chunk)
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
                _chunks[chunk] = _chunks[chunk] is { Starts: { } starts, Items: var items, Long: var lists }
                    ? new([.. starts], CopyWithRoom(items, starts[Size]), lists is null ? null : [.. lists]) : new(new int[Size + 1], [], null);
                _owned[chunk] = true;
            }
            return ref _chunks[chunk];
        }

        private static T[] CopyWithRoom(T[] items, int used)
        {
            var copy = new T[used + s_padding + s_spare];
            items.AsSpan(0, used).CopyTo(copy);
            return copy;
        }

        public ListColumn<T> Build()
        {
            for (var i = 0; i < _owned.Length; i++)
                if (_owned[i] && _chunks[i].Starts![Size] + s_padding is var needed && (_chunks[i].Items.Length < needed || _chunks[i].Items.Length > needed + (needed / 8) + s_spare))
                    Array.Resize(ref _chunks[i].Items, needed);
            if (_owned.Length == 0)
                return start;
            _owned = [];
            return new(_chunks);
        }
    }
}
