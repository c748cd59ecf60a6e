using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Connections of stored items: the nodes of a collection, and the relationships of one field of a node.</summary>
internal sealed class StoredConnectionOperator(ItemTools tools, ConnectionWriter connections, EdgeWriter edgeWriter)
{
    /// <summary>Writes a collection.</summary>
    public void Write(ConnectionField connection, ConnectionSource.Collection source) =>
        Write(connection, new CollectionSequence(source.Type, tools), tools.Visibility.MayHide(source.Type));

    /// <summary>Writes the relationships of a node.</summary>
    public void Write(ConnectionField connection, ConnectionSource.Relationship source, NodeRef node) =>
        Write(connection, new RelationshipSequence(node, source.Field, tools), tools.Visibility.MayHide(source.Field));

    private void Write<T>(ConnectionField connection, T sequence, bool mayHide) where T : ISequence, allows ref struct
    {
        var relationships = sequence.Field is { } field ? tools.Context.Snapshot.Relationships[field.Type.Index] : null;
        var source = new Source<T>(
            connection, sequence, tools, edgeWriter,
            new RowFilter(mayHide || !connection.Choice.Filter.IsEverything, connection.Choice.Filter, relationships));
        connections.Write(connection, ref source);
    }

    private ref struct Source<T>(ConnectionField connection, T sequence, ItemTools tools, EdgeWriter edgeWriter, RowFilter filter) : IItemSource
        where T : ISequence, allows ref struct
    {
        private readonly int _mark = tools.Items.Count;
        private readonly T _sequence = sequence;
        private ReadOnlySpan<Link> _page;
        private int _total = -1;

        public readonly int Count => _page.Length;

        public readonly int Total => _total >= 0 ? _total
            : filter.IsNeeded ? tools.Finder.Count(_sequence, connection.Choice.Seek, filter) : _sequence.Count;

        public PageEnds Take(ConnectionSelection selection)
        {
            var (choice, page) = (connection.Choice, tools.Context.Value(connection.Page));
            if (choice.Seek is null && choice.Order.IsEmpty)
                return tools.Pages.Take(_sequence, page, filter, selection, out _page);
            tools.Finder.PushAll(_sequence, choice.Seek, filter);
            _total = tools.Items.Count - _mark;
            var ends = new SortedPage(tools.Order, tools.Items, _mark, choice.Order, filter.Relationships, page.FromEnd).Take(page);
            _page = tools.Items.From(_mark);
            return ends;
        }

        public readonly NodeRef NodeOf(int item) => _page[item].Node;

        public readonly void AppendTo(CursorBuilder cursor, int item) =>
            tools.Order.AppendTo(cursor, _page[item], filter.Relationships, connection.Choice.Order);

        public readonly bool TryWriteEdges(EdgesField edges)
        {
            edgeWriter.Write(edges, _page, filter.Relationships, connection);
            return true;
        }

        public readonly void WriteItemField(PlanField field, int item) => throw new System.Diagnostics.UnreachableException($"{field}");
        public readonly void WriteField(PlanField field) => throw new System.Diagnostics.UnreachableException($"{field}");
        public readonly void Release() => tools.Items.Truncate(_mark);
    }
}
