using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Responses;

namespace KnowledgeGraph.Server.Stores.Neo4j.QueryApi;

/// <summary>The body of a request to Neo4j's Query API (https://neo4j.com/docs/query-api/current/query/), in reused memory.</summary>
internal sealed class QueryRequest : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ResponseBuffer _bytes = new();

    /// <summary>The name in logs.</summary>
    public required string Name { get; init; }

    public ReadOnlyMemory<byte> Body => _bytes.Written;

    // {"statement":"…","accessMode":"READ","bookmarks":["…"],"parameters":{"p0":…,"_request":"…"}}
    /// <summary>A statement that reads, in its own transaction.</summary>
    /// <param name="id">Finds the transaction while it runs: see <see cref="ReadTermination"/>.</param>
    public static QueryRequest Read(Statement statement, Action<Utf8JsonWriter> writeParameters, ReadOnlySpan<string> bookmarks, string id)
    {
        var request = new QueryRequest { Name = statement.Name };
        using var json = new Utf8JsonWriter(request._bytes, s_options);
        json.WriteStartObject();
        json.WriteString("statement"u8, statement.Json);
        json.WriteString("accessMode"u8, "READ"u8);
        WriteBookmarks(json, bookmarks);
        json.WritePropertyName("parameters"u8);
        writeParameters(json);
        json.Flush();
        request.AddParameter(ReadTermination.ParameterName, id);
        return request;
    }

    // {"statement":"…","parameters":{…}}
    /// <summary>A statement that may write.</summary>
    public static QueryRequest Write(Statement statement, Action<Utf8JsonWriter>? writeParameters)
    {
        var request = new QueryRequest { Name = statement.Name };
        using var json = new Utf8JsonWriter(request._bytes, s_options);
        json.WriteStartObject();
        json.WriteString("statement"u8, statement.Json);
        if (writeParameters is not null)
        {
            json.WritePropertyName("parameters"u8);
            writeParameters(json);
        }
        json.WriteEndObject();
        return request;
    }

    // {"maxExecutionTime":60,"bookmarks":["…"]}
    /// <summary>Opens an explicit transaction.</summary>
    public static QueryRequest Begin(TimeSpan limit, ReadOnlySpan<string> bookmarks)
    {
        var request = new QueryRequest { Name = "begin" };
        using var json = new Utf8JsonWriter(request._bytes, s_options);
        json.WriteStartObject();
        json.WriteNumber("maxExecutionTime"u8, (int)limit.TotalSeconds);
        WriteBookmarks(json, bookmarks);
        json.WriteEndObject();
        return request;
    }

    public static QueryRequest Empty(string name) => new() { Name = name };

    private static void WriteBookmarks(Utf8JsonWriter json, ReadOnlySpan<string> bookmarks)
    {
        if (bookmarks.IsEmpty)
            return;
        json.WriteStartArray("bookmarks"u8);
        foreach (var bookmark in bookmarks)
            json.WriteStringValue(bookmark);
        json.WriteEndArray();
    }

    /// <summary>The caller writes all parameters as one object. One more parameter replaces the closing brace.</summary>
    private void AddParameter(ReadOnlySpan<byte> name, string value)
    {
        var isFirst = _bytes.Written.Span[^2] == (byte)'{';
        _bytes.Length--;
        _bytes.Write(isFirst ? "\""u8 : ",\""u8);
        _bytes.Write(name);
        _bytes.Write("\":\""u8);
        Encoding.UTF8.GetBytes(value, _bytes);
        _bytes.Write("\"}}"u8);
    }

    public void Dispose() => _bytes.Dispose();
}
