using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles root fields that find nodes by an id or another unique value.</summary>
internal sealed class NodeLookup(CompileContext context, Visibility visibility, NodeCompiler nodes)
{
    public Selected AnyById(AnyNodeByIdField byId, Block block)
    {
        var node = context.NewNode();
        var inner = new Block();
        // MATCH (n0:Entity {id: $p0})
        inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {context.Parameters.Text(byId.IdValue)}}})");
        inner.Where(visibility.Of(node, context.Model.NodeTypes));
        return ById(context.ReturnFirst(nodes.Compile(byId.Selection, node, inner), inner, block));
    }

    private static Selected ById(Selected one) => one with { Format = new ValueFormat.ById(one.Format) };

    public Selected AllById(NodesByIdField byIds, Block block)
    {
        var (id, node, each) = (context.NewValue(), context.NewNode(), new Block());
        // UNWIND $p0 AS c0
        // WITH *, COLLECT { MATCH (n1:Entity {id: c0}) … RETURN [n1.id] } AS c2
        // RETURN head(c2)
        var found = new Block();
        found.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {id}}})");
        found.Where(visibility.Of(node, context.Model.NodeTypes));
        each.Add($"UNWIND {context.Parameters.Ids(byIds.IdValues)} AS {id}");
        return context.ReturnAll(ById(context.ReturnFirst(nodes.Compile(byIds.Selection, node, found), found, each)), each, block);
    }

    /// <summary>The relationship that a mutation wrote; null if it wrote none.</summary>
    public Selected Written(WrittenRelationshipField written, RelationshipCompiler relationships, Block block)
    {
        if (context.Shape.WrittenType(written.Written) is not { } type)
            return new($"null", Formats.Scalar);
        // MATCH (:Entity {id: $p0from})-[r0:PARTY_TO {_key: $p0key}]->(:Entity {id: $p0to})
        var (relationship, inner) = (context.NewRelationship(), new Block());
        var (from, to, key) = context.Parameters.Written(written.Written);
        inner.Add($"MATCH (:{GraphLayout.Entity} {{id: {from}}})-[{relationship}:{Name.Of(type)} {{{GraphLayout.Key}: {key}}}]->(:{GraphLayout.Entity} {{id: {to}}})");
        return context.ReturnFirst(Selected.Object(written.Fields, field => relationships.AnyField(field, relationship, inner)), inner, block);
    }

    public Selected ById(NodeByIdField byId, Block block)
    {
        var keys = byId.Keys.Where(k => context.Shape.Has(k.Value)).ToList();
        var hasId = context.Shape.Has(byId.IdValue);
        if (!hasId && keys.Count == 0)
            return new($"null", Formats.Scalar);
        var (node, inner) = (context.NewNode(), new Block());
        if (hasId)
        {
            // MATCH (n0:Entity {id: $p0}) WHERE n0:Agreement
            inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {context.Parameters.Text(byId.IdValue)}}})");
            inner.Where([$"{node}:{Name.Of(byId.Type)}", .. visibility.Of(node, byId.Type.Members)]);
        }
        else
        {
            // MATCH (n0:Country) WHERE (n0._iso2 = $p1f OR n0._iso3 = $p1f)
            inner.Add($"MATCH ({node}:{Name.Of(byId.Type)})");
            inner.Where([HasKey(node, keys), .. visibility.Of(node, byId.Type.Members)]);
        }
        var found = nodes.Compile(byId.Selection, node, inner);
        var one = context.ReturnFirst(hasId && keys.Count > 0 ? SameNode(byId, keys, node, found) : found, inner, block);
        return hasId ? ById(one) : one with { Format = new ValueFormat.ByKey(byId, one.Format) };
    }

    private Selected SameNode(NodeByIdField byId, IReadOnlyList<(Property Property, Slot<string?> Value)> keys, Variable node, Selected found)
    {
        // [n0._iso2 = $p1f OR n0._iso3 = $p1f, EXISTS { (n1:Country WHERE n1._iso2 = $p1f OR n1._iso3 = $p1f) }, [n0.name]]
        var other = context.NewNode();
        return new Selected(
            $"[coalesce({HasKey(node, keys)}, false), EXISTS {{ MATCH ({other}:{Name.Of(byId.Type)}) WHERE {HasKey(other, keys)} }}, {found.Value}]",
            new ValueFormat.SameNode(byId, found.Format));
    }

    private CypherText HasKey(Variable node, IEnumerable<(Property Property, Slot<string?> Value)> keys) => CypherText.Any(
        [.. keys.Select(k => (CypherText)$"{node}.{context.Layout.Folded(k.Property, false)} = {context.Parameters.FoldedText(k.Value)}")]);
}
