using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Http;

/// <summary>Counts each HTTP request of a client.</summary>
internal static class RateLimit
{
    public static RequestDelegate Before(this ClientLimiter clients, RequestDelegate next) => context =>
    {
        try
        {
            clients.Count(context.Connection.RemoteIpAddress);
        }
        catch (RequestRefusedException e)
        {
            return HttpRefusal.Send(context, e);
        }
        return next(context);
    };
}
