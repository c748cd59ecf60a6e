using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Counts a node's relationships in an expression.</summary>
internal sealed class RelationshipCount(CompileContext context, Visibility visibility)
{
    /// <summary>Number of visible relationships of a field. Without a condition Neo4j reads the number from the node.</summary>
    public CypherText Of(RelationshipField field, Variable owner)
    {
        var (relationship, node) = (context.NewRelationship(), context.NewNode());
        var visible = visibility.Of(field, relationship, node);
        if (visible.Count > 0)
            return $"COUNT {{ {Patterns.OfField(owner, field, relationship, node)} WHERE {CypherText.Join(" AND ", visible)} }}";
        var end = field.IsPartial ? (CypherText)$"({Patterns.HasType(node, field.Target)})" : $"()";
        // COUNT { (n0)-[:PARTY_TO]->() }
        return field.Direction == Direction.Out
            ? $"COUNT {{ ({owner})-[:{Name.Of(field.Type)}]->{end} }}" : (CypherText)$"COUNT {{ ({owner})<-[:{Name.Of(field.Type)}]-{end} }}";
    }
}
