using System.Collections.Immutable;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Relationships of any type.</summary>
internal sealed partial class Compilation
{
    private Selected Relationships(PlanField.Relationships relationships, Variable owner, Block block)
    {
        var types = _shape.Types(relationships.Types);
        var direction = _shape.Number(relationships.Direction);
        Item Write(Block inner, Func<Item, IEnumerable<CypherText>>? conditions)
        {
            // MATCH (n0)-[r1:PARTY_TO|ISSUED]-(n2) WHERE …
            var (relationship, node) = (NewRelationship(), NewNode());
            inner.Add($"MATCH {Step(owner, relationship, types, node, direction)}");
            CypherText forward = direction switch
            {
                RelationshipDirection.Out => $"'0'",
                RelationshipDirection.In => $"'1'",
                _ => $"CASE WHEN {IsForward(relationship, owner, direction)} THEN '0' ELSE '1' END",
            };
            var item = new Item(
                node, relationship, [NodeKey(node), .. StepKeys(relationship, forward, 2)],
                $"[{NameOf(node, _model.NodeTypes)}, {node}.{GraphLayout.Id}] + {StepValues(relationship, forward, types)}");
            inner.Where([.. IsAny(types), .. Shown(relationship, node), .. conditions?.Invoke(item) ?? []]);
            return item;
        }
        Selected Edge(PlanField field, Item item, Block inner) => field switch
        {
            PlanField.EdgeNode node => Node(node.Selection, item.Node, inner),
            PlanField.Cursor => CursorOf(item, relationships.Ordering),
            PlanField.Forward => new(IsForward(item.Relationship!.Value, owner, direction), s_scalar),
            _ => AnyEdgeField(field, item.Relationship!.Value, inner),
        };
        var page = WritePage(relationships.Selection, relationships.Page, relationships.Ordering, Write, Edge, [owner], block);
        return Object(relationships.Selection.Fields, field => field is PlanField.TotalCount ? Count(Write, block, owner) : page[field]);
    }

    /// <summary>Whether the relationship starts at the node. One from the node to itself ends there too: with `direction: IN` it is not forward.</summary>
    private static CypherText IsForward(Variable relationship, Variable owner, int direction) => direction switch
    {
        RelationshipDirection.Out => $"true",
        RelationshipDirection.In => $"false",
        _ => $"startNode({relationship}) = {owner}",
    };

    /// <summary>How many items there are.</summary>
    private Selected Count(WriteItems write, Block block, params IEnumerable<Variable> scope)
    {
        // MATCH (n0:Official) RETURN count(*) AS c1
        var inner = new Block();
        write(inner, null);
        return Result($"count(*)", s_scalar, inner, block, scope);
    }

    /// <summary>No type at all: nothing.</summary>
    private static CypherText[] IsAny(RelationshipType[]? types) => types is [] ? [$"false"] : [];

    /// <summary>From a node over a relationship of one of these types to another.</summary>
    /// <param name="types">Null: all.</param>
    private static CypherText Step(Variable from, Variable relationship, RelationshipType[]? types, Variable to, int direction = RelationshipDirection.Both)
    {
        // (n0)-[r1:PARTY_TO|ISSUED]->(n2)
        CypherText between = $"[{relationship}{Typed(types)}]";
        return direction switch
        {
            RelationshipDirection.Out => $"({from})-{between}->({to})",
            RelationshipDirection.In => $"({from})<-{between}-({to})",
            _ => $"({from})-{between}-({to})",
        };
    }

    // :PARTY_TO|ISSUED
    private static CypherText Typed(RelationshipType[]? types) => types is null or []
        ? Piece($"") : Piece($":{CypherText.Join("|", types.Select(t => (CypherText)$"{Name.Of(t)}"))}");

    /// <summary>What a cursor holds of a relationship of any type: type, direction, since, until, first claim, and the properties with @key that its type has.</summary>
    private CypherText StepValues(Variable relationship, CypherText forward, RelationshipType[]? types)
    {
        // [type(r1), '0', r1.since, r1.until, r1._claim] + CASE type(r1) WHEN 'RELATES_TO' THEN [r1.kind] ELSE [] END
        CypherText values = $"[type({relationship}), {forward}, {relationship}.{GraphLayout.Since}, {relationship}.{GraphLayout.Until}, {relationship}.{GraphLayout.FirstClaim}]";
        var cases = Keyed(types).Select(k => (CypherText)$"WHEN '{Name.Of(k.Type)}' THEN {ListOf(k.Keys.Select(p => (CypherText)$"{relationship}.{Name.Of(p)}"))}").ToList();
        return cases.Count == 0 ? values : $"{values} + CASE type({relationship}) {CypherText.Join(" ", cases)} ELSE [] END";
    }

    private static SortKey[] StepKeys(Variable relationship, CypherText forward, int cursorValue) =>
    [
        new($"type({relationship})", false, false, cursorValue, CursorValueKind.Text),
        new(forward, false, false, cursorValue + 1, CursorValueKind.Text),
        TieKey(relationship, cursorValue + 2),
    ];

    /// <summary>The types whose relationships between the same nodes may differ in properties, with these.</summary>
    private List<(RelationshipType Type, ImmutableArray<Property> Keys)> Keyed(RelationshipType[]? types) =>
        [.. (types ?? [.. _model.RelationshipTypes]).Select(t => (t, t.Properties.Where(p => p.IsKey).ToImmutableArray())).Where(k => !k.Item2.IsEmpty)];

    private Selected AnyEdgeField(PlanField field, Variable relationship, Block block) => field switch
    {
        PlanField.TypeName => new($"type({relationship})", s_scalar),
        // CALL (r1) { WITH startNode(r1) AS n2 … RETURN head(collect([n2.id])) AS c3 }
        PlanField.StartNode start => NodeAt($"startNode({relationship})", start.Selection, block, relationship),
        PlanField.EndNode end => NodeAt($"endNode({relationship})", end.Selection, block, relationship),
        _ => EdgeField(field, null, relationship, block),
    };

    /// <summary>What is asked of a node that an expression gives.</summary>
    private Selected NodeAt(CypherText value, NodeSelection selection, Block block, params IEnumerable<Variable> scope)
    {
        var (node, inner) = (NewNode(), new Block());
        inner.Add($"WITH {value} AS {node}");
        return First(Node(selection, node, inner), inner, block, scope);
    }

    /// <summary>A relationship of any type as an object of its own; null where there is none.</summary>
    private Selected Relationship(ImmutableArray<PlanField> fields, Variable relationship, Block block)
    {
        var selected = Object(fields, field => AnyEdgeField(field, relationship, block));
        return selected with { Value = $"CASE WHEN {relationship} IS NOT NULL THEN {selected.Value} END" };
    }
}
