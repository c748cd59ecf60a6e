using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Graph.Reading.Items;

/// <summary>Finds the items of a sequence that pass a filter: through an index, by scanning a collection, or one after the other.</summary>
internal sealed class ItemFinder(
    ReadContext context, Visibility visibility, FilterEvaluator filters, SeekReader seeks, TableScan scans, ItemStack<Link> items)
{
    public bool Passes<T>(T sequence, Link item, RowFilter filter) where T : ISequence, allows ref struct
    {
        context.ThrowIfCancelled();
        return !filter.IsNeeded
            || (sequence.IsVisible(item)
                && (filter.Filter.IsEverything || filters.Holds(filter.Filter, new Subject(item.Node, filter.Relationships, item.Relationship))));
    }

    /// <summary>Pushes all items that pass, in any order.</summary>
    public void PushAll<T>(T sequence, Seek? seek, RowFilter filter) where T : ISequence, allows ref struct
    {
        if (sequence.Collection is { } collection)
        {
            if (seek is not null)
                PushFound(seek, collection, filter.Filter);
            else
                for (var scan = default(TableScan.Position); scans.Next(collection, filter.Filter, ref scan, out var node);)
                    items.Push(new Link(node, -1));
            return;
        }
        var position = sequence.Start;
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, filter))
                items.Push(item);
    }

    public int Count<T>(T sequence, Seek? seek, RowFilter filter) where T : ISequence, allows ref struct
    {
        var count = 0;
        if (sequence.Collection is { } collection)
        {
            if (seek is not null)
            {
                var mark = items.Count;
                PushFound(seek, collection, filter.Filter);
                count = items.Count - mark;
                items.Truncate(mark);
            }
            else
                for (var scan = default(TableScan.Position); scans.Next(collection, filter.Filter, ref scan, out _);)
                    count++;
            return count;
        }
        var position = sequence.Start;
        while (sequence.Next(ref position, out var item))
            if (Passes(sequence, item, filter))
                count++;
        return count;
    }

    private void PushFound(Seek seek, Model.CompositeType collection, Filter filter)
    {
        var mark = items.Count;
        seeks.Push(seek, collection);
        var kept = mark;
        for (var i = mark; i < items.Count; i++)
            if (visibility.IsVisible(items[i].Node) && filters.Holds(filter, new Subject(items[i].Node)))
                items[kept++] = items[i];
        items.Truncate(kept);
    }
}
