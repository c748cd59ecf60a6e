namespace KnowledgeGraph.Server.Requests;

/// <summary>The request is refused for a reason outside its operation: it cannot be read, it is not allowed, or the server has no room for it.</summary>
/// <param name="code">One of <see cref="RequestErrorCodes"/>.</param>
internal class RequestRefusedException(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Code { get; } = code;

    public static RequestRefusedException InvalidJson(string message) => new(RequestErrorCodes.InvalidJson, message);
    public static RequestRefusedException InvalidRequest(string message) => new(RequestErrorCodes.InvalidRequest, message);
}
