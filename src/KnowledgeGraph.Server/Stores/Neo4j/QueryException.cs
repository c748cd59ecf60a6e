using System.Net;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Neo4j refused a request, or something else answered in its place. The message is for logs, not for clients.</summary>
/// <param name="status">That of a response; Bolt has none.</param>
/// <param name="code">Neo4j's own, such as <c>Neo.ClientError.Security.Forbidden</c>; empty where the answer has none.</param>
internal sealed class QueryException(string statement, string code, string message, HttpStatusCode? status, Exception? cause = null)
    : Exception($"{statement}: {(code.Length > 0 ? $"{code}: " : status is { } http ? $"HTTP {(int)http}: " : "")}{message.ReplaceLineEndings(" ").Trim()}", cause)
{
    public string Code { get; } = code;

    /// <summary>Whether the same may succeed when it is tried again.</summary>
    public bool IsTransient => (Code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) && !IsBookmark && !Code.Contains("OutOfMemory", StringComparison.Ordinal))
        || Code is "Neo.ClientError.Cluster.NotALeader" or "Neo.ClientError.Database.DatabaseUnavailable"
        || (Code.Length == 0 && status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests);

    /// <summary>Whether user or password are wrong, or the user is locked because they were.</summary>
    public bool IsUnauthorized => status == HttpStatusCode.Unauthorized || Code is
        "Neo.ClientError.Security.Unauthorized" or "Neo.ClientError.Security.AuthenticationRateLimit" or "Neo.ClientError.Security.CredentialsExpired";

    /// <summary>Whether it is our statement, or Neo4j itself, that is wrong: nothing that passes or that an operator sets right.</summary>
    public bool IsMistake => Code.StartsWith("Neo.ClientError.Statement.", StringComparison.Ordinal) || Code.StartsWith("Neo.DatabaseError.", StringComparison.Ordinal);

    /// <summary>Whether an expression met a value of the wrong type. Our statements fit the model, so such a value was stored by another program.</summary>
    public bool IsWrongValue => Code is "Neo.ClientError.Statement.TypeError" or "Neo.ClientError.Statement.ArgumentError";

    /// <summary>Whether it is no answer of Neo4j's at all.</summary>
    public bool IsForeign => Code.Length == 0;

    /// <summary>Whether a bookmark is not one of this database, or of a commit that it has not got.</summary>
    public bool IsBookmark => Code is "Neo.ClientError.Transaction.InvalidBookmark" or "Neo.ClientError.Transaction.InvalidBookmarkMixture"
        or "Neo.TransientError.Transaction.BookmarkTimeout";
}
