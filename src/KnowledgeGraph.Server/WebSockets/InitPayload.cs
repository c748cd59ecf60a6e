using System.Text.Json;

namespace KnowledgeGraph.Server.WebSockets;

/// <summary>Reads the payload of connection_init.</summary>
internal static class InitPayload
{
    // {"Authorization":"Bearer …"}
    /// <param name="payload">Valid JSON; empty for none.</param>
    /// <returns>The value, which is empty if it is not text; null if there is none.</returns>
    public static string? ReadAuthorization(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return null;
        string? found = null;
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isAuthorization = reader.ValueTextEquals("Authorization"u8) || reader.ValueTextEquals("authorization"u8);
            reader.Read();
            if (isAuthorization && reader.TokenType != JsonTokenType.Null)
                found = reader.TokenType == JsonTokenType.String ? reader.GetString() : "";
            reader.Skip();
        }
        return found;
    }
}
