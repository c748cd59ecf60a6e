using System.Text.Json;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Reads the `extensions` of a request: the hash of a persisted operation, and the lens.</summary>
internal static class ExtensionsReader
{
    // {"persistedQuery": {"version": 1, "sha256Hash": "…"}, "lens": {"asOf": "2024-07-01"}}
    /// <summary>Reads the object at whose start the reader stands.</summary>
    public static void Read(ref Utf8JsonReader reader, GraphQLRequest request, int maxListSize)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isPersisted, isLens) = (reader.ValueTextEquals("persistedQuery"u8), reader.ValueTextEquals("lens"u8));
            reader.Read();
            if (isPersisted && reader.TokenType == JsonTokenType.StartObject)
                request.Hash = ReadHash(ref reader) ?? request.Hash;
            else if (isLens && reader.TokenType == JsonTokenType.StartObject)
                request.Lens = LensReader.Read(VariableReader.ReadObject(ref reader, maxListSize));
            else if (isLens && reader.TokenType != JsonTokenType.Null)
                throw new RequestRefusedException(
                    RequestErrorCodes.InvalidLens, $"`extensions.lens` must be an object such as {{\"asOf\":\"2024-07-01\"}}, but was {VariableReader.Describe(reader.TokenType)}.");
            else
                reader.Skip();
        }
    }

    private static string? ReadHash(ref Utf8JsonReader reader)
    {
        string? hash = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isHash = reader.ValueTextEquals("sha256Hash"u8);
            reader.Read();
            if (isHash && reader.TokenType == JsonTokenType.String)
                hash = reader.GetString();
            else
                reader.Skip();
        }
        return hash;
    }
}
