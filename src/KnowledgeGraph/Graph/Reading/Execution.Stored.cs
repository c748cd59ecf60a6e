using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Stored values, copied one after the other.</summary>
internal sealed partial class Execution
{
    /// <param name="values">A row of <see cref="PropertyRows"/>.</param>
    private void WriteStored(StoredRun run, ReadOnlySpan<byte> values)
    {
        if (_bytes.Length - _at < run.Room)
            Grow(run.Room);
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _at);
        ref var first = ref MemoryMarshal.GetReference(values);
        foreach (ref readonly var item in run.Items.AsSpan())
        {
            Block(ref to, ref MemoryMarshal.GetArrayDataReference(item.Text), item.Length);
            to = ref Unsafe.Add(ref to, item.Length);
            if (item.Place < 0)
                continue;
            ref var place = ref values.IsEmpty ? ref s_nothing[0] : ref Unsafe.Add(ref Unsafe.As<byte, int>(ref first), item.Place);
            var start = place;
            var length = Unsafe.Add(ref place, 1) - start;
            ref var value = ref Unsafe.Add(ref first, start);
            if (item.Fragments is { } fragments && length > 0)
            {
                var fragment = fragments[value];
                value = ref MemoryMarshal.GetArrayDataReference(fragment.Bytes);
                length = fragment.Length;
            }
            if ((uint)(length - 1) < PaddedText.Padding)
            {
                Block(ref to, ref value, length);
                to = ref Unsafe.Add(ref to, length);
            }
            else
                to = ref WriteRare(ref to, MemoryMarshal.CreateReadOnlySpan(ref value, length), run.Room);
        }
        _at = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_bytes), ref to);
    }

    /// <summary>Where a value begins and ends in a row without any.</summary>
    private static readonly int[] s_nothing = [0, 0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(ref byte to, ref byte from, int length)
    {
        Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<Vector256<byte>>(ref from));
        if (length > 32)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 32), Unsafe.ReadUnaligned<Vector256<byte>>(ref Unsafe.Add(ref from, 32)));
    }

    /// <summary>Null for no value; a long value, after which there is as much room as before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref byte WriteRare(ref byte to, ReadOnlySpan<byte> value, int room)
    {
        _at = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_bytes), ref to);
        Raw(value.IsEmpty ? "null"u8 : value);
        if (_bytes.Length - _at < room)
            Grow(room);
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _at);
    }
}
