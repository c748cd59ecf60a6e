using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling.Connections;

/// <summary>The relationships of a node of any type.</summary>
internal sealed class AllRelationshipsSource(
    CompileContext context, Visibility visibility, NodeCompiler nodes, RelationshipCompiler relationships, ConnectionCompiler connections,
    RelationshipsField field, Variable owner) : IItemSource<RelationshipItem>
{
    private readonly RelationshipType[]? _types = context.Shape.Types(field.Types);
    private readonly int _direction = context.Shape.Number(field.Direction);

    public IReadOnlyList<Variable> Scope => [owner];

    public RelationshipItem Write(Block block, KeyConditions? conditions)
    {
        // MATCH (n0)-[r1:PARTY_TO|ISSUED]-(n2) WHERE …
        var (relationship, node) = (context.NewRelationship(), context.NewNode());
        block.Add($"MATCH {Patterns.OfAny(owner, relationship, _types, node, _direction)}");
        CypherText forward = _direction switch
        {
            RelationshipDirection.Out => $"'0'",
            RelationshipDirection.In => $"'1'",
            RelationshipDirection.Both => $"CASE WHEN {IsForward(relationship)} THEN '0' ELSE '1' END",
            _ => throw new UnreachableException($"{_direction}"),
        };
        SortKey[] keys = [SortKey.OfNode(node), .. AnyRelationshipOrder.Keys(relationship, forward, 2)];
        block.Where([.. _types is [] ? (CypherText[])[$"false"] : [], .. visibility.OfAny(relationship, node), .. conditions?.Invoke(keys) ?? []]);
        var cursor = AnyRelationshipOrder.CursorValues(relationship, forward, _types ?? [.. context.Model.RelationshipTypes]);
        return new RelationshipItem(
            node, relationship, keys, $"[{SortKey.NameOf(node, context.Model.NodeTypes)}, {node}.{GraphLayout.Id}] + {cursor}")
        {
            Others = [relationship],
        };
    }

    public Selected EdgeField(PlanField edgeField, RelationshipItem item, Block block) => edgeField switch
    {
        EdgeNodeField node => nodes.Compile(node.Selection, item.Node, block),
        LeafField { What: Leaf.Forward } => new(IsForward(item.Relationship), Formats.Scalar),
        _ => relationships.AnyField(edgeField, item.Relationship, block),
    };

    public Selected ConnectionField(PlanField connectionField, Block block) => connectionField switch
    {
        LeafField { What: Leaf.TotalCount } => connections.Count(this, block),
        _ => throw new UnreachableException($"{connectionField}"),
    };

    /// <summary>Whether the relationship starts at the node. One from the node to itself ends there too: with `direction: IN` it is not forward.</summary>
    private CypherText IsForward(Variable relationship) => _direction switch
    {
        RelationshipDirection.Out => $"true",
        RelationshipDirection.In => $"false",
        RelationshipDirection.Both => $"startNode({relationship}) = {owner}",
        _ => throw new UnreachableException($"{_direction}"),
    };
}
