using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Planning;

/// <summary>
/// Values of one row that follow each other in the response. Each has the text that precedes it: keys, constants and the braces of objects.
/// Most of a response is written in this way.
/// </summary>
internal sealed class StoredRun
{
    public const int NoValue = -1;
    /// <summary>The number of values before the properties of a node: its id.</summary>
    public const int NodeOwn = 1;
    /// <summary>The number of values before the properties of a relationship: since and until.</summary>
    public const int EdgeOwn = 2;

    /// <summary>A value to copy, and the text before it.</summary>
    public readonly struct Item(byte[] text, int length, int place, PaddedText[]? fragments)
    {
        /// <summary>At most <see cref="PaddedText.Padding"/> bytes, and the same number of bytes as padding.</summary>
        public readonly byte[] Text = text;
        public readonly int Length = length;
        /// <summary>The position of the value in its row, or <see cref="NoValue"/>.</summary>
        public readonly int Place = place;
        /// <summary>The JSON of each value of an enum or a Boolean; null for any other value.</summary>
        public readonly PaddedText[]? Fragments = fragments;
    }

    /// <summary>A part of an object: a run, or a field that is not a stored value.</summary>
    /// <param name="IsOfNode">Whether the part belongs to the node of an edge, not to the edge.</param>
    public readonly record struct Step(StoredRun? Run, PlanField Field, bool IsOfNode);

    private StoredRun(IReadOnlyCollection<Item> items) =>
        (Items, Room) = ([.. items], items.Sum(i => i.Length) + (items.Count + 1) * PaddedText.Padding);

    public Item[] Items { get; }

    /// <summary>The maximum number of bytes that are written or touched if no value is longer than <see cref="PaddedText.Padding"/>.</summary>
    public int Room { get; }

    /// <summary>A whole node, including its braces.</summary>
    public static Step[] OfNode(ImmutableArray<PlanField> fields)
    {
        var steps = new Builder();
        steps.Add(fields, default, isOfNode: true);
        return steps.Build();
    }

    /// <summary>A whole edge with its node and the comma before it, by the type of the node. There is one entry for all types if the node is not selected.</summary>
    public static Step[]?[] OfEdges(ImmutableArray<PlanField> fields)
    {
        Step[] Of(int type)
        {
            var steps = new Builder();
            steps.Text(",");
            steps.Add(fields, type, isOfNode: false);
            return steps.Build();
        }
        var selection = fields.OfType<PlanField.EdgeNode>().FirstOrDefault()?.Selection;
        return selection is null ? [Of(-1)] : [.. selection.Steps.Select((s, type) => s is null ? null : Of(type))];
    }

    /// <summary>Whether the run before the field writes its key. This is faster for objects, which mostly follow stored values.</summary>
    private static bool HasKeyBefore(PlanField field) => field is PlanField.Connection or PlanField.One;

    private sealed class Builder
    {
        private readonly List<Step> _steps = [];
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
                    case PlanField.Constant constant: _text.Append(field.Key.Prefix).Append(Encoding.UTF8.GetString(constant.Json)); break;
                    case PlanField.Stored stored: Value(field, (isOfNode ? NodeOwn : EdgeOwn) + stored.Ordinal, stored.Property.Fragments, isOfNode); break;
                    case PlanField.Id or PlanField.Since: Value(field, 0, null, isOfNode); break;
                    case PlanField.Until: Value(field, 1, null, isOfNode); break;
                    case PlanField.EdgeNode node:
                        _text.Append(field.Key.Prefix);
                        Add(node.Selection[nodeType], default, isOfNode: true);
                        break;
                    default:
                        if (HasKeyBefore(field))
                            _text.Append(field.Key.Prefix);
                        Flush();
                        _steps.Add(new Step(null, field, isOfNode));
                        break;
                }
            }
            _text.Append(fields.IsEmpty ? "{}" : "}");
        }

        public Step[] Build()
        {
            Flush();
            return [.. _steps];
        }

        private void Value(PlanField field, int place, PaddedText[]? fragments, bool isOfNode)
        {
            if (_isOfNode != isOfNode)
                EndRun();
            _isOfNode = isOfNode;
            _text.Append(field.Key.Prefix);
            AddItem(place, fragments);
        }

        private void AddItem(int place, PaddedText[]? fragments)
        {
            var bytes = Encoding.UTF8.GetBytes(_text.ToString()).AsSpan();
            _text.Clear();
            for (; bytes.Length > PaddedText.Padding; bytes = bytes[PaddedText.Padding..])
                _items.Add(Padded(bytes[..PaddedText.Padding], NoValue, null));
            _items.Add(Padded(bytes, place, fragments));
        }

        private void Flush()
        {
            if (_text.Length > 0)
                AddItem(NoValue, null);
            EndRun();
        }

        private void EndRun()
        {
            if (_items.Count > 0)
                _steps.Add(new Step(new StoredRun(_items), null!, _isOfNode));
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
