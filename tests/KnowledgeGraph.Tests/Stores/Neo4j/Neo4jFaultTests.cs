using System.Diagnostics;
using System.Net;
using System.Text;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>What a user sees when Neo4j is away, hangs, or answers something else: a clear error soon, and answers again afterwards.</summary>
public abstract class Neo4jFaultTests(Protocol protocol) : IAsyncLifetime
{
    private const string Question = """{"query":"{ country(code: \"PA\") { name } }"}""";
    private protected const string Answer = """{"data":{"country":{"name":"Panamá"}}}""";

    /// <summary>Neo4j's words, which no client may see.</summary>
    protected const string Secret = "SECRET";

    private readonly HttpClient _client = new();
    private protected FaultyProxy? _proxy;
    private Neo4jStore? _store;
    private WebApplication? _app;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _store?.Dispose();
        _proxy?.Dispose();
        _client.Dispose();
    }

    [SkippableFact]
    public async Task A_Neo4j_that_is_absent_at_start_is_waited_for()
    {
        await Serve(Fault.Gone);
        var told = new List<string>();
        var opening = _store!.Open(() => new(StoredGraph.Small, _ => StoredGraph.Small), told.Add, default).AsTask();
        await Until(() => Task.FromResult(told.Count > 0));
        Assert.EndsWith(": Neo4j is not responding (connection refused). Check the address, and that Neo4j is running. Waiting for Neo4j.", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"not ready","reason":"Neo4j is not responding."}"""), await Get("/health/ready"));
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable,
            """{"errors":[{"message":"The store is not ready yet. See /health/ready.","extensions":{"code":"STORE_UNAVAILABLE"}}]}"""),
            await Ask());

        _proxy!.Be(Fault.None);
        Assert.True(await opening.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.Equal(Answer, (await Ask()).Body);
        await AssertRecovers();
    }

    [SkippableTheory]
    [InlineData(Fault.Gone)]
    [InlineData(Fault.Half)]
    public async Task A_Neo4j_that_fails_while_serving_is_answered_with_a_code_within_two_seconds(Fault fault)
    {
        await ServeOpened();
        _proxy!.Be(Fault.Hanging);
        var inFlight = Enumerable.Range(0, 8).Select(_ => Ask()).ToList();
        await Task.Delay(200);
        var watch = Stopwatch.StartNew();
        _proxy.Be(fault);
        foreach (var answer in inFlight.Append(Ask()))
            AssertUnavailable(await answer);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"not ready","reason":"Neo4j is not responding."}"""), await Get("/health/ready"));

        _proxy.Be(Fault.None);
        await AssertRecovers();
    }

    [SkippableFact]
    public async Task A_connection_that_hangs_holds_nobody_beyond_the_limit()
    {
        await ServeOpened();
        _proxy!.Be(Fault.Hanging);
        var watch = Stopwatch.StartNew();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, """{"status":"not ready","reason":"Neo4j is not responding."}"""), await Get("/health/ready"));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store!.Ask("{ countries { totalCount } }", stop: limit.Token));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(6));

        _proxy.Be(Fault.None);
        await AssertRecovers();
    }

    /// <summary>Makes the proxy answer with a failure of this code and <see cref="Secret"/>, when it is <see cref="Fault.Canned"/>.</summary>
    private protected abstract void Fail(FaultyProxy proxy, string code);

    [SkippableTheory]
    [InlineData("Neo.TransientError.General.DatabaseUnavailable")]
    [InlineData("Neo.ClientError.Security.Forbidden")]
    [InlineData("Neo.ClientError.Database.DatabaseNotFound")]
    [InlineData("Neo.TransientError.General.MemoryPoolOutOfMemoryError")]
    [InlineData("Neo.ClientError.Transaction.TransactionTimedOut")]
    [InlineData("")]
    public async Task A_failure_is_a_code_and_never_its_text(string code)
    {
        await ServeOpened();
        Fail(_proxy!, code);
        await AssertIsNone();
    }

    /// <summary>A mistake of our own: the client gets an id under which the log has it.</summary>
    [SkippableFact]
    public async Task A_statement_that_Neo4j_finds_wrong_is_a_mistake_of_the_server()
    {
        await ServeOpened();
        Fail(_proxy!, "Neo.ClientError.Statement.SyntaxError");
        _proxy!.Be(Fault.Canned);
        var (status, body) = await Ask();
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("\"code\":\"INTERNAL_ERROR\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_password_that_is_changed_while_serving_locks_nobody_out()
    {
        await ServeOpened();
        Fail(_proxy!, "Neo.ClientError.Security.Unauthorized");
        _proxy!.Be(Fault.Canned);
        for (var i = 0; i < 10; i++)
            AssertUnavailable(await Ask());
        Assert.Equal(1, _proxy.Requests);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("/health/ready")).Status);
    }

    [SkippableFact]
    public async Task What_a_server_has_committed_is_seen_by_who_sends_its_bookmark()
    {
        await ServeOpened();
        using var content = new StringContent(Question, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/graphql", content);
        var bookmark = Assert.Single(response.Headers.GetValues(GraphQLEndpoint.BookmarkHeader));
        using var other = new Neo4jStore(await Neo4jServer.Find(protocol), TestGraph.Model, TimeProvider.System);
        Assert.False(await other.Open(first: null, waiting: null, default));
        Assert.Null(other.Bookmark);
        Assert.Equal(Answer, await other.Ask("""{ country(code: "PA") { name } }""", bookmark: bookmark));
    }

    [SkippableFact]
    public async Task A_database_that_does_not_exist_ends_the_start()
    {
        var address = await Neo4jServer.Find(protocol) with { Database = "nowhere" };
        using var store = new Neo4jStore(address, TestGraph.Model, TimeProvider.System);
        var failed = await Assert.ThrowsAsync<StoreException>(() => store.Open(null, _ => Assert.Fail("it waits"), default).AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal($"{address}: The database nowhere does not exist. Create it, or name another one.", failed.Message);
    }

    private async Task Serve(Fault fault)
    {
        var address = await StoreDatabase.Empty(protocol);
        _proxy = FaultyProxy.To(address.Url, fault);
        _store = new Neo4jStore(address with { Url = _proxy.Address }, TestGraph.Model, TimeProvider.System);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Logging:LogLevel:Default", "None")]).Build();
        _app = WebServer.Create(new ServerOptions { Urls = "http://127.0.0.1:0" }, configuration, TestGraph.Schema, _store, PersistedOperations.None, TimeProvider.System);
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    protected async Task ServeOpened()
    {
        await Serve(Fault.None);
        await _store!.Open(() => new(StoredGraph.Small, _ => StoredGraph.Small), null, default);
        Assert.Equal((HttpStatusCode.OK, Answer), await Ask());
    }

    /// <summary>What the proxy answers is no answer, and Neo4j's own is one again.</summary>
    protected async Task AssertIsNone()
    {
        _proxy!.Be(Fault.Canned);
        AssertUnavailable(await Ask());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Get("/health/ready")).Status);

        _proxy.Be(Fault.None);
        await AssertRecovers();
    }

    private async Task AssertRecovers()
    {
        await Until(async () => (await Get("/health/ready")).Status == HttpStatusCode.OK);
        Assert.Equal((HttpStatusCode.OK, Answer), await Ask());
    }

    private static void AssertUnavailable((HttpStatusCode Status, string Body) answer) => Assert.Equal(
        (HttpStatusCode.ServiceUnavailable, true, false),
        (answer.Status, answer.Body.Contains("\"code\":\"STORE_UNAVAILABLE\"", StringComparison.Ordinal), answer.Body.Contains("SECRET", StringComparison.Ordinal)));

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var watch = Stopwatch.StartNew(); !await holds(); await Task.Delay(100))
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    protected async Task<(HttpStatusCode Status, string Body)> Ask()
    {
        using var content = new StringContent(Question, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync("/graphql", content);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> Get(string path)
    {
        using var response = await _client.GetAsync(path);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
