namespace KnowledgeGraph.Server.Requests;

/// <summary>The codes of refusals that no rule of an operation causes. Those of operations are in <see cref="Planning.ErrorCodes"/>. The number is the HTTP status.</summary>
public static class RequestErrorCodes
{
    /// <summary>400: the body, or a parameter that should be JSON, is not JSON in UTF-8.</summary>
    public const string InvalidJson = "INVALID_JSON";
    /// <summary>400: JSON, but not a GraphQL request.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";
    /// <summary>400: not even HTTP's own rules are kept, such as a body cut short.</summary>
    public const string InvalidHttp = "INVALID_HTTP";
    /// <summary>400: the request is for a host that the setting AllowedHosts does not name.</summary>
    public const string HostNotAllowed = "HOST_NOT_ALLOWED";
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
    /// <summary>403: a WebSocket from a page of an origin that is not allowed.</summary>
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";
    /// <summary>More requests in one batch than are allowed.</summary>
    public const string BatchTooLong = "BATCH_TOO_LONG";
    /// <summary>429: more requests from one client than are allowed.</summary>
    public const string RateLimited = "RATE_LIMITED";
    /// <summary>503: as many operations run and wait as may.</summary>
    public const string ServerBusy = "SERVER_BUSY";
    /// <summary>503: an operation took longer than it may.</summary>
    public const string OperationTimeout = "OPERATION_TIMEOUT";
    /// <summary>503: as many WebSockets are open as may.</summary>
    public const string TooManyWebSockets = "TOO_MANY_WEB_SOCKETS";
    /// <summary>More operations on one WebSocket than are allowed.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";
    /// <summary>The hash is not known: the client is to send the document with it. The name and the message are Apollo's.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    /// <summary>The hash is not that of the document.</summary>
    public const string PersistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH";
    /// <summary>No persisted operation has this id.</summary>
    public const string PersistedOperationNotFound = "PERSISTED_OPERATION_NOT_FOUND";
    /// <summary>A document where only persisted operations are answered.</summary>
    public const string PersistedOperationsOnly = "PERSISTED_OPERATIONS_ONLY";
    /// <summary>415.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    /// <summary>503: the store cannot answer now; the same request may succeed later.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";
    /// <summary>500: a mistake of this program; the log has it under the id that the message names.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
