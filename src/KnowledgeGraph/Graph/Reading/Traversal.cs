using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading;

/// <summary>A relationship followed from one of its ends.</summary>
/// <param name="Node">The node to which it leads.</param>
/// <param name="Adjacency">Its type, and the direction in which it is followed.</param>
/// <param name="Relationship">Its row.</param>
internal readonly record struct Traversal(NodeRef Node, Adjacency Adjacency, int Relationship);

/// <summary>The order of relationships of any type: by the node, the name of the type, OUT before IN, then as <see cref="RelationshipOrder"/>.</summary>
internal sealed class TraversalOrder(ReadContext context, ItemOrder itemOrder, RelationshipOrder relationshipOrder)
{
    public RelationshipTable TableOf(Traversal traversal) => context.Snapshot.Relationships[traversal.Adjacency.Type];

    /// <summary>Compares traversals of different adjacencies.</summary>
    public int CompareAdjacencies(Traversal left, Traversal right)
    {
        var order = context.Snapshot.Order.Compare(left.Node, right.Node);
        if (order == 0)
            order = TableOf(left).Type.Rank.CompareTo(TableOf(right).Type.Rank);
        return order != 0 ? order : left.Adjacency.Direction.CompareTo(right.Adjacency.Direction);
    }

    /// <summary>Compares traversals of one type between the same nodes.</summary>
    public int CompareParallel(Traversal left, Traversal right)
    {
        var order = left.Adjacency.Direction.CompareTo(right.Adjacency.Direction);
        return order != 0 ? order : relationshipOrder.Compare(TableOf(left), left.Relationship, right.Relationship);
    }

    public int Compare(Traversal left, Traversal right)
    {
        var order = CompareAdjacencies(left, right);
        return order != 0 ? order : relationshipOrder.Compare(TableOf(left), left.Relationship, right.Relationship);
    }

    /// <param name="first">The position of the traversal's first value among those of the cursor.</param>
    public int Compare(Traversal traversal, CursorPlace place, int first = 0)
    {
        var table = TableOf(traversal);
        var order = itemOrder.Compare(traversal.Node, place);
        if (order == 0)
            order = JsonText.Unquote(table.Type.Json.Span).SequenceCompareTo(place.Values[first + 2]);
        if (order == 0)
            order = DirectionOf(traversal).SequenceCompareTo(place.Values[first + 3]);
        return order != 0 ? order : relationshipOrder.Compare(table, traversal.Relationship, place, first + 4);
    }

    public void AppendTo(CursorBuilder cursor, Traversal traversal)
    {
        var table = TableOf(traversal);
        itemOrder.AppendTo(cursor, traversal.Node);
        cursor.Append(JsonText.Unquote(table.Type.Json.Span));
        cursor.Append(DirectionOf(traversal));
        relationshipOrder.AppendTo(cursor, table, traversal.Relationship);
    }

    private static ReadOnlySpan<byte> DirectionOf(Traversal traversal) => traversal.Adjacency.IsOut ? "0"u8 : "1"u8;
}
