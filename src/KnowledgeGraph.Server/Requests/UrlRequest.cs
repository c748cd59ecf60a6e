using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Reads a GraphQL request from the parameters of a URL.</summary>
internal static class UrlRequest
{
    /// <summary>Texts as JSON would have them: one document has one place among the known, however it came.</summary>
    /// <exception cref="RequestRefusedException">No GraphQL request; the message says why.</exception>
    public static GraphQLRequest Read(IQueryCollection query, int maxListSize)
    {
        var document = Parameter(query, "query") ?? "";
        var id = Parameter(query, "documentId") ?? Parameter(query, "doc_id") ?? Parameter(query, "id");
        var hash = Parameter(query, "extensions") is { } extensions ? ReadHash(Encoding.UTF8.GetBytes(extensions)) : null;
        if (!query.ContainsKey("query") && id is null && hash is null)
            throw RequestRefusedException.InvalidRequest("The URL has no query. Use ?query= with a GraphQL document, or ?sdl for the schema.");
        var variables = Parameter(query, "variables") is { } json ? VariableReader.Read("variables", Encoding.UTF8.GetBytes(json), maxListSize) : [];
        return new GraphQLRequest
        {
            Query = Escape(document).EncodedUtf8Bytes.ToArray(),
            OperationName = Escape(Parameter(query, "operationName") ?? "").EncodedUtf8Bytes.ToArray(),
            Variables = variables,
            Id = id,
            Hash = hash,
        };
    }

    private static string? ReadHash(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var hash = reader.TokenType switch
            {
                JsonTokenType.StartObject => RequestReader.ReadHash(ref reader),
                JsonTokenType.Null => null,
                var other => throw RequestRefusedException.InvalidRequest($"`extensions` must be an object, but was {VariableReader.Describe(other)}."),
            };
            reader.Read();
            return hash;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw RequestRefusedException.InvalidJson($"extensions: {VariableReader.Explain(e)}");
        }
    }

    private static JsonEncodedText Escape(string text)
    {
        try
        {
            return JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        }
        catch (ArgumentException)
        {
            throw RequestRefusedException.InvalidRequest("The URL has text that is not UTF-8.");
        }
    }

    private static string? Parameter(IQueryCollection query, string name)
    {
        var values = query[name];
        return values.Count <= 1 ? values : throw RequestRefusedException.InvalidRequest($"The URL has `{name}` {values.Count} times.");
    }
}
