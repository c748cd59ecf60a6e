using System.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/): POST with JSON, GET for queries, <c>?sdl</c>, and over SSE
/// where events are accepted.
/// </summary>
internal sealed class GraphQLEndpoint(GraphSchema schema, OperationRunner operations, ServerOptions options, ILogger<GraphQLEndpoint> logger)
{
    /// <summary>Answers of a server that has committed have it; a read that sends it back sees that commit, whichever server it asks.</summary>
    public const string BookmarkHeader = "KnowledgeGraph-Bookmark";

    private const string AllowedMethods = "GET, HEAD, POST";

    private readonly byte[] _sdl = Encoding.UTF8.GetBytes(schema.Print());

    /// <summary>Another address of <c>/graphql?sdl</c>.</summary>
    public const string SchemaPath = "/graphql/schema";

    private const string SdlType = "application/graphql; charset=utf-8";

    private static bool IsSchema(HttpContext context) => context.Request.Path.Equals(SchemaPath, StringComparison.OrdinalIgnoreCase);

    public async Task Handle(HttpContext context)
    {
        AnswerType? type = null;
        try
        {
            type = Negotiation.Choose(context.Request.Headers.Accept);
            await BearerTokens.Authenticate(context);
            await (context.Request.Method switch
            {
                "POST" when !IsSchema(context) => Post(context, Acceptable(type)),
                "GET" or "HEAD" => Get(context, type),
                var other => throw NotAllowed(context, AllowedMethods, $"The method {other} is not allowed. Use {AllowedMethods}."),
            });
        }
        catch (Exception e)
        {
            if (Refusal.Of(e, logger, context.RequestAborted) is not { } refusal)
                return;
            if (type == AnswerType.Events && refusal.Kind == RefusalKind.Operation)
                await EventStream.Send(context, ErrorWriter.Write(refusal.Errors));
            else
                await HttpRefusal.Send(context, refusal, ErrorType(type));
        }
    }

    private static AnswerType ErrorType(AnswerType? type) => type is null || type == AnswerType.Events ? AnswerType.Json : type;

    private static AnswerType Acceptable(AnswerType? type) => type ?? throw new RequestRefusedException(
        RequestErrorCodes.NotAcceptable,
        $"The Accept header allows none of the media types of a response: {AnswerType.GraphQLResponse.MediaType}, {AnswerType.Json.MediaType} or {AnswerType.Events.MediaType}.");

