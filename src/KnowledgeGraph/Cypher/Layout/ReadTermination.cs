using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>
/// Ends a read in Neo4j when nobody waits for it any more. Closing the connection does not end it, and the Query API limits only the time
/// of explicit transactions. So each read has a parameter with a unique id, which identifies its transaction.
/// </summary>
internal static class ReadTermination
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
