using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>
/// Stored values of one row that follow each other in the response, each with all the text before it: keys, constants, the braces of objects. Most
/// of a response is written from templates.
/// </summary>
internal sealed class RowTemplate
{
    private const int NoPlace = -1;

    /// <summary>A value that is copied, after its text.</summary>
    public readonly struct Item(byte[] text, int length, int place, PaddedText[]? fragments)
    {
        /// <summary>At most <see cref="PaddedText.Padding"/> bytes, and as many bytes of padding.</summary>
        public readonly byte[] Text = text;
        public readonly int Length = length;
        /// <summary>The position of the value among the values of a row; negative if only the text is written.</summary>
        public readonly int Place = place;
        /// <summary>The JSON of each code of an enum or Boolean; null for other values.</summary>
        public readonly PaddedText[]? Fragments = fragments;
    }

    /// <summary>A part of an object: a template, or else a field that is not a stored value.</summary>
    /// <param name="IsOfNode">Whether it belongs to the node of an edge, and not to the edge.</param>
    public readonly record struct Part(RowTemplate? Template, PlanField Field, bool IsOfNode);

    private RowTemplate(IReadOnlyCollection<Item> items) =>
        (Items, Room) = ([.. items], items.Sum(i => i.Length) + (items.Count + 1) * PaddedText.Padding);

    public Item[] Items { get; }

    /// <summary>The number of bytes that are written or overwritten at most, if no value is longer than <see cref="PaddedText.Padding"/>.</summary>
    public int Room { get; }

    /// <summary>The parts of a node, from brace to brace. They are built once for each plan.</summary>
    public static Part[] OfNode(NodeSelection selection, int type) => Unsafe.As<Part[]?[]>(selection.Templates ??= BuildNodes(selection))[type]!;

    private static Part[]?[] BuildNodes(NodeSelection selection)
    {
        var parts = new Part[selection.TypeCount][];
        foreach (var type in selection.Types)
        {
            var builder = new Builder();
            builder.Add(selection[type.Index], default, isOfNode: true);
            parts[type.Index] = builder.Build();
        }
        return parts;
    }

    /// <summary>
    /// The parts of an edge and its node, with the comma before it, by the type of the node; a single entry for all types if the node is not selected.
    /// They are built once for each plan.
    /// </summary>
    public static Part[]?[] OfEdges(EdgesField edges) => Unsafe.As<Part[]?[]>(edges.Templates ??= BuildEdges(edges.Fields));

    private static Part[]?[] BuildEdges(ImmutableArray<PlanField> fields)
    {
        Part[] Build(int type)
        {
            var builder = new Builder();
            builder.Text(",");
            builder.Add(fields, type, isOfNode: false);
            return builder.Build();
        }
        if (fields.OfType<EdgeNodeField>().FirstOrDefault()?.Selection is not { } selection)
            return [Build(-1)];
        var parts = new Part[selection.TypeCount][];
        foreach (var type in selection.Types)
            parts[type.Index] = Build(type.Index);
        return parts;
    }

