using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles root fields that find nodes by an id or another unique value.</summary>
internal sealed class NodeLookup(CompileContext context, Visibility visibility, NodeCompiler nodes)
{
    public Selected AnyById(PlanField.AnyById byId, Block block)
    {
        var node = context.NewNode();
        var inner = new Block();
        // MATCH (n0:Entity {id: $p0})
        inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {context.Parameters.Text(byId.IdValue)}}})");
        inner.Where(visibility.Of(node, context.Model.NodeTypes));
        return context.ReturnFirst(nodes.Compile(byId.Selection, node, inner), inner, block);
    }

    public Selected AllById(PlanField.AllById byIds, Block block)
    {
        var (id, node, each) = (context.NewValue(), context.NewNode(), new Block());
        // UNWIND $p0 AS c0
        // CALL (c0) { MATCH (n1:Entity {id: c0}) … RETURN head(collect([n1.id])) AS c2 }
        // RETURN collect([c2]) AS c3
        var found = new Block();
        found.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {id}}})");
        found.Where(visibility.Of(node, context.Model.NodeTypes));
        each.Add($"UNWIND {context.Parameters.Ids(byIds.IdValues)} AS {id}");
        var one = context.ReturnFirst(nodes.Compile(byIds.Selection, node, found), found, each, id);
        return context.ReturnAll(new($"[{one.Value}]", new ValueFormat.Boxed(one.Format)), each, block);
    }

    public Selected ById(PlanField.ById byId, Block block)
    {
        var keys = byId.Keys.Where(k => context.Shape.Has(k.Value)).ToList();
        var hasId = byId.IdValue >= 0 && context.Shape.Has(byId.IdValue);
        if (!hasId && keys.Count == 0)
            return new($"null", Formats.Scalar);
        var (node, inner) = (context.NewNode(), new Block());
        var conditions = new List<CypherText>();
        if (hasId)
        {
            // MATCH (n0:Entity {id: $p0}) WHERE n0:Agreement
            inner.Add($"MATCH ({node}:{GraphLayout.Entity} {{id: {context.Parameters.Text(byId.IdValue)}}})");
            conditions.Add($"{node}:{Name.Of(byId.Type)}");
        }
        else
            inner.Add($"MATCH ({node}:{Name.Of(byId.Type)})");
        // WHERE (n0._iso2 = $p1f OR n0._iso3 = $p1f)
        if (keys.Count > 0)
            conditions.Add(CypherText.Any([.. keys.Select(k => (CypherText)$"{node}.{context.Layout.Folded(k.Property, false)} = {context.Parameters.FoldedText(k.Value)}")]));
        inner.Where([.. conditions, .. visibility.Of(node, byId.Type.Members)]);
        return context.ReturnFirst(nodes.Compile(byId.Selection, node, inner), inner, block);
    }
}
