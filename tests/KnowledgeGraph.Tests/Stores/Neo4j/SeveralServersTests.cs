using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Tests.Access;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>
/// Two servers over one database, asked in turn as a load balancer does. Each is a process of its own, so that nothing in memory is shared and one of them can
/// be killed.
/// </summary>
[Collection(StoreDatabase.Name)]
public sealed class SeveralServersTests : IDisposable
{
    private const int Clients = 4;
    /// <summary>How many writes are acknowledged before the first server is killed, while the second is alone, and after the first is back.</summary>
    private const int WritesOfAPhase = 12;
    private const string Create = "mutation ($name: String!) { createPlace(input: { name: $name, kind: TOWN }) { place { id } errors { __typename } } }";
    private const string Find = "query ($name: String!) { search(text: $name, fuzzy: true, types: [PLACE], first: 3) { nodes { node { ... on Place { name } } } } graph { version } }";
    /// <summary>It needs what each server keeps of a version.</summary>
    private const string Evidence = "query @evidence(minOrigins: 2) { graph { version } agreements { totalCount nodes { id } } }";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly List<Process> _started = [];
    private readonly HttpClient _http = new() { Timeout = s_patience };
    private readonly Uri?[] _servers = new Uri?[2];
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new(), _inDoubt = new();
    private int _turn, _names;

    public void Dispose()
    {
        foreach (var process in _started)
        {
            if (!process.HasExited)
                process.Kill();
            process.Dispose();
        }
        _http.Dispose();
        _folder.Dispose();
    }

    [SkippableFact]
    public async Task Nothing_acknowledged_is_lost_and_each_sees_at_once_what_the_other_wrote()
    {
        var neo4j = await StoreDatabase.Empty();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestKeys.LocalToken(Path.Combine(_folder.Path, "data"), null, Scope.Write));
        // Both find an empty database, and one of them loads the seed.
        var first = Start(neo4j);
        var second = Start(neo4j);
        (_servers[0], _servers[1]) = (await Address(first), await Address(second));
        Assert.Equal(1, await Version(_servers[0]!));
        Assert.Equal(1, await Version(_servers[1]!));

        using var stop = new CancellationTokenSource(s_patience);
        var clients = Enumerable.Range(0, Clients).Select(_ => Write(stop.Token)).ToList();
        await Until(WritesOfAPhase);
        first.Kill();
        _servers[0] = null;
        await Until(_acknowledged.Count + WritesOfAPhase);
        _servers[0] = await Address(Start(neo4j));
        await Until(_acknowledged.Count + WritesOfAPhase);
        await stop.CancelAsync();
        await Task.WhenAll(clients);

        foreach (var server in _servers)
        {
            var (found, version) = await Places(server!);
            Assert.Equal(found.Distinct(), found);
            Assert.Superset(_acknowledged.Keys.ToHashSet(), found.ToHashSet());
            Assert.Subset(_acknowledged.Keys.Concat(_inDoubt.Keys).ToHashSet(), found.ToHashSet());
            // A version for the seed, and one for each write.
            Assert.Equal(1 + found.Count, version);
        }
        Assert.Equal(await Post(_servers[0]!, Evidence, new { }), await Post(_servers[1]!, Evidence, new { }), JsonNode.DeepEquals);
        var history = await StoreDatabase.Ask(neo4j, "MATCH (c:_Change) WITH count(c) AS changes, max(c.version) AS last RETURN [changes - last] AS data");
        Assert.Equal("[0]", history);
    }

    /// <summary>Writes by one server and reads by the next one, until it is stopped.</summary>
    private async Task Write(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"Town{Interlocked.Increment(ref _names):D4}");
            string? bookmark;
            try
            {
                using var response = await Send(Next(), Create, new { name }, null);
                bookmark = response.Headers.TryGetValues("KnowledgeGraph-Bookmark", out var values) ? values.Single() : null;
                Assert.Equal("[]", (await Body(response))["data"]!["createPlace"]!["errors"]!.ToJsonString());
                _acknowledged[name] = true;
            }
            catch (HttpRequestException)
            {
                // The server was killed, perhaps after the commit.
                _inDoubt[name] = true;
                continue;
            }
            try
            {
                using var response = await Send(Next(), Find, new { name }, bookmark);
                var found = (await Body(response))["data"]!["search"]!["nodes"]!.AsArray().Select(n => n!["node"]!["name"]!.GetValue<string>());
                Assert.Contains(name, found);
            }
            catch (HttpRequestException)
            {
                // It was killed. A balancer would ask the other one.
            }
        }
    }

    private async Task Until(int acknowledged)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (_acknowledged.Count < acknowledged)
            await Task.Delay(20, limit.Token);
    }

    private Uri Next()
    {
        var turn = Interlocked.Increment(ref _turn);
        return _servers[turn % 2] ?? _servers[(turn + 1) % 2]!;
    }

    private Process Start(Neo4jAddress neo4j)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "KnowledgeGraph.Server.dll"), "--urls", "http://127.0.0.1:0", "--seed", Path.Combine(SeedFolders.Seed, "article"),
                "--store", "neo4j", "--neo4j-url", neo4j.Url.ToString().TrimEnd('/'), "--neo4j-user", neo4j.User, "--neo4j-database", neo4j.Database,
            ])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            Environment = { ["NEO4J_PASSWORD"] = neo4j.Password },
        })!;
        _started.Add(process);
        return process;
    }

    private static async Task<Uri> Address(Process process)
    {
        var line = (await process.StandardOutput.ReadLineAsync().WaitAsync(s_patience))!;
        _ = process.StandardOutput.ReadToEndAsync();
        return new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]);
    }

    private async Task<HttpResponseMessage> Send(Uri server, string query, object variables, string? bookmark)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server) { Content = JsonContent.Create(new { query, variables }) };
        if (bookmark is not null)
            request.Headers.Add("KnowledgeGraph-Bookmark", bookmark);
        return await _http.SendAsync(request);
    }

    private static async Task<JsonNode> Body(HttpResponseMessage response)
    {
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(body["errors"] is null, body.ToJsonString());
        return body;
    }

    private async Task<JsonNode> Post(Uri server, string query, object variables)
    {
        using var response = await Send(server, query, variables, null);
        return await Body(response);
    }

    private async Task<long> Version(Uri server) => (await Post(server, "{ graph { version } }", new { }))["data"]!["graph"]!["version"]!.GetValue<long>();

    /// <summary>All places that the clients made.</summary>
    private async Task<(List<string> Names, long Version)> Places(Uri server)
    {
        var names = new List<string>();
        for (string? after = null; ;)
        {
            var data = (await Post(
                server, """query ($after: String) { places(first: 50, after: $after, where: { name: { startsWith: "Town" } }) { nodes { name } pageInfo { hasNextPage endCursor } } graph { version } }""",
                new { after }))["data"]!;
            names.AddRange(data["places"]!["nodes"]!.AsArray().Select(n => n!["name"]!.GetValue<string>()));
            if (!data["places"]!["pageInfo"]!["hasNextPage"]!.GetValue<bool>())
                return (names, data["graph"]!["version"]!.GetValue<long>());
            after = data["places"]!["pageInfo"]!["endCursor"]!.GetValue<string>();
        }
    }
}
