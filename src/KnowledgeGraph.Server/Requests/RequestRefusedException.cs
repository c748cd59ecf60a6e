using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Server.Requests;

/// <summary>The request is refused for a reason outside its operation: it cannot be read, it is not allowed, or the server has no room for it.</summary>
/// <param name="code">One of <see cref="RequestErrorCodes"/>.</param>
internal class RequestRefusedException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Code { get; } = code;

    /// <summary>What the error says for programs.</summary>
    public ErrorFacts Facts { get; init; }

    /// <summary>After how many seconds the request may succeed; null if unknown.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>The value of the header WWW-Authenticate, which says which token is needed; null for none.</summary>
    public string? Challenge { get; init; }

    public static RequestRefusedException InvalidJson(string message) => new(RequestErrorCodes.InvalidJson, message);
    public static RequestRefusedException InvalidRequest(string message) => new(RequestErrorCodes.InvalidRequest, message);
}
