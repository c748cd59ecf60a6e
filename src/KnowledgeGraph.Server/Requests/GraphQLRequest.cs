using System.Collections.Immutable;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>One GraphQL request, from any transport.</summary>
internal sealed class GraphQLRequest
{
    /// <summary>The document as it stands in JSON, with its escapes and without its quotes: a known document is found by its bytes.</summary>
    public ReadOnlyMemory<byte> Query { get; set; }
    /// <summary>The operation's name likewise; empty for none.</summary>
    public ReadOnlyMemory<byte> OperationName { get; set; }
    public IReadOnlyDictionary<string, object?> Variables { get; set; } = ImmutableDictionary<string, object?>.Empty;
    /// <summary>Of a persisted operation: `documentId`, or `doc_id` or `id` as Relay's and HotChocolate's clients name it. Null for none.</summary>
    public string? Id { get; set; }
    /// <summary>The document's SHA-256 in `extensions.persistedQuery`; null for none.</summary>
    public string? Hash { get; set; }
    /// <summary>Whether the request may write. One that a link or a form can send may not.</summary>
    public bool MayWrite { get; set; } = true;
    /// <summary>Whether the document is a named question of this server, or written by the server itself. It need not be among the persisted operations.</summary>
    public bool IsNamed { get; set; }
    /// <summary>What is said about the lens outside the document.</summary>
    public LensSettings Lens { get; set; } = LensSettings.None;
    /// <summary>The network that it came from. Clients take turns when operations are planned.</summary>
    public IPAddress Client { get; set; } = IPAddress.None;
    /// <summary>Who makes it.</summary>
    public Caller Caller { get; set; } = Caller.Nobody;
    /// <summary>The bookmark of a commit that the response must include; null for none.</summary>
    public string? Bookmark { get; set; }

    /// <summary>A document or a name as <see cref="Query"/> and <see cref="OperationName"/> have it.</summary>
    public static byte[] Encode(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();
}
