using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace KnowledgeGraph.Server.Http;

/// <summary>Finds the parts of a GraphQL request in a body without making text of the query: a known document is found by its bytes.</summary>
internal ref struct RequestReader
{
    /// <summary>The query as it stands in the JSON, with its escapes and without its quotes.</summary>
    public ReadOnlySpan<byte> Query { get; private set; }
    /// <summary>The operation's name likewise; empty where there is none.</summary>
    public ReadOnlySpan<byte> OperationName { get; private set; }
    /// <summary>Null where there are none.</summary>
    public Dictionary<string, object?>? Variables { get; private set; }
    /// <summary>Of a persisted operation: `documentId`, or `doc_id` or `id` as Relay's and HotChocolate's clients name it. Null where there is none.</summary>
    public string? Id { get; private set; }
    /// <summary>The document's SHA-256 in `extensions.persistedQuery`; null where there is none.</summary>
    public string? Hash { get; private set; }

    private readonly int _maxListSize;

    private RequestReader(int maxListSize) => _maxListSize = maxListSize;

    /// <summary>A request whose parts came otherwise than as JSON.</summary>
    public RequestReader(ReadOnlySpan<byte> query, ReadOnlySpan<byte> operationName, Dictionary<string, object?>? variables, string? id, string? hash)
    {
        Query = query;
        OperationName = operationName;
        (Variables, Id, Hash) = (variables, id, hash);
    }

    /// <param name="maxListSize">How many items a list in the variables may have.</param>
    /// <exception cref="HttpRefusalException">Not JSON, or not a GraphQL request; the message says what is.</exception>
    public static RequestReader Read(ReadOnlySpan<byte> body, int maxListSize)
    {
        if (!Utf8.IsValid(body))
            throw HttpRefusalException.InvalidJson("bytes that are not UTF-8 found; expected JSON (RFC 8259) in UTF-8");
        try
        {
            var request = new RequestReader(maxListSize);
            request.ReadParts(body);
            return request;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw HttpRefusalException.InvalidJson(body.IsEmpty
                ? "an empty body found; expected JSON such as {\"query\":\"{ __typename }\"}" : VariableReader.Explain(e));
        }
    }

    private void ReadParts(ReadOnlySpan<byte> body)
    {
        var seen = Parts.None;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw HttpRefusalException.InvalidRequest($"{VariableReader.Describe(reader.TokenType)} found; expected an object with query");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = PartOf(ref reader);
            if (part != Parts.None && (seen & part) != 0)
                throw HttpRefusalException.InvalidRequest($"{reader.GetString()} found twice; expected once");
            seen |= part;
            reader.Read();
            ReadPart(ref reader, part);
        }
        reader.Read();
        if ((seen & Parts.Query) == 0 && Id is null && Hash is null)
            throw HttpRefusalException.InvalidRequest("no query found; expected the text of a GraphQL document");
    }

    private void ReadPart(ref Utf8JsonReader reader, Parts part)
    {
        switch (part)
        {
            case Parts.Query when reader.TokenType == JsonTokenType.String: Query = reader.ValueSpan; break;
            case Parts.Query: throw Unexpected("query", reader.TokenType, "text");
            case Parts.OperationName when reader.TokenType == JsonTokenType.String: OperationName = reader.ValueSpan; break;
            case Parts.OperationName when reader.TokenType != JsonTokenType.Null: throw Unexpected("operationName", reader.TokenType, "text or null");
            case Parts.Variables when reader.TokenType == JsonTokenType.StartObject: Variables = VariableReader.ReadObject(ref reader, _maxListSize); break;
            case Parts.Variables when reader.TokenType != JsonTokenType.Null: throw Unexpected("variables", reader.TokenType, "an object or null");
            case Parts.Extensions when reader.TokenType == JsonTokenType.StartObject: Hash = ReadHash(ref reader); break;
            case Parts.Extensions when reader.TokenType != JsonTokenType.Null: throw Unexpected("extensions", reader.TokenType, "an object or null");
            case Parts.Id when reader.TokenType == JsonTokenType.String: Id = reader.GetString(); break;
            default: reader.Skip(); break;
        }
    }

    private static Parts PartOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("query"u8) ? Parts.Query
        : reader.ValueTextEquals("variables"u8) ? Parts.Variables
        : reader.ValueTextEquals("operationName"u8) ? Parts.OperationName
        : reader.ValueTextEquals("extensions"u8) ? Parts.Extensions
        : reader.ValueTextEquals("documentId"u8) || reader.ValueTextEquals("doc_id"u8) || reader.ValueTextEquals("id"u8) ? Parts.Id : Parts.None;

    // {"persistedQuery": {"version": 1, "sha256Hash": "…"}}
    public static string? ReadHash(ref Utf8JsonReader reader)
    {
        string? hash = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPersisted = reader.ValueTextEquals("persistedQuery"u8);
            reader.Read();
            if (!isPersisted || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isHash = reader.ValueTextEquals("sha256Hash"u8);
                reader.Read();
                if (isHash && reader.TokenType == JsonTokenType.String)
                    hash = reader.GetString();
                else
                    reader.Skip();
            }
        }
        return hash;
    }

    private static HttpRefusalException Unexpected(string part, JsonTokenType found, string expected) =>
        HttpRefusalException.InvalidRequest($"{part}: {VariableReader.Describe(found)} found; expected {expected}");

    /// <summary>The text of a JSON string's inside.</summary>
    public static string Decode(ReadOnlySpan<byte> escaped)
    {
        var quoted = ArrayPool<byte>.Shared.Rent(escaped.Length + 2);
        try
        {
            quoted[0] = quoted[escaped.Length + 1] = (byte)'"';
            escaped.CopyTo(quoted.AsSpan(1));
            var reader = new Utf8JsonReader(quoted.AsSpan(0, escaped.Length + 2));
            reader.Read();
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw HttpRefusalException.InvalidJson(VariableReader.Explain(e));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(quoted);
        }
    }

    [Flags]
    private enum Parts
    {
        None = 0,
        Query = 1,
        Variables = 2,
        OperationName = 4,
        Extensions = 8,
        Id = 16,
    }
}
