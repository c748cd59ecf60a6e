namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>The kinds of message that are used, by their tags (https://neo4j.com/docs/bolt/current/bolt/message/).</summary>
internal enum BoltMessage : byte
{
    Hello = 0x01,
    Reset = 0x0F,
    Run = 0x10,
    Begin = 0x11,
    Commit = 0x12,
    Rollback = 0x13,
    Pull = 0x3F,
    Route = 0x66,
    LogOn = 0x6A,
    Success = 0x70,
    Record = 0x71,
    Ignored = 0x7E,
    Failure = 0x7F,
}
