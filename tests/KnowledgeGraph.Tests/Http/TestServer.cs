using System.Net;
using System.Net.Sockets;
using System.Text;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Seeding;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KnowledgeGraph.Tests.Http;

/// <summary>The server itself on a free port, over a graph of one country and one claim.</summary>
public sealed class TestServer : IAsyncLifetime, IDisposable
{
    private const string Yaml = """
        countries:
          PAN: { name: Panama, iso2: PA, iso3: PAN, aliases: ['"quoted" \ 日本'] }
        claims:
          c: { statement: Panama is a country., about: [country:PAN] }
        """;

    private readonly TempFolder _folder = new();
    private EmbeddedStore? _store;
    private WebApplication? _app;

    public HttpClient Client { get; } = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
    public Uri Address { get; private set; } = null!;
    internal WebApplication App => _app!;
    internal EmbeddedStore Store => _store!;
    /// <summary>Configuration of ASP.NET Core itself.</summary>
    internal Dictionary<string, string?> Settings { get; } = new() { ["Logging:LogLevel:Default"] = "None" };
    /// <summary>Receives the logs too; null for none.</summary>
    internal ILoggerProvider? Logs { get; set; }
    /// <summary>Puts another store before that of the server.</summary>
    internal Func<IGraphStore, IGraphStore> Wrap { get; set; } = store => store;
    internal PersistedOperations Persisted { get; set; } = PersistedOperations.None;
    internal ServerOptions Options { get; } = new() { Urls = "http://127.0.0.1:0", MaxBodyBytes = 100_000 };

    /// <summary>A server that is configured otherwise; to be disposed.</summary>
    internal static async Task<TestServer> Start(Action<TestServer> configure)
    {
        var server = new TestServer();
        configure(server);
        await server.InitializeAsync();
        return server;
    }

    public async Task InitializeAsync()
    {
        _store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);
        await ((IGraphStore)_store).Open(() => Seeder.Propose(SeedReaderTests.Read(("a.yaml", Yaml))), waiting: null, CancellationToken.None);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        _app = WebServer.Create(Options, configuration, TestGraph.Schema, Wrap(_store), Persisted, TimeProvider.System);
        if (Logs is { } logs)
            _app.Services.GetRequiredService<ILoggerFactory>().AddProvider(logs);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        Client.BaseAddress = Address;
    }

    public async Task DisposeAsync()
    {
        await _app!.DisposeAsync();
        _store!.Dispose();
    }

    public void Dispose()
    {
        Client.Dispose();
        _folder.Dispose();
    }

    /// <summary>Status, media type and body of an answer to a POST.</summary>
    public async Task<(HttpStatusCode Status, string? Type, string Body)> Post(
        string body, string? accept = null, string contentType = "application/json", bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TransferEncodingChunked = isChunked;
        return await Send(request);
    }

    public Task<(HttpStatusCode Status, string? Type, string Body)> Get(string path, string? accept = null) => Send(HttpMethod.Get, path, accept);

    public async Task<(HttpStatusCode Status, string? Type, string Body)> Send(HttpMethod method, string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Send(request);
    }

    /// <summary>A request with headers, each as "Name: value"; the whole response.</summary>
    internal async Task<HttpResponseMessage> Ask(HttpMethod method, string path, string? body, params string[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var header in headers)
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        return await Client.SendAsync(request);
    }

    private async Task<(HttpStatusCode Status, string? Type, string Body)> Send(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        Assert.Empty(response.Headers.Server);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends the bytes as they are and gives all that comes back until the server closes.</summary>
    public async Task<string> Raw(params string[] parts)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(Address.Host, Address.Port);
        foreach (var part in parts)
        {
            await socket.SendAsync(Encoding.Latin1.GetBytes(part));
            await Task.Delay(30);
        }
        // A client that ends its side early is taken for gone; one that asks for the end reads on until it comes.
        if (!parts.Any(p => p.Contains("Connection: close", StringComparison.Ordinal)))
            socket.Shutdown(SocketShutdown.Send);
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer) is var count && count > 0)
                answer.Append(Encoding.UTF8.GetString(buffer, 0, count));
        }
        catch (SocketException)
        {
            // The server has reset the connection: what came before is the answer.
        }
        return answer.ToString();
    }
}
