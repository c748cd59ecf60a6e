using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): POST with JSON, GET for queries, <c>?sdl</c>. A known
/// document costs finding its plan, binding variables, the walk, and one write.
/// </summary>
internal sealed partial class GraphQLEndpoint(
    GraphSchema schema, IGraphStore store, OperationCache operations, TimeProvider clock, long maxBodyBytes, ILogger<GraphQLEndpoint> logger)
{
    /// <summary>A write's answer has it; a read that sends it back sees that write, whichever server it asks.</summary>
    public const string BookmarkHeader = "KnowledgeGraph-Bookmark";

    private const string AllowedMethods = "GET, HEAD, POST";

    private readonly byte[] _sdl = Encoding.UTF8.GetBytes(schema.Print());

    public async Task Handle(HttpContext context)
    {
        AnswerType? type = null;
        try
        {
            type = Negotiation.Choose(context.Request.Headers.Accept);
            await (context.Request.Method switch
            {
                "POST" => Post(context, Acceptable(type)),
                "GET" or "HEAD" => Get(context, type),
                var other => throw NotAllowed(context, AllowedMethods, $"method {other} found; expected {AllowedMethods}"),
            });
        }
        catch (HttpRefusalException e)
        {
            await Refuse(context, type ?? AnswerType.Json, e.Status, [new GraphError(e.Message, e.Code)]);
        }
        catch (GraphErrorException e)
        {
            var refused = type ?? AnswerType.Json;
            await Refuse(context, refused, refused.RefusedStatus, e.Errors);
        }
        catch (StoreUnavailableException e)
        {
            LogUnavailable(logger, (e.InnerException ?? e).Message);
            await Refuse(context, type ?? AnswerType.Json, StatusCodes.Status503ServiceUnavailable, [new GraphError(e.Message, HttpErrorCodes.StoreUnavailable)]);
        }
        catch (Exception e) when (context.RequestAborted.IsCancellationRequested && e is OperationCanceledException or IOException)
        {
            // The client has gone: nobody is left to be told.
        }
        catch (Exception e)
        {
            await Fail(context, type ?? AnswerType.Json, e);
        }
    }

    private static AnswerType Acceptable(AnswerType? type) => type ?? throw new HttpRefusalException(
        StatusCodes.Status406NotAcceptable, HttpErrorCodes.NotAcceptable,
        $"no Accept found that can be met; expected {AnswerType.GraphQLResponse.MediaType} or {AnswerType.Json.MediaType}");

    private async Task Post(HttpContext context, AnswerType type)
    {
        if (!Negotiation.IsJson(context.Request.ContentType))
            throw new HttpRefusalException(
                StatusCodes.Status415UnsupportedMediaType, HttpErrorCodes.UnsupportedMediaType,
                $"Content-Type {(context.Request.ContentType is { } found ? $"\"{found}\"" : "missing")} found; expected application/json in UTF-8");
        var body = await BodyReader.Read(context, maxBodyBytes);
        BoundPlan plan;
        try
        {
            plan = Bind(body);
        }
        finally
        {
            context.Request.BodyReader.AdvanceTo(body.End);
        }
        await Answer(context, plan, type);
    }

    private BoundPlan Bind(ReadOnlySequence<byte> body)
    {
        if (body.IsSingleSegment)
            return Bind(body.FirstSpan);
        var copy = ArrayPool<byte>.Shared.Rent((int)body.Length);
        try
        {
            body.CopyTo(copy);
            return Bind(copy.AsSpan(0, (int)body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }
    }

    private BoundPlan Bind(ReadOnlySpan<byte> body)
    {
        var request = RequestReader.Read(body);
        return Find(request.Query, request.OperationName)
            .Bind(request.Variables ?? (IReadOnlyDictionary<string, object?>)ImmutableDictionary<string, object?>.Empty);
    }

    private Operation Find(ReadOnlySpan<byte> query, ReadOnlySpan<byte> name)
    {
        if (operations.TryFind(query, name, out var operation))
            return operation;
        operation = Operation.Parse(schema, RequestReader.Decode(query), name.IsEmpty ? null : RequestReader.Decode(name));
        operations.Add(query, name, operation);
        return operation;
    }

    private async Task Answer(HttpContext context, BoundPlan plan, AnswerType type)
    {
        using var answer = new AnswerBuffer();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        await store.Answer(plan, today, answer, context.Request.Headers[BookmarkHeader], context.RequestAborted);
        await HttpAnswer.Send(context, StatusCodes.Status200OK, type.ContentType, answer.Written);
    }

    private Task Get(HttpContext context, AnswerType? type)
    {
        var query = context.Request.Query;
        if (query.ContainsKey("sdl"))
            return HttpAnswer.Send(context, StatusCodes.Status200OK, "application/graphql; charset=utf-8", _sdl);
        if (!query.ContainsKey("query") && Negotiation.WantsPage(context.Request.Headers.Accept))
            return HttpAnswer.Send(context, StatusCodes.Status200OK, "text/html; charset=utf-8", WelcomePage.Html);
        return GetAnswer(context, Acceptable(type));
    }

    private async Task GetAnswer(HttpContext context, AnswerType type)
    {
        var document = Parameter(context, "query")
            ?? throw HttpRefusalException.InvalidRequest("no query found; expected ?query= with a GraphQL document, or ?sdl for the schema");
        var name = Parameter(context, "operationName") ?? "";
        var variables = JsonParameter(context, "variables");
        _ = JsonParameter(context, "extensions");
        context.Response.Headers.Vary = "Accept";
        await Answer(context, FindByText(context, document, name).Bind(variables), type);
    }

    /// <summary>By the text as JSON would have it: one document has one place among the known, however it came.</summary>
    private Operation FindByText(HttpContext context, string document, string name)
    {
        try
        {
            return Find(Escape(document).EncodedUtf8Bytes, Escape(name).EncodedUtf8Bytes);
        }
        catch (GraphErrorException e) when (e.Errors is [{ Code: ErrorCodes.OperationNotSupported }])
        {
            throw NotAllowed(context, "POST", $"GET with {e.Message}");
        }
    }

    private static JsonEncodedText Escape(string text)
    {
        try
        {
            return JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        }
        catch (ArgumentException)
        {
            throw HttpRefusalException.InvalidRequest("text found that is no Unicode; expected UTF-8");
        }
    }

    private static string? Parameter(HttpContext context, string name)
    {
        var values = context.Request.Query[name];
        return values.Count <= 1 ? values : throw HttpRefusalException.InvalidRequest($"{name} found {values.Count} times; expected once");
    }

    private static Dictionary<string, object?> JsonParameter(HttpContext context, string name) =>
        Parameter(context, name) is { } json ? VariableReader.Read(name, Encoding.UTF8.GetBytes(json)) : [];

    private static HttpRefusalException NotAllowed(HttpContext context, string allowed, string message)
    {
        context.Response.Headers.Allow = allowed;
        return new HttpRefusalException(StatusCodes.Status405MethodNotAllowed, HttpErrorCodes.MethodNotAllowed, message);
    }

    private static Task Refuse(HttpContext context, AnswerType type, int status, IEnumerable<GraphError> errors) =>
        HttpAnswer.Send(context, status, type.ContentType, ErrorWriter.Write(errors));

    private async Task Fail(HttpContext context, AnswerType type, Exception e)
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        LogFailure(logger, e, id);
        if (context.Response.HasStarted)
            context.Abort();
        else
            await Refuse(context, type, StatusCodes.Status500InternalServerError,
                [new GraphError($"a mistake of the server found; its log has it as {id}", HttpErrorCodes.InternalError)]);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store did not answer: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Request {RequestId} failed")]
    private static partial void LogFailure(ILogger logger, Exception exception, string requestId);
}
