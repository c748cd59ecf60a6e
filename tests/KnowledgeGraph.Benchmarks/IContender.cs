namespace KnowledgeGraph.Benchmarks;

/// <summary>Who answers the questions in this process: the product or GraphQL.NET's own resolvers.</summary>
internal interface IContender
{
    /// <summary>The response, as UTF-8 JSON.</summary>
    byte[] Answer(Question question, object value);
}
