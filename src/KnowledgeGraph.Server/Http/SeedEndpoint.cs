using System.Buffers;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Schema;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Http.Features;

namespace KnowledgeGraph.Server.Http;

/// <summary>
/// <c>POST /seed</c>: loads a seed while the server runs, for the verb <c>seed --url</c>. The body is what the verb has read of the files
/// (<see cref="SeedContentJson.EncodeToSend"/>); the response says what the run changed, and its conflicts.
/// </summary>
internal sealed class SeedEndpoint(GraphSchema schema, IGraphStore store, OperationRunner operations, ILogger<SeedEndpoint> logger)
{
    public const string Path = "/seed";

    /// <summary>The maximum size of a seed. It is larger than that of other requests, because a seed is sent whole.</summary>
    public const long MaxBytes = 64 << 20;

    public async Task Handle(HttpContext context)
    {
        try
        {
            await BearerTokens.Authenticate(context);
            if (!HttpMethods.IsPost(context.Request.Method))
            {
                context.Response.Headers.Allow = "POST";
                throw new RequestRefusedException(RequestErrorCodes.MethodNotAllowed, $"The method {context.Request.Method} is not allowed. Use POST.");
            }
            // A page of another site cannot send this type without asking.
            if (!Negotiation.IsJson(context.Request.ContentType))
                throw new RequestRefusedException(RequestErrorCodes.UnsupportedMediaType, "The Content-Type must be application/json in UTF-8.");
            var caller = BearerTokens.CallerOf(context);
            operations.Permission.ToWrite(caller, ClientLimiter.ClientOf(context.Connection.RemoteIpAddress), Scope.Write);
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                size.MaxRequestBodySize = MaxBytes;
            using var body = await BodyReader.Read(context, MaxBytes);
            await Load(context, body.Memory, caller);
        }
        catch (ChangeRefusedException refused)
        {
            await Send(context, StatusCodes.Status422UnprocessableEntity, json => WriteTexts(json, "errors", refused.Errors.Select(e => e.ToString())));
        }
        catch (Exception e)
        {
            if (Refusal.Of(e is StoreException ? new StoreUnavailableException("The store did not confirm the change. Run the seed again.", e) : e, logger, context.RequestAborted) is { } refusal)
                await HttpRefusal.Send(context, refusal, AnswerType.Json);
        }
    }

    private async Task Load(HttpContext context, ReadOnlyMemory<byte> body, Caller caller)
    {
        var query = context.Request.Query;
        var choice = (string?)query["choice"] switch
        {
            null or "list" => ConflictChoice.List,
            "ours" => ConflictChoice.Ours,
            "theirs" => ConflictChoice.Theirs,
            var other => throw new RequestRefusedException(RequestErrorCodes.InvalidRequest, $"`choice` must be list, ours or theirs, but was {Excerpt.Of(other)}."),
        };
        var isDryRun = (string?)query["dryRun"] switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new RequestRefusedException(RequestErrorCodes.InvalidRequest, $"`dryRun` must be true or false, but was {Excerpt.Of(other)}."),
        };
        var run = new SeedRun(schema.Model, Read(body), choice, query["only"]);
        var committed = await store.Commit(run.Propose() with { By = caller.Subject, IsDryRun = isDryRun }, context.RequestAborted);
        var state = await store.State(context.RequestAborted);
        await Send(context, StatusCodes.Status200OK, json =>
        {
            json.WriteNumber("version", state.Version);
            json.WriteNumber("nodes", state.Nodes);
            json.WriteNumber("relationships", state.Relationships);
            json.WriteStartArray("entries");
            foreach (var entry in committed.Entries)
            {
                json.WriteStartObject();
                json.WriteString("kind", entry.Kind.ToString());
                json.WriteString("id", entry.Id);
                json.WriteBoolean("isRelationship", entry.Ends is not null);
                WriteTexts(json, "fields", entry.Kind == ChangeKind.Changed ? entry.Fields.Select(f => f.Name) : []);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            WriteTexts(json, "conflicts", run.Conflicts.Select(c => c.ToString()));
        });
    }

    /// <exception cref="RequestRefusedException">The body is no seed, or one of another model.</exception>
    private SeedContent Read(ReadOnlyMemory<byte> body)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        SeedContent content;
        try
        {
            content = SeedContentJson.Decode(schema.Model, body, unknown);
        }
        catch (JsonException e)
        {
            throw new RequestRefusedException(RequestErrorCodes.InvalidRequest, $"The body is not a seed as `seed --url` sends it: {Excerpt.OfMessage(e.Message)}");
        }
        if (unknown.Count > 0)
            throw new RequestRefusedException(
                RequestErrorCodes.InvalidRequest, $"The model of this server has no {Excerpt.OfMessage(string.Join(", ", unknown.Take(10)))}. Use the version of the program that the server has.");
        if (content.Nodes.DistinctBy(n => n.Id).Count() < content.Nodes.Length || content.Relationships.DistinctBy(r => r.Key).Count() < content.Relationships.Length)
            throw new RequestRefusedException(RequestErrorCodes.InvalidRequest, "The body has a node or a relationship twice. Give each once.");
        // Without this, the wrong folder would remove all that the seed has loaded.
        return !content.Nodes.IsEmpty ? content : throw new RequestRefusedException(RequestErrorCodes.InvalidRequest, "The seed has no node. Add at least one.");
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static Task Send(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        context.Response.Headers.CacheControl = "no-store";
        return HttpAnswer.Send(context, status, "application/json; charset=utf-8", bytes.WrittenMemory);
    }
}
