using System.Buffers.Text;
using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Counts, extremes, sums and groups.</summary>
internal sealed partial class Execution
{
    private void WriteAggregate<T>(PlanField.Aggregate aggregate, T sequence, bool isFiltered) where T : ISequence, allows ref struct
    {
        var below = _linkCount;
        isFiltered |= !aggregate.Choice.Filter.IsEverything;
        var count = -1;
        if (!isFiltered && OnlyCounts(aggregate.Fields))
            count = sequence.Count;
        else
        {
            var table = sequence.Field is { } relationship ? _snapshot.Relationships[relationship.Type.Index] : null;
            Gather(aggregate.Source, aggregate.Choice, sequence, table, isFiltered);
            count = _linkCount - below;
        }
        WriteMeasures(aggregate.Fields, below, count);
        _linkCount = below;
    }

    private static bool OnlyCounts(ImmutableArray<PlanField> fields)
    {
        foreach (var field in fields)
            if (field is not (PlanField.Count or PlanField.Constant))
                return false;
        return true;
    }

    /// <summary>Writes what is asked of the nodes on the stack from a place.</summary>
    private void WriteMeasures(ImmutableArray<PlanField> fields, int from, int count)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case PlanField.Count: Number(field, count); break;
                case PlanField.Measured measured:
                    Start(field);
                    WriteMeasure(measured, from, count);
                    break;
                case PlanField.GroupBy group:
                    Start(field);
                    WriteGroups(group, from, count);
                    break;
                case PlanField.GroupKey key:
                    Start(field);
                    WriteGroupKey(key, _links[from].Node);
                    break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(fields);
    }

    /// <summary>The properties by which is not grouped are null in a key, so only those that are were planned with a value.</summary>
    private void WriteGroupKey(PlanField.GroupKey key, NodeRef node)
    {
        foreach (var field in key.Fields)
        {
            if (field is PlanField.Stored stored)
                Value(field, _groupBy.Contains(stored.Property) ? _snapshot.Nodes[node.Type].Properties[stored.Ordinal, node.Row] : default);
            else
                Value(field, ((PlanField.Constant)field).Json);
        }
        End(key.Fields);
    }

    private ImmutableArray<Property> _groupBy = [];

    private void WriteGroups(PlanField.GroupBy group, int from, int count)
    {
        var below = _linkCount;
        for (var i = from; i < from + count; i++)
            Push(_links[i]);
        var start = below;
        _links.AsSpan(start, count).Sort((left, right) => CompareKeys(group.By, left.Node, right.Node));
        var groups = new List<(int From, int Count)>();
        for (var i = start; i < start + count; i++)
        {
            if (groups.Count > 0 && CompareKeys(group.By, _links[groups[^1].From].Node, _links[i].Node) == 0)
                groups[^1] = groups[^1] with { Count = groups[^1].Count + 1 };
            else
                groups.Add((i, 1));
        }
        groups.Sort((left, right) => right.Count != left.Count ? right.Count.CompareTo(left.Count) : left.From.CompareTo(right.From));
        _groupBy = group.By;
        Byte((byte)'[');
        for (var i = 0; i < groups.Count; i++)
        {
            if (i > 0)
                Byte((byte)',');
            WriteMeasures(group.Fields, groups[i].From, groups[i].Count);
        }
        Byte((byte)']');
        _linkCount = below;
    }

    private int CompareKeys(ImmutableArray<Property> by, NodeRef left, NodeRef right)
    {
        foreach (var property in by)
        {
            var leftValue = JsonText.Unquoted(_snapshot.Nodes[left.Type].Properties[property.Ordinal, left.Row]);
            var rightValue = JsonText.Unquoted(_snapshot.Nodes[right.Type].Properties[property.Ordinal, right.Row]);
            if (CompareValues(property.Kind, leftValue, rightValue) is not 0 and var order)
                return order;
        }
        return 0;
    }

    private void WriteMeasure(PlanField.Measured measured, int from, int count)
    {
        ReadOnlySpan<byte> smallest = default, largest = default;
        var numbers = new List<double>();
        for (var i = from; i < from + count; i++)
        {
            var node = _links[i].Node;
            var json = _snapshot.Nodes[node.Type].Properties[measured.Property.Ordinal, node.Row];
            if (json.IsEmpty)
                continue;
            if (measured.Property.Kind is ScalarKind.Int or ScalarKind.Float)
                numbers.Add(JsonText.Number(json));
            if (smallest.IsEmpty || CompareValues(measured.Property.Kind, JsonText.Unquoted(json), JsonText.Unquoted(smallest)) < 0)
                smallest = json;
            if (largest.IsEmpty || CompareValues(measured.Property.Kind, JsonText.Unquoted(json), JsonText.Unquoted(largest)) > 0)
                largest = json;
        }
        // Sorted, so that rounding is the same in whatever order the nodes are found
        numbers.Sort();
        double? sum = numbers.Count > 0 ? 0 : null;
        foreach (var number in numbers)
            sum += number;
        // JSON knows no infinity
        if (sum is { } total && !double.IsFinite(total))
            sum = null;
        foreach (var field in measured.Fields)
        {
            switch (field)
            {
                case PlanField.Smallest: Value(field, smallest); break;
                case PlanField.Largest: Value(field, largest); break;
                case PlanField.Sum: Float(field, sum); break;
                case PlanField.Average: Float(field, sum / numbers.Count); break;
                case PlanField.Constant constant: Value(field, constant.Json); break;
                default: throw new UnreachableException();
            }
        }
        End(measured.Fields);
    }

    private void Float(PlanField field, double? number)
    {
        Start(field);
        if (number is not { } value)
        {
            Raw("null"u8);
            return;
        }
        if (_bytes.Length - _at < 32)
            Grow(32);
        Utf8Formatter.TryFormat(value, _bytes.AsSpan(_at), out var written);
        _at += written;
    }
}
