namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>What becomes of a connection when its lease ends.</summary>
internal enum BoltEnding
{
    /// <summary>It is closed, which makes Neo4j end what runs there and roll it back.</summary>
    Closed,
    /// <summary>All requests have their responses: it is used again.</summary>
    Kept,
    /// <summary>Neo4j refused a request: it is reset, which rolls back, and then used again.</summary>
    Reset,
}
