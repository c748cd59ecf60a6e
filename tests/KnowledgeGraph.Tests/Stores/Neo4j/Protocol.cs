namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>How Neo4j is spoken to.</summary>
public enum Protocol
{
    Bolt,
    QueryApi,
}
