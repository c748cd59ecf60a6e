using System.Net;

namespace KnowledgeGraph.Tests.Http;

/// <summary>POST by the GraphQL-over-HTTP specification.</summary>
public sealed class PostTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Json = "application/json; charset=utf-8";
    private const string Response = "application/graphql-response+json; charset=utf-8";
    private const string Panama = """{"data":{"country":{"name":"Panama"}}}""";

    [Theory]
    [InlineData("""{"query":"{ country(code: \"PA\") { name } }"}""")]
    [InlineData("""{"query":"query($c: String) { country(code: $c) { name } }","variables":{"c":"PA"}}""")]
    [InlineData("""{"variables":{"c":"PA"},"extensions":{},"operationName":"B","query":"query A { __typename } query B($c: String) { country(code: $c) { name } }"}""")]
    [InlineData("""{"query":"{ country(code: \"PA\") { name } }","variables":null,"operationName":null,"extensions":null,"unknown":[{"x":1}]}""")]
    [InlineData("""  {"query":"{\n\tcountry(code: \"\u0050A\") { name }\r\n}","operationName":""}   """)]
    [InlineData("""{"qu\u0065ry":"{ country(code: \"PA\") { name } }"}""")]
    public async Task A_query_is_answered_again_and_again(string body)
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal((HttpStatusCode.OK, Json, Panama), await server.Post(body));
    }

    [Theory]
    [InlineData(null, Json)]
    [InlineData("*/*", Json)]
    [InlineData("application/*", Json)]
    [InlineData("application/json", Json)]
    [InlineData("application/json; charset=utf-8", Json)]
    [InlineData("application/graphql-response+json", Response)]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8", Response)]
    [InlineData("application/json, application/graphql-response+json", Response)]
    [InlineData("application/graphql-response+json;q=0.5, application/json", Json)]
    [InlineData("application/graphql-response+json, */*;q=0.1", Response)]
    [InlineData("application/graphql-response+json, */*", Response)]
    [InlineData("application/json;q=0, */*", Response)]
    [InlineData("text/html, application/*;q=0.8", Json)]
    public async Task Accept_chooses_the_type(string? accept, string type)
    {
        Assert.Equal((HttpStatusCode.OK, type, Panama), await server.Post("""{"query":"{ country(code: \"PA\") { name } }"}""", accept));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json;q=0")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("nonsense")]
    public async Task An_accept_that_cannot_be_met_is_406(string accept)
    {
        var (status, type, body) = await server.Post("""{"query":"{ __typename }"}""", accept);
        Assert.Equal((HttpStatusCode.NotAcceptable, Json), (status, type));
        Assert.Contains("\"code\":\"NOT_ACCEPTABLE\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/graphql")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("")]
    public async Task Another_content_type_is_415(string contentType)
    {
        var (status, _, body) = await server.Post("""{"query":"{ __typename }"}""", contentType: contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains("\"code\":\"UNSUPPORTED_MEDIA_TYPE\"", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json;charset=UTF-8")]
    [InlineData("Application/JSON; charset=\"utf-8\"")]
    public async Task The_content_type_may_name_UTF8(string contentType) =>
        Assert.Equal(HttpStatusCode.OK, (await server.Post("""{"query":"{ __typename }"}""", contentType: contentType)).Status);

    [Theory]
    [InlineData("{ contry { name } }", "FIELDS_ON_CORRECT_TYPE")]
    [InlineData("{ country(", "SYNTAX_ERROR")]
    [InlineData("", "OPERATION_NOT_FOUND")]
    [InlineData("query A { __typename } query B { __typename }", "OPERATION_NAME_MISSING")]
    [InlineData("query($n: Int!) { countries(first: $n) { totalCount } }", "INVALID_VARIABLE")]
    [InlineData("{ countries(first: -1) { totalCount } }", "PAGE_SIZE")]
    [InlineData("subscription { x }", "OPERATION_NOT_SUPPORTED")]
    public async Task A_refused_operation_is_200_as_JSON_and_400_as_a_response(string query, string code)
    {
        var body = $$"""{"query":"{{query}}"}""";
        var (status, type, answer) = await server.Post(body);
        Assert.Equal((HttpStatusCode.OK, Json), (status, type));
        Assert.StartsWith("{\"errors\":[{\"message\":\"", answer, StringComparison.Ordinal);
        Assert.Contains($"\"extensions\":{{\"code\":\"{code}\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, Response, answer), await server.Post(body, "application/graphql-response+json"));
    }

    [Fact]
    public async Task An_error_has_its_place() => Assert.Equal(
        """{"errors":[{"message":"Cannot query field `nme` on type `Country`. Did you mean `name`?","locations":[{"line":2,"column":25}],"extensions":{"code":"FIELDS_ON_CORRECT_TYPE"}}]}""",
        (await server.Post("""{"query":"{\n  country(code: \"PA\") { nme } }"}""")).Body);

    [Theory]
    [InlineData("", "INVALID_JSON", "The request body is empty. Send JSON such as {\\\"query\\\":\\\"{ __typename }\\\"}.")]
    [InlineData("{", "INVALID_JSON", "The JSON is not valid at line 1, byte 2.")]
    [InlineData("{\n\"query\": nope}", "INVALID_JSON", "The JSON is not valid at line 2, byte 11.")]
    [InlineData("{\"query\":\"{ __typename }\"} x", "INVALID_JSON", "The JSON is not valid at line 1, byte 28.")]
    [InlineData("{\"query\":\"\\ud800\"}", "INVALID_JSON", "The JSON has text that is not UTF-8.")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":{\"a\":\"\\udc00\"}}", "INVALID_JSON", "The JSON has text that is not UTF-8.")]
    [InlineData("[]", "INVALID_REQUEST", "The request must be an object with `query`, but is a list.")]
    [InlineData("\"{ __typename }\"", "INVALID_REQUEST", "The request must be an object with `query`, but is text.")]
    [InlineData("{}", "INVALID_REQUEST", "The request has no `query`. Send the text of a GraphQL document.")]
    [InlineData("{\"query\":null}", "INVALID_REQUEST", "`query` must be text, but was null.")]
    [InlineData("{\"query\":1}", "INVALID_REQUEST", "`query` must be text, but was a number.")]
    [InlineData("{\"query\":\"{ __typename }\",\"query\":\"{ __typename }\"}", "INVALID_REQUEST", "The request has `query` twice.")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":[]}", "INVALID_REQUEST", "`variables` must be an object or null, but was a list.")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":\"{}\"}", "INVALID_REQUEST", "`variables` must be an object or null, but was text.")]
    [InlineData("{\"query\":\"{ __typename }\",\"variables\":{\"n\":1e999}}", "INVALID_REQUEST", "A number in the variables is too large for 64 bits.")]
    [InlineData("{\"query\":\"{ __typename }\",\"operationName\":7}", "INVALID_REQUEST", "`operationName` must be text or null, but was a number.")]
    [InlineData("{\"query\":\"{ __typename }\",\"extensions\":true}", "INVALID_REQUEST", "`extensions` must be an object or null, but was a boolean.")]
    public async Task A_malformed_body_is_400_whatever_is_accepted(string body, string code, string message)
    {
        var expected = $$$"""{"errors":[{"message":"{{{message}}}","extensions":{"code":"{{{code}}}"}}]}""";
        Assert.Equal((HttpStatusCode.BadRequest, Json, expected), await server.Post(body));
        Assert.Equal((HttpStatusCode.BadRequest, Response, expected), await server.Post(body, "application/graphql-response+json"));
    }

    [Fact]
    public async Task Deep_JSON_is_refused_not_followed()
    {
        var body = "{\"query\":\"{ __typename }\",\"variables\":{\"a\":" + new string('[', 20_000) + new string(']', 20_000) + "}}";
        var (status, _, answer) = await server.Post(body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("INVALID_JSON", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deep_document_is_refused_not_followed()
    {
        var (status, _, answer) = await server.Post($$"""{"query":"{{string.Concat(Enumerable.Repeat("{a", 9_000))}}"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("SYNTAX_ERROR", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Limit("BODY_TOO_LARGE")]
    public async Task A_large_body_is_read_up_to_the_limit(bool isChunked)
    {
        var padding = new string(' ', (int)server.Options.MaxBodyBytes - 100);
        var fits = $$"""{"query":"{ country(code: \"PA\") { name } }{{padding}}"}""";
        Assert.Equal((HttpStatusCode.OK, Json, Panama), await server.Post(fits, isChunked: isChunked));

        var (status, _, body) = await server.Post(fits.Replace("}\"}", "}          " + new string(' ', 100) + "\"}", StringComparison.Ordinal) + new string(' ', 200), isChunked: isChunked);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.Equal("""{"errors":[{"message":"The request body can have at most 100000 bytes.","extensions":{"code":"BODY_TOO_LARGE"}}]}""", body);
    }

    [Fact]
    public async Task Strings_come_back_as_they_are_stored() => Assert.Equal(
        """{"data":{"country":{"aliases":["\"quoted\" \\ 日本"]}}}""",
        (await server.Post("""{"query":"{ country(code: \"PA\") { aliases } }"}""")).Body);

    [Fact]
    public async Task Two_operations_of_one_document_are_two()
    {
        const string Document = "query A { a: __typename } query B { b: __typename }";
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("""{"data":{"a":"Query"}}""", (await server.Post($$"""{"query":"{{Document}}","operationName":"A"}""")).Body);
            Assert.Equal("""{"data":{"b":"Query"}}""", (await server.Post($$"""{"query":"{{Document}}","operationName":"B"}""")).Body);
        }
    }
}
