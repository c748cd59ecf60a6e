using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>Relationships as the nodes of a connection: all of the graph, or those that rest on a claim. Neo4j reads every relationship for this.</summary>
/// <param name="claim">The claim; null for all relationships.</param>
internal sealed class RelationshipListSource(
    CompileContext context, Visibility visibility, FilterCompiler filters, ItemOrder order, RelationshipCompiler relationships,
    ConnectionCompiler connections, RelationshipListField list, Variable? claim) : IItemSource<RelationshipItem>
{
    public IReadOnlyList<Variable> Scope => claim is { } node ? [node] : [];

    public RelationshipItem Write(Block block, KeyConditions? conditions)
    {
        // MATCH (n1:Entity)-[r0:PARTY_TO]->(n2:Entity)
        // WHERE n3.id IN r0.claims
        var (from, relationship, to) = (context.NewNode(), context.NewRelationship(), context.NewNode());
        var types = list.Source is ConnectionSource.Graph graph ? context.Shape.Types(graph.Types) : null;
        block.Add($"MATCH ({from}:{GraphLayout.Entity})-[{relationship}{Patterns.Types(types)}]->({to}:{GraphLayout.Entity})");
        var all = new List<CypherText>();
        if (types is [])
            all.Add($"false");
        if (claim is { } node)
            all.Add($"{node}.{GraphLayout.Id} IN {relationship}.{GraphLayout.Claims}");
        all.AddRange([.. visibility.OfAny(relationship, to), .. visibility.Of(from, context.Model.NodeTypes)]);
        if (!list.Choice.Filter.IsEverything)
            all.Add(filters.Compile(list.Choice.Filter, new Subject(to, relationship) { From = from }));
        if (conditions is null)
        {
            block.Where(all);
            return new RelationshipItem(to, relationship, [], CypherText.List([]));
        }
        var items = new UnorderedItems(to, relationship, context.Model.NodeTypes, list.Choice.Order, null, SortKey.OfNode(to)) { Others = [from], IsRelationship = true };
        var keys = order.Write(items, all, block, conditions);
        return new RelationshipItem(to, relationship, keys.Keys, keys.Cursor) { Others = [relationship, from, .. keys.Variables] };
    }

    public Selected EdgeField(PlanField field, RelationshipItem item, Block block) => field switch
    {
        LeafField { What: Leaf.Stance } => new($"{claim!.Value}.{Name.Of(context.Model.Evidence.Stance)}", Formats.Scalar),
        EntryField entry => Selected.Object(entry.Fields, inner => relationships.AnyField(inner, item.Relationship, block)),
        _ => relationships.AnyField(field, item.Relationship, block),
    };

    public Selected ConnectionField(PlanField field, Block block) => field switch
    {
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        _ => throw new UnreachableException($"{field}"),
    };
}
