using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The statement that reads the words of the graph, for fuzzy searches.</summary>
internal static class VocabularyStatements
{
    /// <summary>Returns each word of the searched texts once.</summary>
    public static Statement Words { get; } = new("vocabulary",
        $"MATCH (n:{GraphLayout.Entity}) UNWIND split(n.{GraphLayout.Words}, ' ') AS word WITH DISTINCT word WHERE word <> '' RETURN collect(word) AS data");
}
