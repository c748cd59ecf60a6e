using System.Text;
using KnowledgeGraph.Server.Stores;

namespace KnowledgeGraph.Server.Http;

/// <summary>Whether the process lives, and whether it should be sent requests.</summary>
internal static class Health
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapHealth(this WebApplication app, EmbeddedStore store)
    {
        app.MapMethods("/health/live", Methods, context => Send(context, 200, """{"status":"live"}"""));
        app.MapMethods("/health/ready", Methods, context =>
        {
            var snapshot = store.Snapshot;
            return app.Lifetime.ApplicationStopping.IsCancellationRequested
                ? Send(context, 503, """{"status":"not ready","reason":"the server is stopping"}""")
                : Send(context, 200, $$"""{"status":"ready","version":{{snapshot.Version}},"nodes":{{snapshot.NodeCount}},"relationships":{{snapshot.RelationshipCount}}}""");
        });
    }

    private static Task Send(HttpContext context, int status, string json)
    {
        context.Response.Headers.CacheControl = "no-store";
        return HttpAnswer.Send(context, status, AnswerType.Json.ContentType, Encoding.UTF8.GetBytes(json));
    }
}
