using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Aggregates;

/// <summary>Counts, extremes, sums and groups.</summary>
internal sealed class AggregateOperator(ResponseWriter writer, ItemTools tools, ValueReader values, NodeWriter nodes)
{
    private readonly MeasureReader _measures = new(tools.Context, values);
    private readonly GroupKeys _keys = new(tools.Context, tools.Visibility);

    /// <summary>A range of the items on the stack, and what they are grouped by; nothing outside of a group.</summary>
    /// <param name="Relationships">The table of the relationships; null for the nodes of a collection.</param>
    private readonly record struct Group(int First, int Count, ImmutableArray<GroupTerm> By, RelationshipTable? Relationships);

    /// <summary>Writes the aggregate of a collection.</summary>
    public void Write(AggregateField aggregate, ConnectionSource.Collection source) =>
        Write(aggregate, new CollectionSequence(source.Type, tools), tools.Visibility.MayHide(source.Type));

    /// <summary>Writes the aggregate of a node's relationships.</summary>
    public void Write(AggregateField aggregate, ConnectionSource.Relationship source, NodeRef node) =>
        Write(aggregate, new RelationshipSequence(node, source.Field, tools), tools.Visibility.MayHide(source.Field));

    private void Write<T>(AggregateField aggregate, T sequence, bool mayHide) where T : ISequence, allows ref struct
    {
        var (mark, choice) = (tools.Items.Count, aggregate.Choice);
        var isFiltered = mayHide || !choice.Filter.IsEverything;
        var relationships = sequence.Field is { } field ? tools.Context.Snapshot.Relationships[field.Type.Index] : null;
        int count;
        if (!isFiltered && OnlyCounts(aggregate.Fields))
            count = sequence.Count;
        else
        {
            tools.Finder.PushAll(sequence, choice.Seek, new RowFilter(isFiltered, choice.Filter, relationships));
            count = tools.Items.Count - mark;
        }
        Write(aggregate.Fields, new Group(mark, count, [], relationships));
        tools.Items.Truncate(mark);
    }

    private static bool OnlyCounts(ImmutableArray<PlanField> fields)
    {
        foreach (var field in fields)
            if (field is not (LeafField { What: Leaf.Count } or ConstantField))
                return false;
        return true;
    }

    private void Write(ImmutableArray<PlanField> fields, Group group)
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.Count }: writer.Number(field.Key, group.Count); break;
                case MeasuredField measured:
                    writer.Key(field.Key);
                    WriteMeasure(measured, group);
                    break;
                case MeasuredEdgesField edges:
                    writer.Key(field.Key);
                    Write(edges.Fields, group);
                    break;
                case GroupByField groupBy:
                    writer.Key(field.Key);
                    WriteGroups(groupBy, group);
                    break;
                case GroupKeyField key:
                    writer.Key(field.Key);
                    WriteGroupKey(key, group);
                    break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        writer.EndObject(fields.IsEmpty);
    }

    /// <summary>Writes the key of a group. What the items are not grouped by is null.</summary>
    private void WriteGroupKey(GroupKeyField key, Group group)
    {
        var node = tools.Items[group.First].Node;
        foreach (var field in key.Fields)
        {
            switch (field)
            {
                case GroupValueField value when group.By.Contains(value.Term): WriteValue(value, node); break;
                case GroupNodeField related when group.By.Contains(related.Term):
                    writer.Key(field.Key);
                    nodes.WriteOrNull(related.Selection, tools.Visibility.OtherEnd(node, related.Term.Field));
                    break;
                case GroupValueField or GroupNodeField: writer.Null(field.Key); break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        writer.EndObject(key.Fields.IsEmpty);
    }

    private void WriteValue(GroupValueField field, NodeRef node)
    {
        switch (field.Term)
        {
            case GroupTerm.Value { Property: var property }: writer.Value(field.Key, _keys.Json(property, node)); break;
            case GroupTerm.Year or GroupTerm.Month: writer.Text(field.Key, _keys.DatePart(field.Term, node)); break;
            default: throw new UnreachableException($"{field.Term}");
        }
    }

    /// <summary>Writes the groups, the largest first, then by their key.</summary>
    private void WriteGroups(GroupByField field, Group group)
    {
        var (items, mark) = (tools.Items, tools.Items.Count);
        for (var i = 0; i < group.Count; i++)
            items.Push(items[group.First + i]);
        var first = mark;
        writer.BeginList();
        foreach (var size in _keys.Group(field.By, items.From(mark)))
        {
            writer.Separate(isFirst: first == mark);
            Write(field.Fields, new Group(first, size, field.By, group.Relationships));
            first += size;
        }
        writer.EndList();
        items.Truncate(mark);
    }

    private void WriteMeasure(MeasuredField measured, Group group)
    {
        var measure = _measures.Measure(measured.Value, tools.Items.From(group.First)[..group.Count], group.Relationships);
        foreach (var field in measured.Fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.Smallest }: writer.Value(field.Key, measure.Smallest); break;
                case LeafField { What: Leaf.Largest }: writer.Value(field.Key, measure.Largest); break;
                case LeafField { What: Leaf.Sum }: writer.Number(field.Key, measure.Sum); break;
                case LeafField { What: Leaf.Average }: writer.Number(field.Key, measure.Average); break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        writer.EndObject(measured.Fields.IsEmpty);
    }
}
