using System.Net;
using System.Text.Json;
using KnowledgeGraph.Tests.Http;

namespace KnowledgeGraph.Tests.Reconciliation;

/// <summary>The Reconciliation Service API 0.2, as OpenRefine uses it. The checks of shape are those of the JSON schemas of the specification.</summary>
public sealed class ReconciliationTests(SeedServer server) : IClassFixture<SeedServer>
{
    private static string Id(JsonElement item) => item.GetProperty("id").GetString()!;

    private static string[] Ids(JsonElement list) => [.. list.EnumerateArray().Select(Id)];

    private static JsonElement Feature(JsonElement candidate, string id) =>
        candidate.GetProperty("features").EnumerateArray().Single(f => Id(f) == id).GetProperty("value");

    [Fact]
    public async Task The_manifest_leads_to_every_service()
    {
        var manifest = await server.Get("/reconcile");
        Assert.Equal("0.2", Assert.Single(manifest.GetProperty("versions").EnumerateArray()).GetString());
        foreach (var space in (string[])["identifierSpace", "schemaSpace"])
            Assert.True(Uri.IsWellFormedUriString(manifest.GetProperty(space).GetString(), UriKind.Absolute));
        Assert.Equal(TestGraph.Model.NodeTypes.Select(t => t.Name), Ids(manifest.GetProperty("defaultTypes")));
        Assert.Contains("{{id}}", manifest.GetProperty("view").GetProperty("url").GetString(), StringComparison.Ordinal);
        Assert.Equal(50, manifest.GetProperty("batchSize").GetInt32());

        foreach (var (kind, prefix, expected) in new[] { ("entity", "Panam", "country:PAN"), ("entity", "country:MEX", "country:MEX"), ("property", "iso", "iso2"), ("type", "agr", "Agreement") })
        {
            var service = manifest.GetProperty("suggest").GetProperty(kind);
            var suggested = await server.Get($"{service.GetProperty("service_url").GetString()}{service.GetProperty("service_path").GetString()}?prefix={prefix}");
            Assert.Equal(expected, Ids(suggested.GetProperty("result"))[0]);
            Assert.All(suggested.GetProperty("result").EnumerateArray(), r => Assert.Equal(JsonValueKind.String, r.GetProperty("name").ValueKind));
        }
        var first = Ids((await server.Get("/reconcile/suggest/entity?prefix=pan")).GetProperty("result"));
        Assert.Equal(first[4..], Ids((await server.Get("/reconcile/suggest/entity?prefix=pan&cursor=4")).GetProperty("result"))[..6]);

        var preview = manifest.GetProperty("preview").GetProperty("url").GetString()!.Replace("{{id}}", "country%3APAN", StringComparison.Ordinal);
        using var page = await server.Http.Client.GetAsync(new Uri(preview));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<h1>Panama <small>Country</small></h1>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors *", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.False(page.Headers.Contains("X-Frame-Options"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.Http.Get("/reconcile/preview?id=nobody")).Status);
    }

    [Theory]
    // Names, aliases, abbreviations, codes and ids; typing errors; other scripts.
    [InlineData("{\"query\":\"Panama\"}", "country:PAN", 100, 0, false)]
    [InlineData("{\"query\":\"U.S.\"}", "country:USA", 98, 0, false)]
    [InlineData("{\"query\":\"EEUU\"}", "country:USA", 98, 0, false)]
    [InlineData("{\"query\":\"MX\"}", "country:MEX", 98, 0, false)]
    [InlineData("{\"query\":\"mex\"}", "country:MEX", 98, 0, false)]
    [InlineData("{\"query\":\"DHS\"}", "agency:us_dhs", 98, 0, false)]
    [InlineData("{\"query\":\"country:PAN\"}", "country:PAN", 98, 0, false)]
    [InlineData("{\"query\":\"Méjico\"}", "country:MEX", 83.33, 1, false)]
    [InlineData("{\"query\":\"Мексика\"}", "country:MEX", 95, 1, true)]
    [InlineData("{\"query\":\"Jose Mulino\",\"type\":\"Official\"}", "official:mulino", 83.33, 0, false)]
    [InlineData("{\"query\":\"Mexco\",\"type\":[\"Country\"],\"properties\":[{\"pid\":\"iso2\",\"v\":\"MX\"}]}", "country:MEX", 91.67, 1, false)]
    [InlineData("{\"properties\":[{\"pid\":\"iso2\",\"v\":[\"MX\",null]}]}", "country:MEX", 100, 0, false)]
    public async Task A_score_is_explained(string query, string id, double score, int distance, bool isTransliterated)
    {
        var candidates = await server.Candidates(query);
        var best = candidates[0];
        Assert.Equal((id, score, true), (Id(best), best.GetProperty("score").GetDouble(), best.GetProperty("match").GetBoolean()));
        Assert.Equal((distance, isTransliterated), (Feature(best, "distance").GetInt32(), Feature(best, "translit").GetBoolean()));
        Assert.True(Feature(best, "name").GetDouble() + Feature(best, "alias").GetDouble() > 0);
        Assert.DoesNotContain(candidates[1..], c => c.GetProperty("match").GetBoolean());
        Assert.Equal(candidates.Select(c => c.GetProperty("score").GetDouble()).OrderDescending(), candidates.Select(c => c.GetProperty("score").GetDouble()));
        Assert.All(candidates, c => Assert.InRange(c.GetProperty("score").GetDouble(), 0, 100));
        Assert.All(candidates, c => Assert.Equal(JsonValueKind.String, c.GetProperty("name").ValueKind));
    }

