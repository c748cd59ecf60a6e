using System.Diagnostics;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>Relationships as the nodes of a connection: all of the graph, or those that rest on a claim. All that match are found, and then sorted.</summary>
internal sealed class RelationshipListOperator(
    ReadContext context, ResponseWriter writer, Visibility visibility, FilterEvaluator filters, ItemOrder order, RelationshipOrder relationshipOrder,
    ConnectionWriter connections, RelationshipWriter relationships)
{
    /// <summary>A relationship: its type and row.</summary>
    private readonly record struct Item(int Type, int Row);

    private readonly Stack<List<Item>> _pool = [];

    /// <summary>Writes the relationships of the graph.</summary>
    public void Write(RelationshipListField field, ConnectionSource.Graph graph)
    {
        var found = _pool.Count > 0 ? _pool.Pop() : [];
        found.Clear();
        var types = context.Value(graph.Types);
        foreach (var table in context.Snapshot.Nodes)
            foreach (var adjacency in table.Type.Adjacencies)
                if (adjacency.IsOut && (types is null || Array.Exists(types, t => t.Index == adjacency.Type)))
                    for (var row = 0; row < table.Rows; row++)
                        foreach (var link in table.Links[adjacency.Index][row])
                            Add(found, field.Choice.Filter, new Item(adjacency.Type, link.Relationship));
        Write(field, found, claim: null);
    }

    /// <summary>Writes the relationships that rest on a claim.</summary>
    public void WriteSupported(RelationshipListField field, NodeRef claim)
    {
        var found = _pool.Count > 0 ? _pool.Pop() : [];
        found.Clear();
        foreach (var (type, row) in context.TableOf(claim).Carried[claim.Row])
            Add(found, field.Choice.Filter, new Item(type, row));
        Write(field, found, claim);
    }

    private RelationshipTable TableOf(Item item) => context.Snapshot.Relationships[item.Type];

    private Subject SubjectOf(Item item) => new(TableOf(item).To[item.Row], TableOf(item), item.Row);

    private void Add(List<Item> found, Filter filter, Item item)
    {
        context.ThrowIfCancelled();
        var table = TableOf(item);
        if (visibility.IsVisible(table.Type, item.Row) && visibility.IsVisible(table.From[item.Row]) && visibility.IsVisible(table.To[item.Row])
            && (filter.IsEverything || filters.Holds(filter, SubjectOf(item))))
            found.Add(item);
    }

    private void Write(RelationshipListField field, List<Item> found, NodeRef? claim)
    {
        var source = new Source(this, field, found, claim);
        connections.Write(field, ref source);
        _pool.Push(found);
    }

    private struct Source(RelationshipListOperator owner, RelationshipListField list, List<Item> found, NodeRef? claim) : IItemSource
    {
        private int _from;
        private int _to;

        public readonly int Count => _to - _from;
        public readonly int Total => found.Count;

        public PageEnds Take(ConnectionSelection selection)
        {
            owner.Sort(list.Choice, found);
            (_from, _to) = owner.PageOf(list, found);
            return new PageEnds(HasNext: _to < found.Count, HasPrevious: _from > 0);
        }

        public readonly NodeRef NodeOf(int item) => throw new UnreachableException();
        public readonly void AppendTo(CursorBuilder cursor, int item) => owner.AppendTo(cursor, list.Choice, found[_from + item]);
        public readonly bool TryWriteEdges(EdgesField edges) => false;
        public readonly void WriteItemField(PlanField field, int item) => owner.WriteItemField(field, found[_from + item], claim);
        public readonly void WriteField(PlanField field) => throw new UnreachableException($"{field}");
        public readonly void Release() { }
    }

    private void WriteItemField(PlanField field, Item item, NodeRef? claim)
    {
        if (field is LeafField { What: Leaf.Stance } && claim is { } node)
            writer.Value(field.Key, StanceOf(node));
        else
            relationships.WriteAnyField(field, TableOf(item), item.Row);
    }

    private ReadOnlySpan<byte> StanceOf(NodeRef claim)
    {
        var stance = context.Snapshot.Model.Evidence.Stance;
        return stance.Enum!.Values[context.TableOf(claim).Properties.Position(stance.Ordinal, claim.Row)].Json.Span;
    }

    private int Compare(Choice choice, Item left, Item right)
    {
        foreach (var term in choice.Order)
            if (order.Compare(term, SubjectOf(left), SubjectOf(right)) is not 0 and var byTerm)
                return byTerm;
        var (one, other) = (TableOf(left), TableOf(right));
        var result = one.Type.Rank.CompareTo(other.Type.Rank);
        if (result == 0)
            result = context.IdOf(one.From[left.Row]).SequenceCompareTo(context.IdOf(other.From[right.Row]));
        if (result == 0)
            result = context.IdOf(one.To[left.Row]).SequenceCompareTo(context.IdOf(other.To[right.Row]));
        return result != 0 ? result : relationshipOrder.Compare(one, left.Row, right.Row);
    }

    private void Sort(Choice choice, List<Item> found) => found.Sort((left, right) => Compare(choice, left, right));

    private (int From, int To) PageOf(RelationshipListField list, List<Item> found)
    {
        var page = context.Value(list.Page);
        var (from, to) = (0, found.Count);
        if (page.After?.Values is { } after)
            from = found.FindIndex(i => Compare(list.Choice, i, after) > 0) is >= 0 and var index ? index : to;
        if (page.Before?.Values is { } before)
            to = found.FindIndex(i => Compare(list.Choice, i, before) >= 0) is >= 0 and var index ? Math.Max(index, from) : to;
        return page.FromEnd ? (Math.Max(from, to - page.Size), to) : (from, Math.Min(to, from + page.Size));
    }

    private int Compare(Choice choice, Item item, IReadOnlyList<byte[]> place)
    {
        var first = choice.Order.Length;
        for (var i = 0; i < first; i++)
            if (order.Compare(choice.Order[i], SubjectOf(item), place[i]) is not 0 and var byTerm)
                return byTerm;
        var table = TableOf(item);
        var result = JsonText.Unquote(table.Type.Json.Span).SequenceCompareTo(place[first]);
        if (result == 0)
            result = JsonText.Unquote(context.IdOf(table.From[item.Row])).SequenceCompareTo(place[first + 1]);
        if (result == 0)
            result = JsonText.Unquote(context.IdOf(table.To[item.Row])).SequenceCompareTo(place[first + 2]);
        return result != 0 ? result : relationshipOrder.Compare(table, item.Row, place, first + 3);
    }

    private void AppendTo(CursorBuilder cursor, Choice choice, Item item)
    {
        var table = TableOf(item);
        foreach (var term in choice.Order)
            order.AppendTo(cursor, SubjectOf(item), term);
        cursor.Append(JsonText.Unquote(table.Type.Json.Span));
        cursor.Append(JsonText.Unquote(context.IdOf(table.From[item.Row])));
        cursor.Append(JsonText.Unquote(context.IdOf(table.To[item.Row])));
        relationshipOrder.AppendTo(cursor, table, item.Row);
    }
}
