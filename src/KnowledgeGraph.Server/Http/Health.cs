using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Http;

/// <summary>Whether the process lives, and whether it should be sent requests.</summary>
internal static class Health
{
    private static readonly string[] Methods = ["GET", "HEAD"];
    /// <summary>A store that does not respond in this time is not ready.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    public static void MapHealth(this WebApplication app, IGraphStore store, WarmUp warmUp)
    {
        app.MapMethods("/health/live", Methods, context => Send(context, 200, """{"status":"live"}"""));
        app.MapMethods("/health/ready", Methods, context => SendReady(context, app.Lifetime, store, warmUp));
    }

    private static async Task SendReady(HttpContext context, IHostApplicationLifetime lifetime, IGraphStore store, WarmUp warmUp)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(s_limit);
        var state = lifetime.ApplicationStopping.IsCancellationRequested
            ? StoreState.NotReady("The server is stopping.") : await store.State(limit.Token);
        if ((state.Reason ?? (warmUp.IsPending ? "The server is starting." : null)) is { } reason)
            await Send(context, 503, $$"""{"status":"not ready","reason":"{{JsonEncodedText.Encode(reason, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}}"}""");
        else
            await Send(context, 200, $$"""{"status":"ready","version":{{state.Version}},"nodes":{{state.Nodes}},"relationships":{{state.Relationships}}}""");
    }

    private static Task Send(HttpContext context, int status, string json)
    {
        context.Response.Headers.CacheControl = "no-store";
        return HttpAnswer.Send(context, status, AnswerType.Json.ContentType, Encoding.UTF8.GetBytes(json));
    }
}