    [Fact]
    public async Task Equally_near_candidates_have_no_match()
    {
        // An alias of four agreements, and the name of an official and of a report.
        foreach (var query in (string[])["{\"query\":\"ACA\"}", "{\"query\":\"José Raúl Mulino\"}"])
        {
            var candidates = await server.Candidates(query);
            Assert.Equal(candidates[0].GetProperty("score").GetDouble(), candidates[1].GetProperty("score").GetDouble());
            Assert.DoesNotContain(candidates, c => c.GetProperty("match").GetBoolean());
        }
    }

    [Fact]
    public async Task A_property_that_differs_ranks_below_one_that_agrees()
    {
        var candidates = await server.Candidates("{\"query\":\"Ministry of Foreign Affairs of Mexico\",\"type\":\"Agency\",\"limit\":50,\"properties\":[{\"pid\":\"country\",\"v\":{\"id\":\"country:PAN\",\"name\":\"Panama\"}}]}");
        Assert.Equal("agency:pan_mire", Id(candidates[0]));
        var agreements = candidates.Select(c => Feature(c, "property:country").GetDouble()).ToList();
        Assert.Contains(0, agreements);
        Assert.Equal(agreements.OrderDescending(), agreements);
    }

    [Fact]
    public async Task Types_are_a_choice_a_preference_or_all_of_several()
    {
        Assert.All(await server.Candidates("{\"query\":\"Panama\",\"type\":\"Outlet\"}"), c => Assert.StartsWith("outlet:", Id(c), StringComparison.Ordinal));
        var preferred = await server.Candidates("{\"query\":\"Panama\",\"type\":\"Outlet\",\"type_strict\":\"should\"}");
        Assert.Equal(("country:PAN", 90, false), (Id(preferred[0]), preferred[0].GetProperty("score").GetDouble(), Feature(preferred[0], "type").GetBoolean()));
        Assert.Empty(await server.Candidates("{\"query\":\"Panama\",\"type\":[\"Outlet\",\"Country\"],\"type_strict\":\"all\"}"));
        Assert.Single(await server.Candidates("{\"query\":\"Panama\",\"type\":[\"Party\",\"Country\"],\"type_strict\":\"all\",\"limit\":1}"));
    }

