using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace KnowledgeGraph.Server.Requests;

/// <summary>Finds the parts of a GraphQL request in a body without making text of the query.</summary>
internal sealed class RequestReader
{
    private readonly GraphQLRequest _request = new();
    private readonly ReadOnlyMemory<byte> _body;
    private readonly int _maxListSize;

    private RequestReader(ReadOnlyMemory<byte> body, int maxListSize) => (_body, _maxListSize) = (body, maxListSize);

    /// <param name="body">The request points into it.</param>
    /// <param name="maxListSize">How many items a list in the variables may have.</param>
    /// <exception cref="RequestRefusedException">Not JSON, or not a GraphQL request; the message says what is.</exception>
    public static GraphQLRequest Read(ReadOnlyMemory<byte> body, int maxListSize)
    {
        if (!Utf8.IsValid(body.Span))
            throw RequestRefusedException.InvalidJson("The request body is not UTF-8. Send JSON (RFC 8259) in UTF-8.");
        try
        {
            var reader = new RequestReader(body, maxListSize);
            reader.ReadParts(body.Span);
            return reader._request;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw RequestRefusedException.InvalidJson(body.IsEmpty
                ? "The request body is empty. Send JSON such as {\"query\":\"{ __typename }\"}." : VariableReader.Explain(e));
        }
    }

    private void ReadParts(ReadOnlySpan<byte> body)
    {
        var seen = Parts.None;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw RequestRefusedException.InvalidRequest($"The request must be an object with `query`, but is {VariableReader.Describe(reader.TokenType)}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var part = PartOf(ref reader);
            if (part != Parts.None && (seen & part) != 0)
                throw RequestRefusedException.InvalidRequest($"The request has `{reader.GetString()}` twice.");
            seen |= part;
            reader.Read();
            ReadPart(ref reader, part);
        }
        reader.Read();
        if ((seen & Parts.Query) == 0 && _request is { Id: null, Hash: null })
            throw RequestRefusedException.InvalidRequest("The request has no `query`. Send the text of a GraphQL document.");
    }

    private void ReadPart(ref Utf8JsonReader reader, Parts part)
    {
        switch (part)
        {
            case Parts.Query when reader.TokenType == JsonTokenType.String: _request.Query = Inside(ref reader); break;
            case Parts.Query: throw Unexpected("query", reader.TokenType, "text");
            case Parts.OperationName when reader.TokenType == JsonTokenType.String: _request.OperationName = Inside(ref reader); break;
            case Parts.OperationName when reader.TokenType != JsonTokenType.Null: throw Unexpected("operationName", reader.TokenType, "text or null");
            case Parts.Variables when reader.TokenType == JsonTokenType.StartObject: _request.Variables = VariableReader.ReadObject(ref reader, _maxListSize); break;
            case Parts.Variables when reader.TokenType != JsonTokenType.Null: throw Unexpected("variables", reader.TokenType, "an object or null");
            case Parts.Extensions when reader.TokenType == JsonTokenType.StartObject: ExtensionsReader.Read(ref reader, _request, _maxListSize); break;
            case Parts.Extensions when reader.TokenType != JsonTokenType.Null: throw Unexpected("extensions", reader.TokenType, "an object or null");
            case Parts.Id when reader.TokenType == JsonTokenType.String: _request.Id = reader.GetString(); break;
            default: reader.Skip(); break;
        }
    }

    /// <summary>A JSON string without its quotes.</summary>
    private ReadOnlyMemory<byte> Inside(ref Utf8JsonReader reader) => _body.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);

    private static Parts PartOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("query"u8) ? Parts.Query
        : reader.ValueTextEquals("variables"u8) ? Parts.Variables
        : reader.ValueTextEquals("operationName"u8) ? Parts.OperationName
        : reader.ValueTextEquals("extensions"u8) ? Parts.Extensions
        : reader.ValueTextEquals("documentId"u8) || reader.ValueTextEquals("doc_id"u8) || reader.ValueTextEquals("id"u8) ? Parts.Id : Parts.None;

    private static RequestRefusedException Unexpected(string part, JsonTokenType found, string expected) =>
        RequestRefusedException.InvalidRequest($"`{part}` must be {expected}, but was {VariableReader.Describe(found)}.");

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
            throw RequestRefusedException.InvalidJson(VariableReader.Explain(e));
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