    private async Task Post(HttpContext context, AnswerType type)
    {
        if (!Negotiation.IsJson(context.Request.ContentType))
            throw new RequestRefusedException(
                RequestErrorCodes.UnsupportedMediaType,
                $"The Content-Type must be application/json in UTF-8, but {(context.Request.ContentType is { } found ? $"was \"{found}\"" : "is missing")}.");
        using var body = await BodyReader.Read(context, options.MaxBodyBytes);
        if (options.MaxBatch > 0 && type != AnswerType.Events && RequestBatch.Read(body.Memory, options.MaxBatch) is { } batch)
        {
            var caller = BearerTokens.CallerOf(context);
            operations.Permission.ToRead(caller);
            SetCaching(context);
            await HttpAnswer.Send(
                context, StatusCodes.Status200OK, type.ContentType, await batch.Answer(
                    operations, ClientLimiter.ClientOf(context.Connection.RemoteIpAddress), caller, LensReader.Read(context.Request.Query), logger, context.RequestAborted));
        }
        else
        {
            SetCaching(context);
            await Answer(context, type, RequestReader.Read(body.Memory, operations.MaxListSize));
        }
    }

    /// <param name="isKnown">Whether the client has the answer already: then the operation is only checked.</param>
    private async Task Answer(HttpContext context, AnswerType type, GraphQLRequest request, bool isKnown = false)
    {
        var mode = CostReport.ModeOf(context.Request);
        request.Caller = BearerTokens.CallerOf(context);
        request.Client = ClientLimiter.ClientOf(context.Connection.RemoteIpAddress);
        if (context.Request.QueryString.HasValue)
            request.Lens = request.Lens.Over(LensReader.Read(context.Request.Query));
        request.Bookmark = context.Request.Headers[BookmarkHeader];
        if (operations.Bookmark is { } bookmark)
            context.Response.Headers[BookmarkHeader] = bookmark;
        if (type == AnswerType.Events)
        {
            await EventStream.Send(context, operations.Answers(request, context.RequestAborted));
            return;
        }
        context.Response.Headers.ETag = operations.EntityTag;
        if (isKnown && (await operations.Run(request, answer: null, context.RequestAborted)).Plan.IsOfVersion)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        using var answer = new ResponseBuffer();
        var isValidation = mode == CostReportMode.Validate;
        var plan = await operations.Run(request, isValidation ? null : answer, context.RequestAborted, withCost: mode == CostReportMode.Report);
        if (plan.Plan.Writes is not null)
            DescribeWrite(context);
        else if (!plan.Plan.IsOfVersion)
            (context.Response.Headers.ETag, context.Response.Headers.CacheControl) = (default, "no-store");
        await HttpAnswer.Send(context, StatusCodes.Status200OK, type.ContentType, isValidation ? ExtensionsWriter.CostAlone(plan.Cost) : answer.Written);
    }

    /// <summary>The response to a mutation is not kept, and has the bookmark of its own commit.</summary>
    private void DescribeWrite(HttpContext context)
    {
        context.Response.Headers.Remove("ETag");
        context.Response.Headers.CacheControl = "no-store";
        if (operations.Bookmark is { } bookmark)
            context.Response.Headers[BookmarkHeader] = bookmark;
    }

    private Task Get(HttpContext context, AnswerType? type)
    {
        var query = context.Request.Query;
        if (IsSchema(context) || query.ContainsKey("sdl"))
            return SendSchema(context);
        if (!query.ContainsKey("query") && !query.ContainsKey("extensions") && Negotiation.WantsPage(context.Request.Headers.Accept))
            return SendPage(context);
        return GetAnswer(context, Acceptable(type));
    }

    /// <summary>The schema as SDL: all of it, or the types that the parameter <c>types</c> names.</summary>
    private Task SendSchema(HttpContext context)
    {
        operations.Permission.ToRead(BearerTokens.CallerOf(context));
        SetCaching(context);
        if (!options.Limits.Introspection)
            throw new RequestRefusedException(ErrorCodes.IntrospectionOff, "The schema is not available: introspection is turned off.");
        // Several parameters are read as one list.
        var names = context.Request.Query["types"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            return HttpAnswer.Send(context, StatusCodes.Status200OK, SdlType, _sdl);
        var sdl = schema.Print(names) ?? throw new RequestRefusedException(
            RequestErrorCodes.NotFound, $"The schema has no type {Excerpt.Of(names.First(n => schema.Print([n]) is null))}. Names are case-sensitive.");
        return HttpAnswer.Send(context, StatusCodes.Status200OK, SdlType, Encoding.UTF8.GetBytes(sdl));
    }

    private static Task SendPage(HttpContext context)
    {
        if (!BananaCakePop.IsThere)
            return HttpAnswer.SendPage(context, WelcomePage.Html, WelcomePage.ContentSecurityPolicy);
        context.Response.Headers.Vary = "Accept";
        context.Response.Redirect(BananaCakePop.Page);
        return Task.CompletedTask;
    }

    private async Task GetAnswer(HttpContext context, AnswerType type)
    {
        context.Response.Headers.Vary = $"Accept, {CostReport.Header}, Authorization";
        context.Response.Headers.CacheControl = "no-cache";
        SetCaching(context);
        var isKnown = type != AnswerType.Events && operations.EntityTag is { } tag && HttpAnswer.IsKnown(context, tag);
        try
        {
            await Answer(context, type, UrlRequest.Read(context.Request.Query, operations.MaxListSize), isKnown);
        }
        catch (RequestRefusedException e) when (e.Code == RequestErrorCodes.MethodNotAllowed)
        {
            throw NotAllowed(context, "POST", e.Message);
        }
    }

    /// <summary>A cache that several clients share must not keep what needs a token.</summary>
    private void SetCaching(HttpContext context)
    {
        if (options.Auth.ReadersNeedToken || !BearerTokens.CallerOf(context).IsNobody)
            context.Response.Headers.CacheControl = "private, no-cache";
    }

    private static RequestRefusedException NotAllowed(HttpContext context, string allowed, string message)
    {
        context.Response.Headers.Allow = allowed;
        return new RequestRefusedException(RequestErrorCodes.MethodNotAllowed, message);
    }
}
