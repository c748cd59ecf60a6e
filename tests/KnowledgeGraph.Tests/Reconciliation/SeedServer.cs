using System.Text.Json;
using KnowledgeGraph.Server.Seeding;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Tests.Http;

namespace KnowledgeGraph.Tests.Reconciliation;

/// <summary>The server over the whole seed, as a client of the Reconciliation Service API uses it.</summary>
public sealed class SeedServer : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private EmbeddedStore? _store;
    private TestServer? _server;

    internal TestServer Http => _server!;

    public async Task InitializeAsync()
    {
        _store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);
        await ((IGraphStore)_store).Open(() => Seeder.Propose(SeedReader.Read(TestGraph.Model, SeedFolders.Seed)), waiting: null, CancellationToken.None);
        _server = await TestServer.Start(s => s.Wrap = _ => _store);
    }

    /// <summary>The response to a form with one field.</summary>
    internal async Task<(int Status, JsonElement Body)> Post(string field, string json, string path = "/reconcile")
    {
        using var content = new FormUrlEncodedContent([new(field, json)]);
        using var response = await Http.Client.PostAsync(path, content);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, body.RootElement.Clone());
    }

    /// <summary>The candidates of one query.</summary>
    internal async Task<JsonElement[]> Candidates(string query, string path = "/reconcile")
    {
        var (status, body) = await Post("queries", $"{{\"q\":{query}}}", path);
        Assert.True(status == 200, body.ToString());
        return [.. body.GetProperty("q").GetProperty("result").EnumerateArray()];
    }

    internal async Task<JsonElement> Get(string path)
    {
        using var body = JsonDocument.Parse((await Http.Get(path)).Body);
        return body.RootElement.Clone();
    }

    public async Task DisposeAsync()
    {
        await _server!.DisposeAsync();
        _store!.Dispose();
    }

    public void Dispose()
    {
        _server?.Dispose();
        _folder.Dispose();
    }
}
