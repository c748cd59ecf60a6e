using System.Net;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Access;
using KnowledgeGraph.Server.Requests;

namespace KnowledgeGraph.Tests.Access;

/// <summary>Which scope allows what, and how often a client may write.</summary>
public sealed class PermissionTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Caller With(params Scope[] scopes) => new("ana", null, [.. scopes], DateTimeOffset.MaxValue);

    [Theory]
    [InlineData("graph:read", "graph:read")]
    [InlineData("graph:propose", "graph:propose")]
    [InlineData("graph:write", "graph:propose graph:write")]
    [InlineData("graph:review", "graph:review")]
    [InlineData("graph:admin", "graph:read graph:propose graph:write graph:review graph:admin")]
    [InlineData("openid graph:unknown GRAPH:WRITE graph:write,graph:admin", "")]
    [InlineData("graph:review  graph:read graph:read ", "graph:read graph:review")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void A_scope_includes_others(string? token, string allowed)
    {
        var caller = With([.. Scopes.Parse(token)]);
        Assert.Equal(allowed, string.Join(' ', Enum.GetValues<Scope>().Where(caller.Has).Select(Scopes.NameOf)));
        Assert.DoesNotContain(Enum.GetValues<Scope>(), Caller.Nobody.Has);
        Assert.Null(Caller.Nobody.Viewer);
    }

    [Fact]
    public void Nobody_writes_unless_the_server_is_configured()
    {
        using var permission = new Permission(new ServerOptions { Data = _folder.Path });
        var refused = Assert.Throws<RequestRefusedException>(() => permission.ToWrite(Caller.Nobody, IPAddress.Loopback, Scope.Write));
        Assert.Equal(
            (RequestErrorCodes.NotAuthenticated, "Bearer", "This needs a token with the scope `graph:write`, but this server accepts no tokens yet. Make one with `token --subject NAME --scope graph:write`, or configure KnowledgeGraph:Auth."),
            (refused.Code, refused.Challenge, refused.Message));
        LocalKey.FindOrCreate(_folder.Path);
        refused = Assert.Throws<RequestRefusedException>(() => permission.ToWrite(Caller.Nobody, IPAddress.Loopback, Scope.Propose));
        Assert.Equal("This needs a token with the scope `graph:propose`. Send it in the header `Authorization: Bearer …`.", refused.Message);
    }

    [Fact]
    public void A_missing_scope_is_named()
    {
        using var permission = new Permission(new ServerOptions { Data = _folder.Path });
        permission.ToWrite(With(Scope.Admin), IPAddress.Loopback, Scope.Review);
        permission.ToRead(Caller.Nobody);
        var refused = Assert.Throws<RequestRefusedException>(() => permission.ToWrite(With(Scope.Propose, Scope.Review), IPAddress.Loopback, Scope.Write));
        Assert.Equal(
            (RequestErrorCodes.NotAuthorized, "Bearer error=\"insufficient_scope\", scope=\"graph:write\"", "This needs the scope `graph:write`, which the token does not have."),
            (refused.Code, refused.Challenge, refused.Message));
    }

    [Fact]
    [Limit("WritesPerMinute", "TOO_MANY_WRITES")]
    public void A_client_may_write_so_often_in_a_minute()
    {
        using var permission = new Permission(new ServerOptions { Data = _folder.Path, WritesPerMinute = 3 });
        void Write(string client) => permission.ToWrite(With(Scope.Write), ClientLimiter.ClientOf(IPAddress.Parse(client)), Scope.Write);
        for (var i = 0; i < 3; i++)
            Write($"2001:db8::{i}");
        var refused = Assert.Throws<RequestRefusedException>(() => Write("2001:db8::9"));
        Assert.Equal((RequestErrorCodes.TooManyWrites, 3), (refused.Code, refused.Facts.Allowed));
        Assert.InRange(refused.RetryAfter!.Value, 1, 60);
        Assert.Equal($"A client can send at most 3 operations that write in a minute. Try again in {refused.RetryAfter} s.", refused.Message);
        Write("2001:db8:0:1::1");
        for (var i = 0; i < 9; i++)
        {
            Write("127.0.0.1");
            Write("::1");
            Write("::ffff:127.0.0.1");
        }
        using var open = new Permission(new ServerOptions { WritesPerMinute = 0 });
        for (var i = 0; i < 9; i++)
            open.ToWrite(With(Scope.Write), IPAddress.Parse("192.0.2.1"), Scope.Write);
    }
}