    /// <summary>Writes all values of a row, with their text.</summary>
    /// <param name="values">A row of <see cref="PropertyRows"/>; empty if it has no values.</param>
    public void Write(ResponseWriter writer, ReadOnlySpan<byte> values)
    {
        writer.Reserve(Room);
        ref var to = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(writer.Bytes), writer.Length);
        ref var first = ref MemoryMarshal.GetReference(values);
        foreach (ref readonly var item in Items.AsSpan())
        {
            CopyBlock(ref to, ref MemoryMarshal.GetArrayDataReference(item.Text), item.Length);
            to = ref Unsafe.Add(ref to, item.Length);
            if (item.Place < 0)
                continue;
            ref var place = ref values.IsEmpty ? ref s_noValue[0] : ref Unsafe.Add(ref Unsafe.As<byte, int>(ref first), item.Place);
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
                CopyBlock(ref to, ref value, length);
                to = ref Unsafe.Add(ref to, length);
            }
            else
                to = ref WriteRare(writer, ref to, MemoryMarshal.CreateReadOnlySpan(ref value, length), Room);
        }
        writer.Length = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(writer.Bytes), ref to);
    }

    /// <summary>Where a value begins and ends in a row without values.</summary>
    private static readonly int[] s_noValue = [0, 0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyBlock(ref byte to, ref byte from, int length)
    {
        Unsafe.WriteUnaligned(ref to, Unsafe.ReadUnaligned<Vector256<byte>>(ref from));
        if (length > 32)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref to, 32), Unsafe.ReadUnaligned<Vector256<byte>>(ref Unsafe.Add(ref from, 32)));
    }

    /// <summary>Writes null for a missing value, or a long value. There is as much room after it as before.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteRare(ResponseWriter writer, ref byte to, ReadOnlySpan<byte> value, int room)
    {
        writer.Length = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(writer.Bytes), ref to);
        writer.Raw(value.IsEmpty ? "null"u8 : value);
        writer.Reserve(room);
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(writer.Bytes), writer.Length);
    }

    /// <summary>Whether a template writes the key of this field, because stored values mostly precede it.</summary>
    private static bool HasKeyBefore(PlanField field) => field is ConnectionField or RelatedNodeField;

    private sealed class Builder
    {
        private readonly List<Part> _parts = [];
        private readonly List<Item> _items = [];
        private readonly StringBuilder _text = new();
        private bool _isOfNode;

        public void Text(string text) => _text.Append(text);

        public void Add(ImmutableArray<PlanField> fields, int nodeType, bool isOfNode)
        {
            foreach (var field in fields)
            {
                switch (field)
                {
                    case ConstantField constant: _text.Append(field.Key.Prefix).Append(Encoding.UTF8.GetString(constant.Json)); break;
                    case StoredField stored:
                        var own = isOfNode ? NodeTable.OwnValues : RelationshipTable.OwnValues;
                        Value(field, own + stored.Property.Ordinal, stored.Property.Fragments, isOfNode);
                        break;
                    case LeafField { What: Leaf.Id or Leaf.Since }: Value(field, 0, null, isOfNode); break;
                    case LeafField { What: Leaf.Until }: Value(field, 1, null, isOfNode); break;
                    case EdgeNodeField node:
                        _text.Append(field.Key.Prefix);
                        Add(node.Selection[nodeType], default, isOfNode: true);
                        break;
                    default:
                        if (HasKeyBefore(field))
                            _text.Append(field.Key.Prefix);
                        Flush();
                        _parts.Add(new Part(null, field, isOfNode));
                        break;
                }
            }
            _text.Append(fields.IsEmpty ? "{}" : "}");
        }

        public Part[] Build()
        {
            Flush();
            return [.. _parts];
        }

        private void Value(PlanField field, int place, PaddedText[]? fragments, bool isOfNode)
        {
            if (_isOfNode != isOfNode)
                EndTemplate();
            _isOfNode = isOfNode;
            _text.Append(field.Key.Prefix);
            AddItem(place, fragments);
        }

        private void AddItem(int place, PaddedText[]? fragments)
        {
            var bytes = Encoding.UTF8.GetBytes(_text.ToString()).AsSpan();
            _text.Clear();
            for (; bytes.Length > PaddedText.Padding; bytes = bytes[PaddedText.Padding..])
                _items.Add(Padded(bytes[..PaddedText.Padding], NoPlace, null));
            _items.Add(Padded(bytes, place, fragments));
        }

        private void Flush()
        {
            if (_text.Length > 0)
                AddItem(NoPlace, null);
            EndTemplate();
        }

        private void EndTemplate()
        {
            if (_items.Count > 0)
                _parts.Add(new Part(new RowTemplate(_items), null!, _isOfNode));
            _items.Clear();
        }

        private static Item Padded(ReadOnlySpan<byte> text, int place, PaddedText[]? fragments)
        {
            var padded = new byte[text.Length + PaddedText.Padding];
            text.CopyTo(padded);
            return new Item(padded, text.Length, place, fragments);
        }
    }
}
