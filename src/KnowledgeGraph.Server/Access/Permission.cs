using System.Net;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Server.Access;

/// <summary>Decides whether a caller may do what a request asks for. The check comes before anything is planned or executed.</summary>
internal sealed class Permission(ServerOptions options) : IDisposable
{
    private readonly WriteLimiter _writes = new(options);

    /// <summary>Checks that the caller may read. Everybody may, unless the setting ReadersNeedToken is on.</summary>
    /// <exception cref="RequestRefusedException">The caller has no token, or no scope to read.</exception>
    public void ToRead(Caller caller)
    {
        if (options.Auth.ReadersNeedToken)
            Require(caller, Scope.Read);
    }

    /// <summary>Checks that the caller has the scope for an operation that writes, and counts the operation.</summary>
    /// <exception cref="RequestRefusedException">The caller has no token, lacks the scope, or has sent too many operations that write.</exception>
    public void ToWrite(Caller caller, IPAddress client, Scope scope)
    {
        Require(caller, scope);
        _writes.Count(client);
    }

    /// <summary>Checks that the caller has the scope.</summary>
    /// <exception cref="RequestRefusedException">The caller has no token, or lacks the scope.</exception>
    public void Require(Caller caller, Scope scope)
    {
        if (caller.Has(scope))
            return;
        if (!caller.IsNobody)
            throw AccessRefusal.NoScope(scope);
        var name = Scopes.NameOf(scope);
        throw AccessRefusal.NoToken(AuthSettings.AcceptsTokens(options)
            ? $"This needs a token with the scope `{name}`. Send it in the header `Authorization: Bearer …`."
            : $"This needs a token with the scope `{name}`, but this server accepts no tokens yet. Make one with `token --subject NAME --scope {name}`, or configure KnowledgeGraph:Auth.");
    }

    public void Dispose() => _writes.Dispose();
}
