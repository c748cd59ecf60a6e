using System.Text.Json;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Reads the list that a statement returned.</summary>
internal static class ListReader
{
    /// <param name="value">At the first token of the list, and then at its last one.</param>
    public static JsonElement[] Read(ref Utf8JsonReader value)
    {
        using var list = JsonDocument.ParseValue(ref value);
        return [.. list.RootElement.EnumerateArray().Select(i => i.Clone())];
    }
}
