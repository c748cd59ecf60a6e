using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>The relationships of one field of a node.</summary>
internal sealed class RelationshipSource(
    CompileContext context, Visibility visibility, FilterCompiler filters, ItemOrder order, RelationshipCount counts, NodeCompiler nodes,
    RelationshipCompiler relationships, ConnectionCompiler connections, RelationshipField field, Choice choice, Variable owner) : IItemSource<RelationshipItem>
{
    public IReadOnlyList<Variable> Scope => [owner];

    /// <summary>Whether only nodes are shown, and nothing of the relationships.</summary>
    public bool ShowsNodesAlone { get; init; }

    public RelationshipItem Write(Block block, KeyConditions? conditions)
    {
        var (node, relationship, all) = (context.NewNode(), context.NewRelationship(), new List<CypherText>());
        var defaultKey = SortKey.OfEdge(owner, field.Direction, relationship);
        // Neo4j replaces a WHERE that is always false, and then rejects the hint because its predicate is gone.
        var mayUseIndex = conditions is not null && choice.Order.IsEmpty && ConstantFilter.ValueOf(choice.Filter) != false;
        var areFew = mayUseIndex && IsFirstPage(conditions!, defaultKey) && context.Shape.HasFew(field);
        if (mayUseIndex && !areFew)
        {
            // MATCH ()-[r1:PARTY_TO]->(n2) USING INDEX SEEK r1:PARTY_TO(_out) WHERE r1._out >= n0.id + ' ' AND r1._out < n0.id + '!':
            // the index returns those of n0 in the default order. Neo4j does not know how few they are, and would read all of it, or start at n2.
            block.Add($"MATCH {Patterns.OfField(null, field, relationship, node)}");
            block.Add($"USING INDEX SEEK {relationship}:{Name.Of(field.Type)}({GraphLayout.EdgeOrder(field.Direction)})");
            all.AddRange([$"{defaultKey.Value} >= {owner}.{GraphLayout.Id} + ' '", $"{defaultKey.Value} < {owner}.{GraphLayout.Id} + '!'"]);
        }
        else
            // MATCH (n0)-[r1:PARTY_TO]->(n2)
            block.Add($"MATCH {Patterns.OfField(owner, field, relationship, node)}");
        all.AddRange(visibility.Of(field, relationship, node));
        if (!choice.Filter.IsEverything)
            all.Add(filters.Compile(choice.Filter, new Subject(node, relationship)));
        if (conditions is null)
        {
            block.Where(all);
            return new RelationshipItem(node, relationship, [], CypherText.List([]));
        }
        if (areFew && ShowsNodesAlone)
        {
            // ORDER BY n2._order: to sort by r1._in, Neo4j would read a long text of each relationship, and the response would be the same
            block.Where(all);
            return new RelationshipItem(node, relationship, [SortKey.OfNode(node)], CypherText.List([]));
        }
        var items = new UnorderedItems(node, relationship, field.Target.Members, choice.Order, field.Type, defaultKey);
        var keys = order.Write(items, all, block, conditions);
        return new RelationshipItem(node, relationship, keys.Keys, keys.Cursor) { Others = [relationship, .. keys.Variables] };
    }

    /// <summary>After a cursor, the index finds the page: it orders as sorting does, also beyond U+FFFF, where comparing a text with a parameter does not.</summary>
    private static bool IsFirstPage(KeyConditions conditions, SortKey key) => !conditions([key]).Any();

    public Selected EdgeField(PlanField edgeField, RelationshipItem item, Block block) => edgeField switch
    {
        EdgeNodeField end => nodes.Compile(end.Selection, item.Node, block),
        _ => relationships.EdgeField(edgeField, field.Type, item.Relationship, block),
    };

    public Selected ConnectionField(PlanField connectionField, Block block) => connectionField switch
    {
        LeafField { What: Leaf.TotalCount } when choice.Filter.IsEverything && context.ShowsAll => new(counts.Of(field, owner), Formats.Scalar),
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        _ => throw new UnreachableException($"{connectionField}"),
    };
}
