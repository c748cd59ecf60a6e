using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Server.Questions;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// An operation that a link carries, to be opened in Banana Cake Pop: /graphql/ and one segment, the base64url (RFC 4648, 5) of
/// <c>{"query":"…","variables":{…}}</c>. The longest request line that the server reads bounds it.
/// </summary>
internal sealed record OperationLink(string Query, JsonElement? Variables)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The link to a question as it stands.</summary>
    public static string To(Question question) => BananaCakePop.Page + Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { Query = question.Text }, s_json));

    /// <summary>The operation of a segment; null for one that carries none.</summary>
    public static OperationLink? Read(string segment)
    {
        try
        {
            var link = JsonSerializer.Deserialize<OperationLink>(Base64Url.DecodeFromChars(segment), s_json);
            // Written once here: text that is no Unicode is found then, rather than when it is sent.
            return link is { Query: not null, Variables: null or { ValueKind: JsonValueKind.Object } } && JsonSerializer.Serialize(link, s_json).Length > 0 ? link : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
