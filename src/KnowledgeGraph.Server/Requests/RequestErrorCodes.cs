namespace KnowledgeGraph.Server.Requests;

/// <summary>The codes of refusals that no rule of an operation causes. Those of operations are in <see cref="Planning.ErrorCodes"/>. The number is the HTTP status.</summary>
public static class RequestErrorCodes
{
    /// <summary>400: the body, or a parameter that should be JSON, is not JSON in UTF-8.</summary>
    public const string InvalidJson = "INVALID_JSON";
    /// <summary>400: JSON, but not a GraphQL request.</summary>
    public const string InvalidRequest = "INVALID_REQUEST";
    /// <summary>400: the request breaks the rules of HTTP, such as a body that is cut short.</summary>
    public const string InvalidHttp = "INVALID_HTTP";
    /// <summary>400: a header has a value that is not allowed.</summary>
    public const string InvalidHeader = "INVALID_HEADER";
    /// <summary>400: a setting of the lens, in the URL or in `extensions.lens`, does not exist or has a value that is not allowed.</summary>
    public const string InvalidLens = "INVALID_LENS";
    /// <summary>400: a parameter of a URL does not exist or has a value that is not allowed.</summary>
    public const string InvalidParameter = "INVALID_PARAMETER";
    /// <summary>422: a named question cannot be run, because its file is not right.</summary>
    public const string InvalidQuestion = "INVALID_QUESTION";
    /// <summary>400: the request is for a host that the setting AllowedHosts does not name.</summary>
    public const string HostNotAllowed = "HOST_NOT_ALLOWED";
    /// <summary>The bookmark is not known to this graph.</summary>
    public const string InvalidBookmark = "INVALID_BOOKMARK";
    /// <summary>401: the request needs a token and has none, or its token is not valid.</summary>
    public const string NotAuthenticated = "AUTH_NOT_AUTHENTICATED";
    /// <summary>403: the token lacks a scope.</summary>
    public const string NotAuthorized = "AUTH_NOT_AUTHORIZED";
    /// <summary>503: the token cannot be checked, because its authority is not responding.</summary>
    public const string AuthorityUnavailable = "AUTH_UNAVAILABLE";
    /// <summary>404.</summary>
    public const string NotFound = "NOT_FOUND";
    /// <summary>405.</summary>
    public const string MethodNotAllowed = "METHOD_NOT_ALLOWED";
    /// <summary>406.</summary>
    public const string NotAcceptable = "NOT_ACCEPTABLE";
    /// <summary>408: the body arrived too slowly.</summary>
    public const string RequestTimeout = "REQUEST_TIMEOUT";
    /// <summary>413.</summary>
    public const string BodyTooLarge = "BODY_TOO_LARGE";
    /// <summary>403: a WebSocket from a page of an origin that is not allowed.</summary>
    public const string OriginNotAllowed = "ORIGIN_NOT_ALLOWED";
    /// <summary>More requests in one batch than are allowed.</summary>
    public const string BatchTooLong = "BATCH_TOO_LONG";
    /// <summary>429: more requests from one client than are allowed.</summary>
    public const string RateLimited = "RATE_LIMITED";
    /// <summary>429: more operations that write from one client than are allowed.</summary>
    public const string TooManyWrites = "TOO_MANY_WRITES";
    /// <summary>503: too many operations are running or waiting.</summary>
    public const string ServerBusy = "SERVER_BUSY";
    /// <summary>503: the operation took longer than allowed.</summary>
    public const string OperationTimeout = "OPERATION_TIMEOUT";
    /// <summary>503: too many WebSockets are open.</summary>
    public const string TooManyWebSockets = "TOO_MANY_WEB_SOCKETS";
    /// <summary>More operations on one WebSocket than are allowed.</summary>
    public const string TooManyOperations = "TOO_MANY_OPERATIONS";
    /// <summary>The hash is unknown. The client should send the document with it. The name and the message are Apollo's.</summary>
    public const string PersistedQueryNotFound = "PERSISTED_QUERY_NOT_FOUND";
    /// <summary>The hash is not that of the document.</summary>
    public const string PersistedQueryHashMismatch = "PERSISTED_QUERY_HASH_MISMATCH";
    /// <summary>No persisted operation has this id.</summary>
    public const string PersistedOperationNotFound = "PERSISTED_OPERATION_NOT_FOUND";
    /// <summary>A document was sent, but the server accepts only persisted operations.</summary>
    public const string PersistedOperationsOnly = "PERSISTED_OPERATIONS_ONLY";
    /// <summary>415.</summary>
    public const string UnsupportedMediaType = "UNSUPPORTED_MEDIA_TYPE";
    /// <summary>503: the store is not responding. The same request may succeed later.</summary>
    public const string StoreUnavailable = "STORE_UNAVAILABLE";
    /// <summary>500: internal error. The message names the id under which the log has it.</summary>
    public const string InternalError = "INTERNAL_ERROR";
}
