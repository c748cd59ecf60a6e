using System.Text.RegularExpressions;

namespace KnowledgeGraph.Tests.Http;

/// <summary>What no well-mannered client sends.</summary>
public sealed partial class RawHttpTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Headers = "POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private const string Body = """{"query":"{ __typename }"}""";

    [Fact]
    public async Task Requests_in_one_go_are_answered_in_order()
    {
        var requests = Enumerable.Range(0, 20).Select(i =>
        {
            var body = $$"""{"query":"{ a{{i}}: __typename }"}""";
            return $"{Headers}{(i == 19 ? "Connection: close\r\n" : "")}Content-Length: {body.Length}\r\n\r\n{body}";
        });
        var answers = await server.Raw(string.Concat(requests));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $$"""{"a{{i}}":"Query"}"""), Data().Matches(answers).Select(m => m.Groups[1].Value));
    }

    [Fact]
    public async Task A_body_may_come_in_pieces()
    {
        Assert.Contains("""{"data":{"__typename":"Query"}}""",
            await server.Raw($"{Headers}Connection: close\r\nContent-Length: {Body.Length}\r\n\r\n", Body[..5], Body[5..20], Body[20..]), StringComparison.Ordinal);
        Assert.Contains("""{"data":{"__typename":"Query"}}""",
            await server.Raw($"{Headers}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{Body[..5]}\r\n", $"{Body.Length - 5:x}\r\n{Body[5..]}\r\n0\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("Content-Length: 100\r\n\r\n{\"query\":")]
    [InlineData("Content-Length: -1\r\n\r\n")]
    [InlineData("Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx")]
    public async Task A_broken_request_is_400_and_ends_the_connection(string rest)
    {
        var answer = await server.Raw(Headers + rest);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        await AssertStillAnswers();
    }

    [Theory]
    [InlineData("FFFFFFFFFFFF\r\n{")]
    [InlineData("FFFFFFFF\r\n{")]
    [InlineData("80000000\r\n{")]
    [InlineData("-1\r\n{")]
    [InlineData("1;a=b\n{\r\n")]
    [InlineData("+1\r\n{\r\n")]
    [InlineData("\r\n{\r\n")]
    [InlineData("1\r\n{{\r\n")]
    public async Task A_broken_chunk_is_INVALID_HTTP(string chunk)
    {
        var answer = await server.Raw($"{Headers}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}\r\n0\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"INVALID_HTTP\"", answer, StringComparison.Ordinal);
        await AssertStillAnswers();
    }

    [Theory]
    [InlineData("1\r\n{", "HTTP/1.1 400 ")]
    [InlineData("7FFFFFFF\r\n{", "HTTP/1.1 400 ")]
    [InlineData("1\r\n{\r\n", "HTTP/1.1 400 ")]
    public async Task A_truncated_chunk_is_400_or_the_end_of_the_connection(string chunk, string expected)
    {
        var answer = await server.Raw($"{Headers}Transfer-Encoding: chunked\r\n\r\n{chunk}");
        Assert.True(answer.Length == 0 || answer.StartsWith(expected, StringComparison.Ordinal), answer);
        await AssertStillAnswers();
    }

    [Theory]
    [InlineData("Content-Length: 99999999999999999999\r\n")]
    [InlineData("Content-Length: +1\r\n")]
    [InlineData("Content-Length: 0x10\r\n")]
    [InlineData("Content-Length: 1, 2\r\n")]
    [InlineData("Content-Length: 1\r\nTransfer-Encoding: gzip\r\n")]
    public async Task A_broken_length_is_400(string header)
    {
        Assert.StartsWith("HTTP/1.1 400 ", await server.Raw($"{Headers}Connection: close\r\n{header}\r\n{{"), StringComparison.Ordinal);
        await AssertStillAnswers();
    }

    [Fact]
    public async Task A_chunk_extension_is_ignored() => Assert.Contains("""{"data":{"__typename":"Query"}}""", await server.Raw(
        $"{Headers}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n{Body.Length:x};name=\"value\"\r\n{Body}\r\n0\r\n\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task Bytes_that_are_not_UTF8_are_400()
    {
        const string Wrong = "{\"query\":\"{ __typename }\",\"x\":\"\u00ff\"}";
        var answer = await server.Raw($"{Headers}Connection: close\r\nContent-Length: {Wrong.Length}\r\n\r\n{Wrong}");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("The request body is not UTF-8.", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_announced_too_large_is_413_before_it_comes()
    {
        var answer = await server.Raw($"{Headers}Content-Length: 9999999999\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("BODY_TOO_LARGE", answer, StringComparison.Ordinal);
        await AssertStillAnswers();
    }

    private async Task AssertStillAnswers() => Assert.Equal("""{"data":{"__typename":"Query"}}""", (await server.Post(Body)).Body);

    [GeneratedRegex("""\{"data":(\{[^}]*\})\}""")]
    private static partial Regex Data();
}
