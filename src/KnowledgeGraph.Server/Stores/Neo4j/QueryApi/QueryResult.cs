using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using KnowledgeGraph.Cypher.Rows;

namespace KnowledgeGraph.Server.Stores.Neo4j.QueryApi;

/// <summary>The parts of a response besides its values, which are rows with one column.</summary>
/// <param name="Bookmarks">The bookmarks of the transaction, if it has ended.</param>
/// <param name="TransactionId">The id of the explicit transaction; null if there is none.</param>
internal readonly record struct QueryResult(bool HasValue, ImmutableArray<string> Bookmarks, string? TransactionId)
{
    // {"data":{"fields":["data"],"values":[[…]]},"bookmarks":["…"],"transaction":{"id":"…","expires":"…"},"errors":[{"code":"…","message":"…"}]}
    /// <exception cref="QueryException">The response has an error, with any status.</exception>
    public static QueryResult Read(ReadOnlySpan<byte> response, string statement, HttpStatusCode status, IRowTarget? read)
    {
        var (hasValue, bookmarks, transaction) = (false, ImmutableArray<string>.Empty, (string?)null);
        try
        {
            var json = new Utf8JsonReader(response);
            Expect(ref json, JsonTokenType.StartObject);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                if (json.ValueTextEquals("data"u8))
                    hasValue = ReadData(ref json, read);
                else if (json.ValueTextEquals("errors"u8))
                    ThrowFirst(ref json, statement, status);
                else if (json.ValueTextEquals("bookmarks"u8))
                    bookmarks = ReadBookmarks(ref json);
                else if (json.ValueTextEquals("transaction"u8))
                    transaction = ReadId(ref json);
                else
                    Skip(ref json);
            json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException)
        {
            throw new QueryException(statement, "", "The response is not from the Query API", status, e);
        }
        return new QueryResult(hasValue, bookmarks, transaction);
    }

    private static bool ReadData(ref Utf8JsonReader json, IRowTarget? read)
    {
        var hasValue = false;
        Expect(ref json, JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("values"u8))
            {
                Skip(ref json);
                continue;
            }
            Expect(ref json, JsonTokenType.StartArray);
            while (json.Read() && json.TokenType == JsonTokenType.StartArray)
            {
                json.Read();
                if (read is null)
                    json.Skip();
                else
                {
                    var row = new JsonRow(json);
                    read.Read(ref row);
                    json = row.Json;
                }
                hasValue = true;
                Expect(ref json, JsonTokenType.EndArray);
            }
        }
        return hasValue;
    }

    private static void ThrowFirst(ref Utf8JsonReader json, string statement, HttpStatusCode status)
    {
        json.Read();
        using var errors = JsonDocument.ParseValue(ref json);
        foreach (var error in errors.RootElement.EnumerateArray())
            throw new QueryException(statement, Text(error, "code"), Text(error, "message"), status);
    }

    private static string Text(JsonElement error, string name) =>
        error.ValueKind == JsonValueKind.Object && error.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static ImmutableArray<string> ReadBookmarks(ref Utf8JsonReader json)
    {
        var bookmarks = ImmutableArray.CreateBuilder<string>(1);
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType == JsonTokenType.String)
            bookmarks.Add(json.GetString()!);
        return bookmarks.DrainToImmutable();
    }

    private static string? ReadId(ref Utf8JsonReader json)
    {
        json.Read();
        using var transaction = JsonDocument.ParseValue(ref json);
        return Text(transaction.RootElement, "id") is { Length: > 0 } id ? id : null;
    }

    private static void Skip(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token)
    {
        if (!json.Read() || json.TokenType != token)
            throw new JsonException();
    }
}
