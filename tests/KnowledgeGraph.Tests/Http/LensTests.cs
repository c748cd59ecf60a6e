using System.Net;
using System.Text.Json.Nodes;

namespace KnowledgeGraph.Tests.Http;

/// <summary>The lens of a request: in the URL, in its extensions, in the document; and what the response says of it.</summary>
public sealed class LensTests(TestServer server) : IClassFixture<TestServer>
{
    private const string TypeName = "\"query\":\"{ __typename }\"";

    private async Task<(HttpStatusCode Status, JsonNode Body)> Post(string path, string json)
    {
        using var response = await server.Ask(HttpMethod.Post, path, json);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    [Fact]
    public async Task The_plain_present_is_not_told() =>
        Assert.Null((await Post("/graphql", $"{{{TypeName}}}")).Body["extensions"]);

    [Theory]
    [InlineData("?asOf=2024-07-01", "", "{ __typename }", """{"asOf":"2024-07-01"}""")]
    [InlineData("?asOf=2024-07-01", ""","extensions":{"lens":{"asOf":"2019"}}""", "{ __typename }", """{"asOf":"2019"}""")]
    [InlineData("?asOf=2024-07-01", ""","extensions":{"lens":{"asOf":"2019"}}""", "query @asOf(date: 2000) { __typename }", """{"asOf":"2000"}""")]
    [InlineData("?asOf=2024-07-01", "", "query @asOf(date: null) { __typename }", null)]
    [InlineData("?presumed=false", "", "{ __typename }", """{"asOf":null,"presumed":false}""")]
    [InlineData("?publishedBy=2019&without=outlet:b&without=outlet:a&minOrigins=2", "", "{ __typename }", """{"asOf":null,"publishedBy":"2019","without":["outlet:a","outlet:b"],"minOrigins":2}""")]
    [InlineData("", "", "{ countries(asOf: 2019) { totalCount } }", """{"asOf":null,"fields":true}""")]
    [InlineData("", "", "{ countries(asOf: null) { totalCount } }", null)]
    [InlineData("?asOf=2020", "", "{ countries(asOf: null) { totalCount } }", """{"asOf":"2020","fields":true}""")]
    public async Task The_response_says_what_applied(string parameters, string extensions, string document, string? lens)
    {
        var dated = System.Text.RegularExpressions.Regex.Replace(document, "(?<=: )(\\d{4})", "\\\"$1\\\"");
        var (status, body) = await Post("/graphql" + parameters, $"{{\"query\":\"{dated}\"{extensions}}}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(lens, body["extensions"]?["lens"]?.ToJsonString());
    }

    [Theory]
    [InlineData("?asOf=2024-13", "`asOf` must be a date such as 2024, 2024-07 or 2024-07-01, but was `2024-13`.")]
    [InlineData("?asOf=2024&asOf=2025", "The URL has `asOf` 2 times.")]
    [InlineData("?presumed=no", "`presumed` must be true or false, but was `no`.")]
    [InlineData("?minOrigins=-1", "`minOrigins` must be a whole number from 0 to 1000, but was -1.")]
    public async Task A_malformed_setting_in_the_URL_is_400(string parameters, string message)
    {
        var (status, body) = await Post("/graphql" + parameters, $"{{{TypeName}}}");
        Assert.Equal((HttpStatusCode.BadRequest, message, "INVALID_LENS"), (status, (string?)body["errors"]![0]!["message"], (string?)body["errors"]![0]!["extensions"]!["code"]));
    }

    [Theory]
    [InlineData("""{"asof":"2024"}""", "`extensions.lens` has no setting `asof`. Did you mean `asOf`?")]
    [InlineData("""{"asOf":2024}""", "`asOf` must be a date such as 2024, 2024-07 or 2024-07-01, but was 2024.")]
    [InlineData("""{"without":[1]}""", "`without` must be a list of ids, but has 1.")]
    [InlineData("""[]""", "`extensions.lens` must be an object such as {\"asOf\":\"2024-07-01\"}, but was a list.")]
    public async Task A_malformed_setting_in_the_extensions_is_400(string lens, string message)
    {
        var (status, body) = await Post("/graphql", $"{{{TypeName},\"extensions\":{{\"lens\":{lens}}}}}");
        Assert.Equal((HttpStatusCode.BadRequest, message), (status, (string?)body["errors"]![0]!["message"]));
    }

    [Fact]
    public async Task A_GET_and_its_cost_have_the_lens_too()
    {
        var (status, _, body) = await server.Get("/graphql?asOf=2019&query=" + Uri.EscapeDataString("{ instruments { totalCount } }"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("2019", (string?)JsonNode.Parse(body)!["extensions"]!["lens"]!["asOf"]);
        using var reported = await server.Ask(HttpMethod.Post, "/graphql?asOf=2019", $"{{{TypeName}}}", "GraphQL-Cost: report");
        var extensions = JsonNode.Parse(await reported.Content.ReadAsStringAsync())!["extensions"]!;
        Assert.Equal(("2019", 0), ((string?)extensions["lens"]!["asOf"], (int)extensions["operationCost"]!["fieldCost"]!));
    }

    /// <summary>What the evidence that counts supports is found in the whole graph, however little the operation reads.</summary>
    [Fact]
    public async Task Evidence_costs_in_proportion_to_the_graph()
    {
        async Task<JsonNode> Ask(string path)
        {
            using var response = await server.Ask(HttpMethod.Post, path, """{"query":"{ graph { relationships } }"}""", "GraphQL-Cost: report");
            return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        }
        static int FieldCost(JsonNode body) => (int)body["extensions"]!["operationCost"]!["fieldCost"]!;
        var whole = await Ask("/graphql");
        var added = (int)Math.Ceiling((double)whole["data"]!["graph"]!["relationships"]! / 300);
        Assert.Equal(FieldCost(whole) + added, FieldCost(await Ask("/graphql?minOrigins=2")));
        Assert.Equal(FieldCost(whole), FieldCost(await Ask("/graphql?asOf=2024")));
    }
}
