using System.Diagnostics;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Cypher.Compiling;

/// <summary>Compiles seeks: nodes are found by an index, or from the other end of a relationship.</summary>
internal sealed class SeekCompiler(CompileContext context)
{
    /// <summary>Writes what matches the nodes of a type that a seek finds, each once.</summary>
    /// <returns>The conditions for them.</returns>
    public List<CypherText> Match(Seek seek, CompositeType type, Variable node, Block block)
    {
        switch (seek)
        {
            case Seek.ById byId:
                // MATCH (n0:Entity) WHERE n0.id IN $p0s AND n0:Official
                block.Add($"MATCH ({node}:{GraphLayout.Entity})");
                return [$"{node}.{GraphLayout.Id} IN {context.Parameters.OperandList(byId.Ids)}", Patterns.HasType(node, type)];
            case Seek.ByUnique byUnique:
                // MATCH (n0:Country) WHERE n0._iso2 IN $p0sf
                block.Add($"MATCH ({node}:{Name.Of(byUnique.Type)})");
                return [$"{node}.{context.Layout.Folded(byUnique.Property, false)} IN {context.Parameters.FoldedOperandList(byUnique.Values)}"];
            case Seek.Through through:
                // MATCH (n1:Country) WHERE n1._iso2 IN $p0sf
                // MATCH (n1)-[:PARTY_TO]->(n0:Agreement)
                // WITH DISTINCT n0
                var from = context.NewNode();
                block.Where(Match(through.Inner, through.Field.Target, from, block));
                CypherText end = $"({Patterns.HasType(node, type)})";
                block.Add(through.Field.Direction == Direction.In
                    ? $"MATCH ({from})-[:{Name.Of(through.Field.Type)}]->{end}" : (CypherText)$"MATCH ({from})<-[:{Name.Of(through.Field.Type)}]-{end}");
                block.Add($"WITH DISTINCT {node}");
                return [];
            default: throw new UnreachableException($"{seek}");
        }
    }
}
