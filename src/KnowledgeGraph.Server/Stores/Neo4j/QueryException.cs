using System.Net;

namespace KnowledgeGraph.Server.Stores.Neo4j;

/// <summary>Neo4j refused a request, or another program responded instead. The message is for logs, not for clients.</summary>
/// <param name="status">The status of the HTTP response; null for Bolt.</param>
/// <param name="code">The code of Neo4j, such as <c>Neo.ClientError.Security.Forbidden</c>; empty if the response has none.</param>
internal sealed class QueryException(string statement, string code, string message, HttpStatusCode? status, Exception? cause = null)
    : Exception($"{statement}: {(code.Length > 0 ? $"{code}: " : status is { } http ? $"HTTP {(int)http}: " : "")}{message.ReplaceLineEndings(" ").Trim()}", cause)
{
    public const string DatabaseUnavailable = "Neo.ClientError.Database.DatabaseUnavailable";

    /// <summary>The server does not have the commit of a bookmark yet.</summary>
    public const string BookmarkTimeout = "Neo.TransientError.Transaction.BookmarkTimeout";

    public string Code { get; } = code;

    /// <summary>Whether the server is not the leader of its cluster, or not any more.</summary>
    public bool IsNotWriter => Code is "Neo.ClientError.Cluster.NotALeader" or "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase";

    /// <summary>Whether another server of the cluster may say otherwise: it is about neither the user, nor the database, nor the request.</summary>
    public bool MayBeOfOneServer => !IsBookmark && Code is not "Neo.ClientError.Database.DatabaseNotFound" and not "Neo.ClientError.Request.Invalid"
        && !Code.StartsWith("Neo.ClientError.Statement.", StringComparison.Ordinal)
        && (IsExpired || !Code.StartsWith("Neo.ClientError.Security.", StringComparison.Ordinal));

    /// <summary>Whether the rights that a connection got at its log-on have expired. Another log-on renews them.</summary>
    public bool IsExpired => Code is "Neo.ClientError.Security.AuthorizationExpired" or "Neo.ClientError.Security.TokenExpired";

    /// <summary>Whether somebody ended the transaction on purpose.</summary>
    private bool IsTerminated => Code is "Neo.TransientError.Transaction.Terminated" or "Neo.TransientError.Transaction.LockClientStopped";

    /// <summary>Whether the request may succeed if it is repeated.</summary>
    public bool IsTransient => (Code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) && !IsBookmark && !IsTerminated && !Code.Contains("OutOfMemory", StringComparison.Ordinal))
        || Code is "Neo.ClientError.Cluster.NotALeader" or DatabaseUnavailable
        || IsExpired
        || (Code.Length == 0 && status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests);

    /// <summary>Whether the user or the password is wrong, or the user is locked because of that.</summary>
    public bool IsUnauthorized => status == HttpStatusCode.Unauthorized || Code is
        "Neo.ClientError.Security.Unauthorized" or "Neo.ClientError.Security.AuthenticationRateLimit" or "Neo.ClientError.Security.CredentialsExpired";

    /// <summary>Whether the error is in our statement or in Neo4j itself, so that neither time nor the operator can correct it.</summary>
    public bool IsMistake => Code.StartsWith("Neo.ClientError.Statement.", StringComparison.Ordinal) || Code.StartsWith("Neo.DatabaseError.", StringComparison.Ordinal);

    /// <summary>Whether an expression met a value of the wrong type. Our statements fit the model, so such a value was stored by another program.</summary>
    public bool IsWrongValue => Code is "Neo.ClientError.Statement.TypeError" or "Neo.ClientError.Statement.ArgumentError";

    /// <summary>Whether the response is not from Neo4j.</summary>
    public bool IsForeign => Code.Length == 0;

    /// <summary>Whether a bookmark is not from this database, or names a commit that this database does not have.</summary>
    public bool IsBookmark => Code is "Neo.ClientError.Transaction.InvalidBookmark" or "Neo.ClientError.Transaction.InvalidBookmarkMixture"
        or BookmarkTimeout;
}
