namespace KnowledgeGraph.Server.Stores.Neo4j.Checking;

/// <summary>A problem of one node or relationship, or of the database.</summary>
/// <param name="Message">What it is about, what was found and what is needed.</param>
/// <param name="IsMendable">Whether a repair adds what is missing.</param>
internal sealed record Finding(FindingKind Kind, string Message, bool IsMendable);
