namespace KnowledgeGraph.Server.Http;

/// <summary>The media types of an answer; they differ in the status of a refused operation.</summary>
internal sealed class AnswerType
{
    /// <summary>Every well-formed request is answered with 200.</summary>
    public static readonly AnswerType Json = new("application/json", StatusCodes.Status200OK);

    /// <summary>An operation that is refused before it runs is answered with 400.</summary>
    public static readonly AnswerType GraphQLResponse = new("application/graphql-response+json", StatusCodes.Status400BadRequest);

    /// <summary>GraphQL over SSE: answers come as events, one after another.</summary>
    public static readonly AnswerType Events = new("text/event-stream", StatusCodes.Status200OK);

    /// <summary>The Reconciliation Service API: an operation that is refused is a bad request.</summary>
    public static readonly AnswerType ReconciliationJson = new("application/json", StatusCodes.Status400BadRequest);

    private AnswerType(string mediaType, int refusedStatus) =>
        (MediaType, ContentType, RefusedStatus) = (mediaType, mediaType + "; charset=utf-8", refusedStatus);

    public string MediaType { get; }
    public string ContentType { get; }
    public int RefusedStatus { get; }
}
