using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KnowledgeGraph.Tests.Access;

/// <summary>An OpenID Connect authority on a free port, with what a server needs of it: its metadata and its keys.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestAuthority(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>The keys that it publishes now.</summary>
    public TestKeys Keys { get; set; } = null!;

    public static async Task<TestAuthority> Start(TestKeys keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var authority = new TestAuthority(builder.Build()) { Keys = keys };
        authority._app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = authority.Address, jwks_uri = authority.Address + "/keys" }));
        authority._app.MapGet("/keys", () => Results.Text(authority.Keys.Published, "application/json"));
        await authority._app.StartAsync();
        return authority;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
