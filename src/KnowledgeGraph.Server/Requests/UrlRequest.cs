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
        var request = new GraphQLRequest { MayWrite = false, Id = Parameter(query, "documentId") ?? Parameter(query, "doc_id") ?? Parameter(query, "id") };
        if (Parameter(query, "extensions") is { } extensions)
            ReadExtensions(Encoding.UTF8.GetBytes(extensions), request, maxListSize);
        if (!query.ContainsKey("query") && request is { Id: null, Hash: null })
            throw RequestRefusedException.InvalidRequest("The URL has no query. Use ?query= with a GraphQL document, or ?sdl for the schema.");
        request.Query = Escape(Parameter(query, "query") ?? "").EncodedUtf8Bytes.ToArray();
        request.OperationName = Escape(Parameter(query, "operationName") ?? "").EncodedUtf8Bytes.ToArray();
        if (Parameter(query, "variables") is { } variables)
            request.Variables = VariableReader.Read("variables", Encoding.UTF8.GetBytes(variables), maxListSize);
        return request;
    }

    private static void ReadExtensions(ReadOnlySpan<byte> json, GraphQLRequest request, int maxListSize)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
                ExtensionsReader.Read(ref reader, request, maxListSize);
            else if (reader.TokenType != JsonTokenType.Null)
                throw RequestRefusedException.InvalidRequest($"`extensions` must be an object, but was {VariableReader.Describe(reader.TokenType)}.");
            reader.Read();
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
