using System.Text.Json;
using KnowledgeGraph.Cypher;

namespace KnowledgeGraph.Server.Stores.Neo4j.QueryApi;

/// <summary>
/// Ends a read in Neo4j when nobody waits for it any more: closing the connection does not, and the Query API limits the time of explicit
/// transactions alone. So each read has a parameter with an id of its own, by which its transaction is found.
/// </summary>
internal static class Termination
{
    private const string Parameter = "_request";

    public static ReadOnlySpan<byte> ParameterName => "_request"u8;

    public static Statement Statement { get; } = new("terminate", $"""
        SHOW TRANSACTIONS YIELD transactionId AS id, parameters
        WHERE parameters.{Parameter} = $id
        TERMINATE TRANSACTIONS id YIELD message
        RETURN message
        """);

    public static void WriteParameters(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteEndObject();
    }
}
