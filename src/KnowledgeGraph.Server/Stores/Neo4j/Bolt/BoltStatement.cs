using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>A statement with everything that is sent with it.</summary>
internal readonly record struct BoltStatement(Statement Statement, Action<Utf8JsonWriter>? WriteParameters, bool IsRead, string[] Bookmarks);
