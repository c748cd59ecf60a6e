using System.Diagnostics;
using System.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Whether a node, and the relationship that led to it, are meant by a filter.</summary>
internal sealed partial class Execution
{
    /// <summary>What a filter looks at: a node, the relationship that led to it where one did, and a list's item within a quantifier.</summary>
    private readonly ref struct Subject(NodeRef node, RelationshipTable? edges, int edge, ReadOnlySpan<byte> item = default)
    {
        public readonly NodeRef Node = node;
        public readonly RelationshipTable? Edges = edges;
        public readonly int Edge = edge;
        public readonly ReadOnlySpan<byte> Item = item;
    }

    private bool Holds(Filter filter, scoped in Subject subject)
    {
        Pace();
        switch (filter)
        {
            case Filter.All all:
                foreach (var one in all.Filters)
                    if (!Holds(one, subject))
                        return false;
                return true;
            case Filter.Any any:
                foreach (var one in any.Filters)
                    if (Holds(one, subject))
                        return true;
                return false;
            case Filter.Not not: return !Holds(not.Inner, subject);
            case Filter.Compare compare: return Holds(compare, subject);
            case Filter.Missing missing: return IsMissing(missing.Value, subject);
            case Filter.Folded folded: return Holds(folded, subject);
            case Filter.Items items: return Holds(items, subject);
            case Filter.AnyItem any: return (ListOf(any.Property, any.IsEdge, subject).Length > 2) == (bool)_values[any.Is]!;
            case Filter.Related related: return Holds(related, subject.Node);
            case Filter.AnyRelated any: return HasAny(any.Field, subject.Node) == (bool)_values[any.Is]!;
            case Filter.One one: return OtherEnd(one.Field, subject.Node) is { } node && Holds(one.Inner, new Subject(node, null, -1));
            case Filter.Member member: return subject.Node.Type == member.Type.Index && Holds(member.Inner, subject);
            default: throw new UnreachableException();
        }
    }

    private NodeRef? OtherEnd(RelationshipField field, NodeRef node) => FindOne(_snapshot.Nodes[node.Type], node, field);

    private bool Holds(Filter.Related related, NodeRef node)
    {
        var edges = _snapshot.Relationships[related.Field.Type.Index];
        var matches = 0;
        foreach (var link in _snapshot.Nodes[node.Type].Adjacency[related.Field.AdjacencyIndex][node.Row])
        {
            if (!IsVisible(related.Field, link))
                continue;
            var subject = new Subject(link.Node, edges, link.Relationship);
            var holds = Holds(related.Inner, subject);
            switch (related.Quantifier)
            {
                case Quantifier.Some when holds: return true;
                case Quantifier.All when !holds: return false;
                case Quantifier.None when holds: return false;
                case Quantifier.Single when holds && ++matches > 1: return false;
            }
        }
        return related.Quantifier switch
        {
            Quantifier.Some => false,
            Quantifier.Single => matches == 1,
            _ => true,
        };
    }

    private bool HasAny(RelationshipField field, NodeRef node)
    {
        foreach (var link in _snapshot.Nodes[node.Type].Adjacency[field.AdjacencyIndex][node.Row])
            if (IsVisible(field, link))
                return true;
        return false;
    }

    private int CountOf(RelationshipField field, NodeRef node)
    {
        var links = _snapshot.Nodes[node.Type].Adjacency[field.AdjacencyIndex][node.Row];
        if (_asOf is null && !field.IsPartial)
            return links.Length;
        var count = 0;
        foreach (var link in links)
            if (IsVisible(field, link))
                count++;
        return count;
    }

    private ReadOnlySpan<byte> ListOf(Property property, bool isEdge, scoped in Subject subject) => isEdge
        ? subject.Edges!.Properties[property.Ordinal, subject.Edge] : _snapshot.Nodes[subject.Node.Type].Properties[property.Ordinal, subject.Node.Row];

    private bool Holds(Filter.Items items, scoped in Subject subject)
    {
        var list = ListOf(items.Property, items.IsEdge, subject);
        while (NextItem(ref list, out var item))
        {
            var holds = Holds(items.Inner, new Subject(subject.Node, subject.Edges, subject.Edge, item));
            switch (items.Quantifier)
            {
                case Quantifier.Some when holds: return true;
                case Quantifier.All when !holds: return false;
                case Quantifier.None when holds: return false;
            }
        }
        return items.Quantifier != Quantifier.Some;
    }

    /// <summary>Takes the next string, with its quotes, off a JSON list of strings.</summary>
    private static bool NextItem(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> item)
    {
        item = default;
        var open = list.IndexOf((byte)'"');
        if (open < 0)
            return false;
        var end = open + 1;
        while (list[end] != '"')
            end += list[end] == '\\' ? 2 : 1;
        item = list[open..(end + 1)];
        list = list[(end + 1)..];
        return true;
    }

    /// <summary>A value as JSON; empty where there is none.</summary>
    private ReadOnlySpan<byte> JsonOf(Operand operand, scoped in Subject subject)
    {
        switch (operand)
        {
            case Operand.Stored stored: return _snapshot.Nodes[subject.Node.Type].Properties[stored.Property.Ordinal, subject.Node.Row];
            case Operand.Id: return _snapshot.Nodes[subject.Node.Type].Ids[subject.Node.Row];
            case Operand.Since: return subject.Edges!.Since[subject.Edge];
            case Operand.Until: return subject.Edges!.Until[subject.Edge];
            case Operand.EdgeStored stored: return subject.Edges!.Properties[stored.Property.Ordinal, subject.Edge];
            case Operand.Item: return subject.Item;
            case Operand.Through through:
                return OtherEnd(through.Field, subject.Node) is { } node ? JsonOf(through.Inner, new Subject(node, null, -1)) : default;
            default: throw new UnreachableException();
        }
    }

