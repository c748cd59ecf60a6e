using System.Text.Json;
using System.Text.Unicode;

namespace KnowledgeGraph.Server.WebSockets;

/// <summary>What a client sends.</summary>
/// <param name="Id">Null where there is none.</param>
/// <param name="Payload">Where its JSON stands in the message; empty where there is none.</param>
internal readonly record struct Message(string Type, string? Id, Range Payload)
{
    // {"id":"1","type":"subscribe","payload":{"query":"…"}}
    /// <returns>False for what is no message.</returns>
    public static bool TryRead(ReadOnlySpan<byte> json, out Message message)
    {
        message = default;
        if (!Utf8.IsValid(json))
            return false;
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isType, isId, isPayload) = (reader.ValueTextEquals("type"u8), reader.ValueTextEquals("id"u8), reader.ValueTextEquals("payload"u8));
                reader.Read();
                if ((isType || isId) && reader.TokenType != JsonTokenType.String)
                    return false;
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                message = isType ? message with { Type = reader.GetString()! }
                    : isId ? message with { Id = reader.GetString() }
                    : isPayload ? message with { Payload = start..(int)reader.BytesConsumed } : message;
            }
            return !reader.Read() && message.Type is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
