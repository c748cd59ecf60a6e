using System.Diagnostics;
using KnowledgeGraph.Graph.Reading.Items;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Graph.Reading.Connections;

/// <summary>
/// All relationships of a node as one connection. Each of the node's lists is sorted already: a page is merged from them, and reads no
/// further than it must.
/// </summary>
internal sealed class AllRelationshipsOperator(
    ReadContext context, ResponseWriter writer, Visibility visibility, TraversalOrder order, ConnectionWriter connections,
    RelationshipWriter relationshipWriter)
{
    private readonly ItemStack<Traversal> _items = new();
    private readonly ListMerge _merge = new(order);

    public void Write(RelationshipsField field, NodeRef node)
    {
        var lists = new NodeLists(
            context, visibility, node, context.Value(field.Types), context.Value(field.Direction));
        var source = new Source(this, field, lists);
        connections.Write(field, ref source);
    }

    private readonly ref struct Source(AllRelationshipsOperator owner, RelationshipsField relationships, NodeLists lists) : IItemSource
    {
        private readonly int _mark = owner._items.Count;
        private readonly NodeLists _lists = lists;

        public int Count => owner._items.Count - _mark;
        public int Total => _lists.Count();

        public PageEnds Take(ConnectionSelection selection) =>
            owner._merge.Take(_lists, owner.Page(relationships), selection, owner._items);

        private Traversal this[int item] => owner._items[_mark + item];

        public NodeRef NodeOf(int item) => this[item].Node;
        public void AppendTo(CursorBuilder cursor, int item) => owner.AppendTo(cursor, this[item]);
        public bool TryWriteEdges(EdgesField edges) => false;
        public void WriteItemField(PlanField field, int item) => owner.WriteItemField(field, this[item]);
        public void WriteField(PlanField field) => throw new UnreachableException($"{field}");
        public void Release() => owner._items.Truncate(_mark);
    }

    private Page Page(RelationshipsField field) => context.Value(field.Page);

    /// <summary>Forgets pages that an error left unfinished.</summary>
    public void Release() => _items.Truncate(0);

    private void AppendTo(CursorBuilder cursor, Traversal item) => order.AppendTo(cursor, item);

    private void WriteItemField(PlanField field, Traversal item)
    {
        switch (field)
        {
            case LeafField { What: Leaf.TypeName }: writer.Value(field.Key, order.TableOf(item).Type.Json.Span); break;
            case LeafField { What: Leaf.Forward }: writer.Boolean(field.Key, item.Adjacency.IsOut); break;
            default: relationshipWriter.WriteField(field, order.TableOf(item), item.Relationship); break;
        }
    }
}
