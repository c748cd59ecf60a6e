namespace KnowledgeGraph.Server.Http;

/// <summary>The codes of what HTTP itself refuses; those of operations are <see cref="Planning.ErrorCodes"/>.</summary>
public static class HttpErrorCodes
{
    /// <summary>400: the body, or a parameter that should be JSON, is not JSON in UTF-8.</summary>
    public const string InvalidJson = "INVALID_JSON";
    /// <summary>400: JSON, but not a GraphQL request.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";
    /// <summary>400: not even HTTP's own rules are kept, such as a body cut short.</summary>
    public const string InvalidHttp = "INVALID_HTTP";
    /// <summary>A bookmark that is not of this graph.</summary>
    public const string InvalidBookmark = "INVALID_BOOKMARK";
    /// <summary>404.</summary>
    public const string NotFound = "NOT_FOUND";
    /// <summary>405.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    /// <summary>406.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";
    /// <summary>408: the body comes too slowly.</summary>
    public const string RequestTimeout = "REQUEST_TIMEOUT";
    /// <summary>413.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";
    /// <summary>415.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    /// <summary>503: the store cannot answer now; the same request may succeed later.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";
    /// <summary>500: a mistake of this program; the log has it under the id that the message names.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
