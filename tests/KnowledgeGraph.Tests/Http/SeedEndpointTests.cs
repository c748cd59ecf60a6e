using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using KnowledgeGraph.Changes.Seeding;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Tests.Access;
using KnowledgeGraph.Tests.Seeding;

namespace KnowledgeGraph.Tests.Http;

/// <summary>`POST /seed`: a seed is loaded while the server runs.</summary>
public sealed class SeedEndpointTests : IAsyncLifetime, IDisposable
{
    private const string Yaml = "places:\n  a: { name: A, kind: TOWN, latitude: 8.5 }\n  b: { mergedInto: place:a }\nobjectives: { o: { name: O, theme: x } }";

    private readonly TempFolder _folder = new();
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.Start(s => s.Options.Data = _folder.Path);

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _server.Dispose();
    }

    public void Dispose() => _folder.Dispose();

    private static string Body(string yaml) => Encoding.UTF8.GetString(SeedContentJson.EncodeToSend(SeedReaderTests.Read(("a.yaml", yaml)).Content));

    private async Task<(HttpStatusCode Status, JsonNode Json)> Send(string body, string query = "", string? token = null, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/seed{query}") { Content = new StringContent(body, Encoding.UTF8, type) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token ?? TestKeys.LocalToken(_folder.Path, null, Server.Requests.Scope.Write)}");
        using var response = await _server.Client.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    [Fact]
    public async Task A_seed_is_loaded_and_what_changed_is_told()
    {
        var (status, json) = await Send(Body(Yaml), "?dryRun=true");
        Assert.Equal((HttpStatusCode.OK, 1), (status, (int)json["version"]!));
        // The seed takes the place of the one that the server was started with.
        Assert.Equal(6, json["entries"]!.AsArray().Count);
        (status, json) = await Send(Body(Yaml));
        Assert.Equal((HttpStatusCode.OK, 2), (status, (int)json["version"]!));
        Assert.Equal(
            """[{"kind":"Added","id":"place:b","isRelationship":false,"fields":[]},{"kind":"Added","id":"place:a","isRelationship":false,"fields":[]},{"kind":"Added","id":"objective:o","isRelationship":false,"fields":[]}]""",
            new JsonArray([.. json["entries"]!.AsArray().Where(e => (string)e!["kind"]! == "Added").Select(e => e!.DeepClone())]).ToJsonString());
        Assert.Equal("""{"data":{"changes":{"nodes":[{"kind":"SEED","by":"ana"},{"kind":"SEED","by":null}]},"place":{"id":"place:a"}}}""", _server.Store.Snapshot.Ask("""{ changes { nodes { kind by } } place(id: "place:b") { id } }"""));
        (_, json) = await Send(Body(Yaml));
        Assert.Equal((2, 0), ((int)json["version"]!, json["entries"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_conflict_is_listed_until_it_is_decided()
    {
        await Send(Body(Yaml));
        var place = _server.Store.Snapshot.FindNode("place:a")!;
        _server.Store.Commit(new() { Nodes = [place with { Properties = new Dictionary<string, object>(place.Properties) { ["latitude"] = 9d } }] });
        var changed = Body(Yaml.Replace("8.5", "7", StringComparison.Ordinal));
        foreach (var choice in new[] { "", "?choice=list", "?choice=ours", "?choice=theirs" })
        {
            var (_, json) = await Send(changed, choice);
            Assert.Equal(choice is "?choice=ours" or "?choice=theirs" ? "[]" : """["place:a: \u0060latitude\u0060: the graph has 9, the seed says 7."]""", json["conflicts"]!.ToJsonString());
        }
    }

    [Fact]
    public async Task Errors_name_the_place_in_the_files()
    {
        var (status, json) = await Send(Body(Yaml.Replace("theme: x", "theme: x, broader: [{ to: objective:none }]", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(2, json["errors"]!.AsArray().Count);
        Assert.StartsWith("a.yaml:4:49: objective:o SERVES_OBJECTIVE objective:none: The node objective:none does not exist.", Path.GetFileName((string)json["errors"]![0]!), StringComparison.Ordinal);
        Assert.Equal(1, _server.Store.Snapshot.Version);
    }

    [Theory]
    [InlineData("", "The seed has no node. Add at least one.")]
    [InlineData("[]", "The body is not a seed as `seed --url` sends it: ")]
    [InlineData("{\"nodes\":[{\"type\":1}],\"relationships\":[]}", "The body is not a seed as `seed --url` sends it: ")]
    [InlineData("{\"nodes\":[],\"relationships\":[]}", "The seed has no node. Add at least one.")]
    [InlineData("{\"nodes\":[{\"type\":\"Treaty\"}],\"relationships\":[]}", "The model of this server has no Treaty. Use the version of the program that the server has.")]
    public async Task What_is_no_seed_is_refused(string body, string message)
    {
        var (status, json) = await Send(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string)json["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    // Someone who misspells a parameter's value wanted something else than a load, and gets no load.
    [Theory]
    [InlineData("?choice=both", "`choice` must be list, ours or theirs, but was ")]
    [InlineData("?dryRun=1", "`dryRun` must be true or false, but was ")]
    public async Task An_unknown_value_of_a_parameter_is_refused(string query, string message)
    {
        var (status, json) = await Send(Body(Yaml), query);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith(message, (string)json["errors"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Equal(1, _server.Store.Snapshot.Version);
    }

    [Fact]
    public async Task Only_who_may_write_can_load_a_seed()
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await Send(Body(Yaml), token: TestKeys.LocalToken(_folder.Path, null, Server.Requests.Scope.Review))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Send(Body(Yaml), token: "x")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Send(Body(Yaml), type: "text/plain")).Status);
        using var get = await _server.Client.GetAsync(new Uri("/seed", UriKind.Relative));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, get.StatusCode);
        Assert.Equal(1, _server.Store.Snapshot.Version);
    }

    [Fact]
    [Limit("BODY_TOO_LARGE")]
    public async Task A_seed_has_a_maximum_size()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /seed HTTP/1.1\r\nHost: {_server.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: {SeedEndpoint.MaxBytes + 1}\r\n"
            + $"Authorization: Bearer {TestKeys.LocalToken(_folder.Path, null, Server.Requests.Scope.Write)}\r\n\r\n"));
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
    }
}
