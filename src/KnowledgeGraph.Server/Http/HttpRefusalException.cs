namespace KnowledgeGraph.Server.Http;

/// <summary>A request is refused by its status before any operation is read.</summary>
/// <param name="code">One of <see cref="HttpErrorCodes"/>.</param>
internal sealed class HttpRefusalException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public string Code { get; } = code;

    public static HttpRefusalException InvalidJson(string message) => new(StatusCodes.Status400BadRequest, HttpErrorCodes.InvalidJson, message);
    public static HttpRefusalException InvalidRequest(string message) => new(StatusCodes.Status400BadRequest, HttpErrorCodes.InvalidRequest, message);
}
