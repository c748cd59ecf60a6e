using System.Text.Json;
using KnowledgeGraph.Cypher.Text;

namespace KnowledgeGraph.Cypher.Layout;

/// <summary>The one node <c>_Seed</c>: what the seed said last, as compressed JSON in Base64. It is written under the lock of the store.</summary>
public static class SeedStatements
{
    /// <summary>Returns [content], or nothing if no seed was loaded.</summary>
    public static Statement Read { get; } = new("read seed", $"MATCH (s:{GraphLayout.Seed}) RETURN [s.content] AS data");

    public static Statement Write { get; } = new("write seed",
        $$"""
        UNWIND $rows AS content
        MERGE (s:{{GraphLayout.Seed}})
        SET s.content = content
        """);

    /// <param name="content">Compressed.</param>
    public static void WriteParameters(Utf8JsonWriter json, byte[] content)
    {
        json.WriteStartObject();
        json.WriteStartArray("rows"u8);
        WriteRow(json, content);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteRow(Utf8JsonWriter json, byte[] content) => json.WriteBase64StringValue(content);
}
