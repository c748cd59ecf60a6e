using System.Runtime.CompilerServices;
using KnowledgeGraph.Graph.Storage;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// How far nodes are from the two ends of a search: an open-addressed table of 8 bytes a node, used search after search without being
/// cleared (an entry of an older generation is free).
/// </summary>
internal sealed class Distances
{
    public const byte Unknown = byte.MaxValue;
    private const int SmallestSlots = 1 << 10;
    /// <summary>A larger table is given back after the search.</summary>
    private const int LargestKeptSlots = 1 << 17;

    public struct Entry
    {
        internal NodeRef Node;
        internal byte Generation;
        /// <summary>A bit for each side whose nodes it is among.</summary>
        internal byte Listed;
        private byte _fromStart;
        private byte _fromEnd;

        internal Entry(NodeRef node, byte generation) => (Node, Generation, _fromStart, _fromEnd) = (node, generation, Unknown, Unknown);

        /// <param name="side">0: from the start of the search, 1: from its end.</param>
        public byte this[int side]
        {
            readonly get => side == 0 ? _fromStart : _fromEnd;
            set
            {
                if (side == 0)
                    _fromStart = value;
                else
                    _fromEnd = value;
            }
        }
    }

    private Entry[] _slots = new Entry[SmallestSlots];
    private int _count;
    private byte _generation;
    private Entry _absent;

    /// <summary>Forgets all distances.</summary>
    public void Clear()
    {
        if (_slots.Length > LargestKeptSlots)
            _slots = new Entry[SmallestSlots];
        else if (_generation == byte.MaxValue)
            Array.Clear(_slots);
        _generation = _generation == byte.MaxValue ? (byte)1 : (byte)(_generation + 1);
        _count = 0;
    }

    /// <summary>The node's entry; one without distances, not to be written, where it has none.</summary>
    public ref Entry Find(NodeRef node)
    {
        ref var slot = ref Probe(_slots, node);
        if (slot.Generation == _generation)
            return ref slot;
        _absent = new Entry(node, 0);
        return ref _absent;
    }

    /// <summary>The node's entry, made where it has none; good until the next is made.</summary>
    public ref Entry Put(NodeRef node)
    {
        ref var slot = ref Probe(_slots, node);
        if (slot.Generation == _generation)
            return ref slot;
        if (++_count > _slots.Length / 2)
        {
            Grow();
            slot = ref Probe(_slots, node);
        }
        slot = new Entry(node, _generation);
        return ref slot;
    }

    /// <summary>The node's slot, or the free one where it would stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Entry Probe(Entry[] slots, NodeRef node)
    {
        var at = (int)((uint)node.Value * 0x9E3779B1u >> 3) & (slots.Length - 1);
        while (slots[at].Generation == _generation && slots[at].Node != node)
            at = (at + 1) & (slots.Length - 1);
        return ref slots[at];
    }

    private void Grow()
    {
        var larger = new Entry[_slots.Length * 4];
        foreach (var entry in _slots)
            if (entry.Generation == _generation)
                Probe(larger, entry.Node) = entry;
        _slots = larger;
    }
}
