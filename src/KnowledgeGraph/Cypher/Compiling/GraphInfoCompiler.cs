using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles `graph`: the graph itself.</summary>
internal sealed class GraphInfoCompiler(CompileContext context)
{
    public Selected Compile(GraphInfoField field, Block block)
    {
        // OPTIONAL MATCH (n0:_Store) RETURN [n0.version, COUNT { (:Entity) }]
        var (store, inner) = (context.NewNode(), new Block());
        inner.Add($"OPTIONAL MATCH ({store}:{GraphLayout.Store})");
        return context.ReturnFirst(Selected.Object(field.Fields, inside => Field(inside, store)), inner, block);
    }

    private Selected Field(PlanField field, Variable store) => field switch
    {
        LeafField { What: Leaf.Version } => new($"coalesce({store}.version, 0)", Formats.Scalar),
        LeafField { What: Leaf.RecordedAt } => new($"{store}.committedAt.epochMillis", Formats.TimeOrNull),
        LeafField { What: Leaf.KnownUntil } => new($"{context.Parameters.LatestReport()}", Formats.Date),
        LeafField { What: Leaf.NodeCount } => new($"COUNT {{ (:{GraphLayout.Entity}) }}", Formats.Scalar),
        LeafField { What: Leaf.RelationshipCount } => new($"COUNT {{ ()-[]->() }}", Formats.Scalar),
        LeafField { What: Leaf.RelationshipsLeftOut } => new(context.Shape.HasEvidence ? $"{context.Parameters.RelationshipsLeftOut()}" : (CypherText)$"0", Formats.Scalar),
        _ => throw new UnreachableException($"{field}"),
    };
}
