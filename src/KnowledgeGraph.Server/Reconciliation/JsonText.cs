using System.Text.Json;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Reconciliation;

/// <summary>Parses the JSON objects that the service gets in parameters.</summary>
internal static class JsonText
{
    /// <exception cref="RequestRefusedException">The text is not a JSON object.</exception>
    public static JsonDocument Parse(string parameter, string json)
    {
        JsonDocument parsed;
        try
        {
            parsed = JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw RequestRefusedException.InvalidJson($"`{parameter}` is not JSON: {Excerpt.OfMessage(e.Message)}");
        }
        if (parsed.RootElement.ValueKind == JsonValueKind.Object)
            return parsed;
        parsed.Dispose();
        throw RequestRefusedException.InvalidRequest($"`{parameter}` must be a JSON object.");
    }
}