    /// <summary>A whole number that no column holds as text: a size or a time.</summary>
    private bool TryNumber(Operand operand, scoped in Subject subject, out long number)
    {
        switch (operand)
        {
            case Operand.Count count: number = CountOf(count.Field, subject.Node); return true;
            case Operand.RecordedAt: number = _snapshot.Nodes[subject.Node.Type].RecordedAt[subject.Node.Row]; return true;
            case Operand.EdgeRecordedAt: number = subject.Edges!.RecordedAt[subject.Edge]; return true;
            case Operand.Through { IsComputed: true } through:
                number = 0;
                return OtherEnd(through.Field, subject.Node) is { } node && TryNumber(through.Inner, new Subject(node, null, -1), out number);
            default: number = 0; return false;
        }
    }

    private bool IsMissing(Operand operand, scoped in Subject subject) =>
        operand.IsComputed ? !TryNumber(operand, subject, out _) : JsonOf(operand, subject).IsEmpty;

    private bool Holds(Filter.Compare compare, scoped in Subject subject)
    {
        var with = _values[compare.With]!;
        if (compare.Value.IsComputed)
            return TryNumber(compare.Value, subject, out var whole) && Holds(compare.Comparison, whole, with);
        if (compare.Value is Operand.Stored { Kind: ScalarKind.Enum } stored)
            return HoldsPosition(_snapshot.Nodes[subject.Node.Type].Properties.Position(stored.Property.Ordinal, subject.Node.Row), with);
        var json = JsonOf(compare.Value, subject);
        return !json.IsEmpty && HoldsJson(compare, json, with);
    }

    private static bool HoldsJson(Filter.Compare compare, ReadOnlySpan<byte> json, object with)
    {
        switch (compare.Value.Kind)
        {
            case ScalarKind.Int or ScalarKind.Float:
                return Holds(compare.Comparison, JsonText.Number(json), with);
            case ScalarKind.Boolean:
                return (json[0] == 't' ? 1 : 0) == (int)with;
            case ScalarKind.Enum:
                return HoldsEnum(compare.Value.Enum!, json, with);
            case ScalarKind.PartialDate:
                return HoldsText(compare.Comparison, JsonText.Unquote(json), with);
            default:
                var text = JsonText.Unquote(json);
                return HoldsText(compare.Comparison, text.Contains((byte)'\\') ? JsonText.DecodeUnquoted(text) : text, with);
        }
    }

    private static bool HoldsPosition(int position, object with)
    {
        if (with is not object[] several)
            return position == (int)with;
        foreach (var one in several)
            if (position == (int)one)
                return true;
        return false;
    }

    private static bool HoldsEnum(EnumType type, ReadOnlySpan<byte> json, object with)
    {
        if (with is not object[] several)
            return json.SequenceEqual(type.Values[(int)with].Json.Span);
        foreach (var one in several)
            if (json.SequenceEqual(type.Values[(int)one].Json.Span))
                return true;
        return false;
    }

    private static bool Holds(Comparison comparison, double number, object with)
    {
        if (comparison == Comparison.In)
        {
            foreach (var one in (object[])with)
                if (number == Convert.ToDouble(one, null))
                    return true;
            return false;
        }
        var other = Convert.ToDouble(with, null);
        return comparison switch
        {
            Comparison.Equal => number == other,
            Comparison.Greater => number > other,
            Comparison.GreaterOrEqual => number >= other,
            Comparison.Less => number < other,
            Comparison.LessOrEqual => number <= other,
            _ => throw new UnreachableException(),
        };
    }

    private static bool HoldsText(Comparison comparison, ReadOnlySpan<byte> text, object with)
    {
        if (comparison == Comparison.In)
        {
            foreach (var one in (object[])with)
                if (text.SequenceEqual((byte[])one))
                    return true;
            return false;
        }
        ReadOnlySpan<byte> other = (byte[])with;
        return comparison switch
        {
            Comparison.Equal => text.SequenceEqual(other),
            Comparison.Contains => text.IndexOf(other) >= 0,
            Comparison.StartsWith or Comparison.Within => text.StartsWith(other),
            Comparison.EndsWith => text.EndsWith(other),
            Comparison.GreaterOrEqual => text.SequenceCompareTo(other) >= 0,
            Comparison.Less => text.SequenceCompareTo(other) < 0,
            Comparison.LessOrEqual => text.SequenceCompareTo(other) <= 0 || text.StartsWith(other),
            Comparison.Greater => text.SequenceCompareTo(other) > 0 && !text.StartsWith(other),
            _ => throw new UnreachableException(),
        };
    }

    private bool Holds(Filter.Folded folded, scoped in Subject subject)
    {
        var with = _values[folded.With]!;
        // Every node has a name.
        if (folded.Value is Operand.Stored stored && _snapshot.Nodes[subject.Node.Type] is var table && stored.Property.Ordinal == table.NameProperty)
            return HoldsText(folded.Comparison, table.FoldedNames[subject.Node.Row], with);
        var json = JsonOf(folded.Value, subject);
        return !json.IsEmpty && HoldsText(folded.Comparison, FoldedText(json), with);
    }

    private static byte[] FoldedText(ReadOnlySpan<byte> json) => Encoding.UTF8.GetBytes(Folding.Fold(JsonText.Decode(json)!));
}
