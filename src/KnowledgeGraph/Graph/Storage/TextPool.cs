using System.Buffers.Binary;

namespace KnowledgeGraph.Graph.Storage;

/// <summary>Distinct texts by number, side by side in one array; not thread-safe.</summary>
internal sealed class TextPool
{
    private byte[] _bytes = new byte[1024];
    private int[] _starts = new int[64];
    /// <summary>An open-addressed table of numbers plus one.</summary>
    private int[] _slots = new int[128];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int number] => _bytes.AsSpan(_starts[number].._starts[number + 1]);

    /// <summary>The text's number: a new one where it was not there.</summary>
    public int NumberOf(ReadOnlySpan<byte> text)
    {
        var slot = SlotOf(text);
        if (_slots[slot] != 0)
            return _slots[slot] - 1;
        if (Count * 2 >= _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            for (var i = 0; i < Count; i++)
                _slots[SlotOf(this[i])] = i + 1;
            slot = SlotOf(text);
        }
        var start = _starts[Count];
        if (start + text.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(start + text.Length, _bytes.Length * 2));
        if (Count + 2 > _starts.Length)
            Array.Resize(ref _starts, _starts.Length * 2);
        text.CopyTo(_bytes.AsSpan(start));
        _starts[Count + 1] = start + text.Length;
        _slots[slot] = ++Count;
        return Count - 1;
    }

    private int SlotOf(ReadOnlySpan<byte> text)
    {
        var slot = HashIndex.Hash(text) & (_slots.Length - 1);
        while (_slots[slot] != 0 && !this[_slots[slot] - 1].SequenceEqual(text))
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }

    /// <summary>The numbers in the order of their texts, by code point.</summary>
    public int[] Sort()
    {
        var (keys, numbers) = (new ulong[Count], new int[Count]);
        for (var i = 0; i < Count; i++)
            (keys[i], numbers[i]) = (KeyOf(this[i]), i);
        Array.Sort(keys, numbers);
        for (var from = 0; from < Count;)
        {
            var to = from + 1;
            while (to < Count && keys[to] == keys[from])
                to++;
            if (to - from > 1)
                numbers.AsSpan(from, to - from).Sort((left, right) => this[left].SequenceCompareTo(this[right]));
            from = to;
        }
        return numbers;
    }

    /// <summary>The first eight bytes as a number: texts whose numbers differ are ordered as these are.</summary>
    public static ulong KeyOf(ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[8];
        first.Clear();
        text[..Math.Min(8, text.Length)].CopyTo(first);
        return BinaryPrimitives.ReadUInt64BigEndian(first);
    }
}
