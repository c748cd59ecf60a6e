using System.Text.Json;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j.Bolt;

/// <summary>What a server advises in its response to HELLO. Only one hint concerns this client: it never sends telemetry, and other hints are for drivers with sessions.</summary>
internal static class BoltHints
{
    // {"server": "Neo4j/5.26.30", "connection_id": "bolt-7", "hints": {"connection.recv_timeout_seconds": 120, "telemetry.enabled": false}}
    /// <summary>How long the server is silent at most while a request runs. Unlimited if it does not say so.</summary>
    public static TimeSpan ReceiveLimit(ReadOnlySpan<byte> details)
    {
        using var json = new ResponseBuffer();
        try
        {
            new BoltReader(details).WriteJson(json);
            using var parsed = JsonDocument.Parse(json.Written);
            if (parsed.RootElement is { ValueKind: JsonValueKind.Object } hello && hello.TryGetProperty("hints", out var hints) && hints.ValueKind == JsonValueKind.Object
                && hints.TryGetProperty("connection.recv_timeout_seconds", out var seconds) && seconds.ValueKind == JsonValueKind.Number && seconds.TryGetInt32(out var limit) && limit > 0)
                return TimeSpan.FromSeconds(limit);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            // Advice that nobody understands is none.
        }
        return TimeSpan.MaxValue;
    }
}
