using System.Collections.Immutable;
using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Rows;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Planning.Fields;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles the fields of a relationship.</summary>
internal sealed class RelationshipCompiler(CompileContext context, Visibility visibility, StandingCompiler standings, NodeCompiler nodes, EvidenceCompiler evidence)
{
    /// <summary>A field of an edge.</summary>
    /// <param name="type">Null for any type.</param>
    public Selected EdgeField(PlanField field, RelationshipType? type, Variable relationship, Block block)
    {
        return field switch
        {
            StoredField stored => PropertyValues.Property(stored.Property, relationship),
            LeafField { What: Leaf.RelationshipId } => new(GraphLayout.RelationshipIdOf($"{relationship}"), Formats.RequiredText),
            LeafField { What: Leaf.Since } => new($"{relationship}.{GraphLayout.Since}", Formats.Date),
            LeafField { What: Leaf.Until } => new($"{relationship}.{GraphLayout.Until}", Formats.Date),
            LeafField { What: Leaf.RecordedAt } => PropertyValues.RecordedAt(relationship),
            LeafField { What: Leaf.Revision } => PropertyValues.Revision(relationship),
            InEffectField inEffect => standings.InEffect(inEffect, relationship, type),
            StandingField standing => new(standings.Of(relationship, type, standings.DateOf(standing.On)), Formats.Scalar),
            LeafField { What: Leaf.KnownUntil } => new(standings.KnownUntilOf(relationship), Formats.Date),
            EvidenceField asked => evidence.Evidence(asked.Selection, visibility.ClaimsOf(relationship), block),
            LeafField { What: Leaf.Contested } => evidence.Contested(visibility.ClaimsOf(relationship), block, relationship),
            CorroborationField corroboration => evidence.Corroboration(corroboration.Fields, visibility.ClaimsOf(relationship), block, relationship),
            _ => throw new UnreachableException($"{field}"),
        };
    }

    /// <summary>A field of a relationship of any type.</summary>
    public Selected AnyField(PlanField field, Variable relationship, Block block) => field switch
    {
        LeafField { What: Leaf.TypeName } => new($"type({relationship})", Formats.Scalar),
        // COLLECT { WITH startNode(r1) AS n2 … RETURN [n2.id] }
        StartNodeField start => End($"startNode({relationship})", start.Selection, block),
        EndNodeField end => End($"endNode({relationship})", end.Selection, block),
        _ => EdgeField(field, null, relationship, block),
    };

    private Selected End(CypherText value, NodeSelection selection, Block block)
    {
        var (node, inner) = (context.NewNode(), new Block());
        inner.Add($"WITH {value} AS {node}");
        return context.ReturnFirst(nodes.Compile(selection, node, inner), inner, block);
    }

    /// <summary>A relationship of any type as an object; null if the relationship is null.</summary>
    public Selected AnyObject(ImmutableArray<PlanField> fields, Variable relationship, Block block)
    {
        var selected = Selected.Object(fields, field => AnyField(field, relationship, block));
        return selected with { Value = $"CASE WHEN {relationship} IS NOT NULL THEN {selected.Value} END" };
    }
}