    [Fact]
    public async Task A_lens_of_the_address_applies()
    {
        const string Query = "{\"query\":\"U.S.-Panama memorandum of understanding on assistance and cooperation in migration matters\",\"type\":\"Agreement\",\"limit\":1}";
        Assert.Equal("instrument:us_panama_mou_2024", Id((await server.Candidates(Query))[0]));
        Assert.DoesNotContain(await server.Candidates(Query, "/reconcile?asOf=2020"), c => Id(c) == "instrument:us_panama_mou_2024");
        Assert.Contains("asOf=2020", (await server.Get("/reconcile?asOf=2020")).GetProperty("preview").GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_nodes_make_new_columns()
    {
        var proposed = Ids((await server.Get("/reconcile/extend/propose?type=Agreement")).GetProperty("properties"));
        Assert.Contains("signed", proposed);
        Assert.Equal(3, (await server.Get("/reconcile/extend/propose?type=Instrument&limit=3")).GetProperty("properties").GetArrayLength());
        var (_, body) = await server.Post(
            "extend", """{"ids":["country:PAN","instrument:us_panama_mou_2024","nobody"],"properties":[{"id":"iso2"},{"id":"signed"},{"id":"aliases","settings":{"limit":"1"}},{"id":"parties"}]}""");
        Assert.Equal(["iso2", "signed", "aliases", "parties"], Ids(body.GetProperty("meta")));
        Assert.Equal("Party", Id(body.GetProperty("meta")[3].GetProperty("type")));
        var rows = body.GetProperty("rows");
        Assert.Equal("""{"iso2":[{"str":"PA"}],"signed":[],"aliases":[{"str":"Republic of Panama"}],"parties":[]}""", rows.GetProperty("country:PAN").GetRawText());
        Assert.Equal("""[{"str":"2024-07-01"}]""", rows.GetProperty("instrument:us_panama_mou_2024").GetProperty("signed").GetRawText());
        Assert.Equal(["country:PAN", "country:USA"], Ids(rows.GetProperty("instrument:us_panama_mou_2024").GetProperty("parties")).Order());
        Assert.All(rows.GetProperty("nobody").EnumerateObject(), cell => Assert.Equal(0, cell.Value.GetArrayLength()));
    }

    [Theory]
    [Limit("INVALID_REQUEST")]
    [InlineData("queries", "{")]
    [InlineData("queries", "[]")]
    [InlineData("queries", "{\"q\":{\"query\":\"\"}}")]
    [InlineData("queries", "{\"q\":{}}")]
    [InlineData("queries", "{\"q\":{\"query\":5}}")]
    [InlineData("queries", "{\"q\":{\"querry\":\"Panama\"}}")]
    [InlineData("queries", "{\"q\":{\"query\":\"Panama\",\"type\":\"Contry\"}}")]
    [InlineData("queries", "{\"q\":{\"query\":\"Panama\",\"type\":\"country\"}}")]
    [InlineData("queries", "{\"q\":{\"query\":\"Panama\",\"limit\":0}}")]
    [InlineData("queries", "{\"q\":{\"query\":\"Panama\",\"type_strict\":\"maybe\"}}")]
    [InlineData("queries", "{\"q\":{\"query\":\"Panama\",\"properties\":[{\"pid\":\"iso4\",\"v\":\"x\"}]}}")]
    [InlineData("queries", "{\"q\":{\"query\":\"Panama\",\"properties\":[{\"p\":\"iso2\",\"v\":\"x\"}]}}")]
    [InlineData("extend", "{\"ids\":[\"country:PAN\"]}")]
    [InlineData("extend", "{\"ids\":[\"country:PAN\"],\"properties\":[{\"id\":\"iso4\"}]}")]
    [InlineData("extend", "{\"ids\":[1],\"properties\":[]}")]
    [InlineData("extend", "{\"ids\":[\"country:PAN\"],\"properties\":[{\"id\":\"iso2\",\"settings\":{\"limit\":1000}}]}")]
    [InlineData("something", "{}")]
    public Task A_malformed_request_is_400(string field, string json) => AssertBad(field, json);

    [Fact]
    [Limit("INVALID_REQUEST")]
    public async Task A_query_has_at_most_20_properties_50_values_and_texts_of_1000_characters()
    {
        static string Query(int properties, int values, int characters) =>
            $"{{\"q\":{{\"query\":\"{new string('x', characters)}\",\"limit\":1000,\"properties\":[{string.Join(',', Enumerable.Repeat($"{{\"pid\":\"name\",\"v\":[{string.Join(',', Enumerable.Repeat("\"x\"", values))}]}}", properties))}]}}}}";
        Assert.Equal(200, (await server.Post("queries", Query(10, 5, 1000))).Status);
        Assert.Equal(200, (await server.Post("queries", Query(20, 2, 1))).Status);
        foreach (var query in (string[])[Query(21, 1, 1), Query(1, 51, 1), Query(17, 3, 1), Query(1, 1, 1001)])
            await AssertBad("queries", query);
        var all = await server.Candidates("{\"query\":\"Panama\",\"limit\":1000}");
        Assert.Equal(50, all.Length);
    }

    private async Task AssertBad(string field, string json)
    {
        var (status, body) = await server.Post(field, json);
        Assert.Equal(400, status);
        Assert.Matches("[.?]$", body.GetProperty("errors")[0].GetProperty("message").GetString());
    }

    [Fact]
    [Limit("MaxReconciliationBatch", "BATCH_TOO_LONG")]
    public async Task A_batch_has_at_most_50_queries()
    {
        static string Batch(int size) => $"{{{string.Join(',', Enumerable.Range(0, size).Select(i => $"\"q{i}\":{{\"query\":\"MX\",\"limit\":1}}"))}}}";
        Assert.Equal(200, (await server.Post("queries", Batch(50))).Status);
        var (status, body) = await server.Post("queries", Batch(51));
        Assert.Equal((400, "BATCH_TOO_LONG"), (status, body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()));
        (status, body) = await server.Post("extend", $"{{\"ids\":[{string.Join(',', Enumerable.Repeat("\"x\"", 501))}],\"properties\":[]}}");
        Assert.Equal((400, "BATCH_TOO_LONG"), (status, body.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString()));
    }

    /// <summary>Each operation of it has its own time, but not fifty times as much as one.</summary>
    [Fact]
    [Limit("OperationSeconds", "OPERATION_TIMEOUT")]
    public async Task A_batch_has_the_time_of_one_operation()
    {
        using var slow = await TestServer.Start(s => (s.Options.OperationSeconds, s.Wrap) = (1, store => new SlowStore(store) { Delay = TimeSpan.FromSeconds(0.3) }));
        var queries = Uri.EscapeDataString($"{{{string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"q{i}\":{{\"query\":\"MX\"}}"))}}}");
        var (status, _, body) = await slow.Get($"/reconcile?queries={queries}");
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"errors":[{"message":"The batch took longer than 1 s. Send fewer queries.","extensions":{"code":"OPERATION_TIMEOUT"}}]}"""), (status, body));
        await slow.DisposeAsync();
    }

    /// <summary>Another site, whatever the CORS of the other paths. JSONP would let a page read more than CORS does.</summary>
    [Fact]
    public async Task Every_site_may_use_it()
    {
        using var other = await TestServer.Start(s => s.Options.CorsOrigins = "https://one.example");
        foreach (var (method, path, expected) in new[]
        {
            (HttpMethod.Get, "/reconcile", HttpStatusCode.OK), (HttpMethod.Options, "/reconcile", HttpStatusCode.NoContent), (HttpMethod.Get, "/reconcile/nowhere", HttpStatusCode.NotFound),
            (HttpMethod.Put, "/reconcile", HttpStatusCode.MethodNotAllowed), (HttpMethod.Get, "/reconcile?queries=%7B%7D&callback=f", HttpStatusCode.OK), (HttpMethod.Post, "/reconcile", HttpStatusCode.UnsupportedMediaType),
        })
        {
            using var response = await other.Ask(method, path, method == HttpMethod.Post ? "{}" : null, "Origin: https://two.example", "Access-Control-Request-Method: POST");
            Assert.Equal((expected, "*"), (response.StatusCode, response.Headers.GetValues("Access-Control-Allow-Origin").Single()));
            if (path.Contains("callback", StringComparison.Ordinal))
                Assert.Equal("{}", await response.Content.ReadAsStringAsync());
        }
        await other.DisposeAsync();
    }

    /// <summary>Permission to read and the limits of operations apply. A server that allows only persisted operations offers the service too, because the documents are its own.</summary>
    [Fact]
    public async Task It_is_within_the_rules_of_the_server()
    {
        using var closed = await TestServer.Start(s => (s.Options.Auth.ReadersNeedToken, s.Options.PersistedOnly) = (true, true));
        using (var manifest = JsonDocument.Parse((await closed.Get("/reconcile")).Body))
            Assert.Equal("Authorization", manifest.RootElement.GetProperty("authentication").GetProperty("name").GetString());
        foreach (var path in (string[])["/reconcile?queries={\"q\":{\"query\":\"Panama\"}}", "/reconcile/suggest/type?prefix=a", "/reconcile/preview?id=country:PAN", "/reconcile?extend={\"ids\":[\"a\"],\"properties\":[]}"])
            Assert.Equal(HttpStatusCode.Unauthorized, (await closed.Get(path)).Status);
        await closed.DisposeAsync();
        using var persisted = await TestServer.Start(s => s.Options.PersistedOnly = true);
        Assert.Contains("\"match\":true", (await persisted.Get("/reconcile?queries={\"q\":{\"query\":\"Panama\"}}")).Body, StringComparison.Ordinal);
        await persisted.DisposeAsync();
        using var cheap = await TestServer.Start(s => s.Options.Limits.Cost = 50);
        Assert.Equal(HttpStatusCode.BadRequest, (await cheap.Get("/reconcile?queries={\"q\":{\"query\":\"Panama\"}}")).Status);
        await cheap.DisposeAsync();
    }
}
