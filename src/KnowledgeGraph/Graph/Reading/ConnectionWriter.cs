using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>Where the items of a connection come from. A struct, so that the code is specialised for each source.</summary>
internal interface IItemSource
{
    /// <summary>The number of items of the page, once it is taken.</summary>
    int Count { get; }

    /// <summary>The number of all items of the connection.</summary>
    int Total { get; }

    /// <summary>Takes the items of the page. It looks no further than the selection needs.</summary>
    PageEnds Take(ConnectionSelection selection);

    /// <summary>The node of an item of the page.</summary>
    NodeRef NodeOf(int item);

    /// <summary>Appends the values by which the item is ordered.</summary>
    void AppendTo(CursorBuilder cursor, int item);

    /// <summary>Writes all edges at once. False if the source has no faster way than item by item.</summary>
    bool TryWriteEdges(EdgesField edges);

    /// <summary>Writes a field that only items of this source have.</summary>
    void WriteItemField(PlanField field, int item);

    /// <summary>Writes a field that only this connection has.</summary>
    void WriteField(PlanField field);

    /// <summary>Gives back what was taken.</summary>
    void Release();
}

/// <summary>Whether there are items beyond the two ends of a page.</summary>
internal readonly record struct PageEnds(bool HasNext, bool HasPrevious);

/// <summary>Writes connections: edges, nodes, counts, page information, cursors. The items come from a source.</summary>
internal sealed class ConnectionWriter(ReadContext context, ResponseWriter writer, NodeWriter nodes)
{
    private readonly CursorBuilder _cursor = new();

    public void Write<T>(PagedField connection, ref T source) where T : IItemSource, allows ref struct
    {
        var (selection, ordering) = (connection.Selection, connection.Ordering);
        var ends = selection.NeedsItems ? source.Take(selection) : default;
        if (ends.HasNext && selection.NotesCut(context.Value(connection.Page)))
            writer.Note(Notes.Cut(connection.Key.Name));
        foreach (var field in selection.Fields)
        {
            switch (field)
            {
                case EdgesField edges:
                    writer.Key(field.Key);
                    if (!source.TryWriteEdges(edges))
                        WriteItems(edges.Fields, ordering, ref source);
                    break;
                case HitsField hits:
                    writer.Key(field.Key);
                    WriteItems(hits.Fields, ordering, ref source);
                    break;
                case EntriesField entries:
                    writer.Key(field.Key);
                    WriteItems(entries.Fields, ordering, ref source);
                    break;
                case NodesField selected:
                    writer.Key(field.Key);
                    WriteNodes(selected.Selection, ref source);
                    break;
                case LeafField { What: Leaf.TotalCount }: writer.Number(field.Key, source.Total); break;
                case PageInfoField info:
                    writer.Key(field.Key);
                    WritePageInfo(info.Fields, ends, ordering, ref source);
                    break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: source.WriteField(field); break;
            }
        }
        writer.EndObject(selection.Fields.IsEmpty);
        source.Release();
    }

    /// <summary>Writes a list with one object for each item of the page.</summary>
    public void WriteItems<T>(ImmutableArray<PlanField> fields, Ordering ordering, ref T source) where T : IItemSource, allows ref struct
    {
        writer.BeginList();
        var count = source.Count;
        for (var i = 0; i < count; i++)
        {
            writer.Separate(isFirst: i == 0);
            WriteItem(fields, i, ordering, ref source);
        }
        writer.EndList();
    }

    private void WriteItem<T>(ImmutableArray<PlanField> fields, int item, Ordering ordering, ref T source) where T : IItemSource, allows ref struct
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case HitField hit:
                    writer.Key(field.Key);
                    WriteItem(hit.Fields, item, ordering, ref source);
                    break;
                case EntryField entry:
                    writer.Key(field.Key);
                    WriteItem(entry.Fields, item, ordering, ref source);
                    break;
                case EdgeNodeField node:
                    writer.Key(field.Key);
                    nodes.Write(node.Selection, source.NodeOf(item));
                    break;
                case LeafField { What: Leaf.Cursor }: WriteCursor(field, item, ordering, ref source); break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: source.WriteItemField(field, item); break;
            }
        }
        writer.EndObject(fields.IsEmpty);
    }

    private void WriteNodes<T>(NodeSelection selection, ref T source) where T : IItemSource, allows ref struct
    {
        writer.BeginList();
        var count = source.Count;
        for (var i = 0; i < count; i++)
        {
            writer.Separate(isFirst: i == 0);
            nodes.Write(selection, source.NodeOf(i));
        }
        writer.EndList();
    }

    private void WritePageInfo<T>(ImmutableArray<PlanField> fields, PageEnds ends, Ordering ordering, ref T source)
        where T : IItemSource, allows ref struct
    {
        foreach (var field in fields)
        {
            switch (field)
            {
                case LeafField { What: Leaf.HasNextPage }: writer.Boolean(field.Key, ends.HasNext); break;
                case LeafField { What: Leaf.HasPreviousPage }: writer.Boolean(field.Key, ends.HasPrevious); break;
                case LeafField { What: Leaf.StartCursor or Leaf.EndCursor } when source.Count == 0: writer.Null(field.Key); break;
                case LeafField { What: Leaf.StartCursor }: WriteCursor(field, 0, ordering, ref source); break;
                case LeafField { What: Leaf.EndCursor }: WriteCursor(field, source.Count - 1, ordering, ref source); break;
                case ConstantField constant: writer.Value(field.Key, constant.Json); break;
                default: throw new UnreachableException($"{field}");
            }
        }
        writer.EndObject(fields.IsEmpty);
    }

    private void WriteCursor<T>(PlanField field, int item, Ordering ordering, ref T source) where T : IItemSource, allows ref struct
    {
        _cursor.Begin(ordering.Tag);
        source.AppendTo(_cursor, item);
        writer.Cursor(field.Key, _cursor);
    }
}
