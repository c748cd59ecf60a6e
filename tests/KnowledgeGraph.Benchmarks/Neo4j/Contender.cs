namespace KnowledgeGraph.Benchmarks.Neo4j;

/// <summary>Who answers a question from the same Neo4j.</summary>
internal enum Contender
{
    /// <summary>The product with its Neo4j store, asked over HTTP.</summary>
    Product,
    /// <summary>Neo4j itself, given a statement that was written by hand.</summary>
    Cypher,
    /// <summary>@neo4j/graphql on GraphQL Yoga.</summary>
    Library,
}
