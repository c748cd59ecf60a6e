using System.Diagnostics;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>The nodes of a type.</summary>
internal sealed class CollectionSource(
    CompileContext context, Visibility visibility, FilterCompiler filters, SeekCompiler seeks, ItemOrder order, NodeCompiler nodes,
    ConnectionCompiler connections, FieldedType type, Choice choice) : IItemSource<Item>
{
    public IReadOnlyList<Variable> Scope => [];

    public Item Write(Block block, KeyConditions? conditions)
    {
        var node = context.NewNode();
        var defaultKey = SortKey.OfNode(node);
        var all = new List<CypherText>();
        if (choice.Seek is { } seek)
            all.AddRange(seeks.Match(seek, type, node, block));
        else
        {
            // MATCH (n0:Official) WHERE n0._order IS NOT NULL: then an index returns the default order
            block.Add($"MATCH ({node}:{Name.Of(type)})");
            if (conditions is not null && choice.Order.IsEmpty)
                all.Add($"{defaultKey.Value} IS NOT NULL");
        }
        all.AddRange(visibility.Of(node, type.Members));
        if (!choice.Filter.IsEverything)
            all.Add(filters.Compile(choice.Filter, new Subject(node, null)));
        if (conditions is null)
        {
            block.Where(all);
            return new Item(node, [], CypherText.List([]));
        }
        var keys = order.Write(new UnorderedItems(node, null, type.Members, choice.Order, null, defaultKey), all, block, conditions);
        return new Item(node, keys.Keys, keys.Cursor) { Others = keys.Variables };
    }

    public Selected EdgeField(PlanField field, Item item, Block block) => field switch
    {
        EdgeNodeField end => nodes.Compile(end.Selection, item.Node, block),
        _ => throw new UnreachableException($"{field}"),
    };

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        _ => throw new UnreachableException($"{field}"),
    };
}
