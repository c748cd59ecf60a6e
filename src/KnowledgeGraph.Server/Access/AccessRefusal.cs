using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Access;

/// <summary>The refusals of requests that lack a valid token or a scope, with the challenges of RFC 6750.</summary>
internal static class AccessRefusal
{
    public static RequestRefusedException NoToken(string message) => new(RequestErrorCodes.NotAuthenticated, message) { Challenge = "Bearer" };

    /// <param name="reason">One sentence without quotation marks.</param>
    public static RequestRefusedException InvalidToken(string reason) => new(RequestErrorCodes.NotAuthenticated, reason + " Send a valid token, or none.")
    {
        Challenge = $"Bearer error=\"invalid_token\", error_description=\"{reason}\"",
    };

    /// <summary>For a right that depends on what the request is about.</summary>
    public static RequestRefusedException NotPermitted(string message) => new(RequestErrorCodes.NotAuthorized, message);

    public static RequestRefusedException NoScope(Scope scope) =>
        new(RequestErrorCodes.NotAuthorized, $"This needs the scope `{Scopes.NameOf(scope)}`, which the token does not have.")
        {
            Challenge = $"Bearer error=\"insufficient_scope\", scope=\"{Scopes.NameOf(scope)}\"",
        };
}
