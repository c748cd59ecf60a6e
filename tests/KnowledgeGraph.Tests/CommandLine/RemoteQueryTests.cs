using System.Net;
using System.Net.Sockets;
using System.Text;
using KnowledgeGraph.Server.CommandLine;
using KnowledgeGraph.Tests.Http;

namespace KnowledgeGraph.Tests.CommandLine;

/// <summary>`query --url`: the same output and the same errors as for a store.</summary>
public sealed class RemoteQueryTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Query = "query Q($code: String) { country(code: $code) { name } }";

    [Theory]
    [InlineData("")]
    [InlineData("graphql")]
    public async Task A_running_server_responds(string path) => Assert.Equal(
        (0, "{\n  \"data\": {\n    \"country\": {\n      \"name\": \"Panama\"\n    }\n  }\n}\n", ""),
        await Run(Query, "--url", $"{server.Address}{path}", "--variables", "{\"code\":\"PA\"}", "--operation", "Q"));

    [Fact]
    public async Task The_response_can_be_a_table()
    {
        var (code, output, error) = await Run("{ countries { nodes { id name } } }", "--url", server.Address.ToString(), "--format", "table");
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("country:PAN", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_of_the_server_is_printed_with_its_place_and_code() => Assert.Equal(
        (1, "", "1:3: Cannot query field `contry` on type `Query`. Did you mean `country`? (FIELDS_ON_CORRECT_TYPE)\n"),
        await Run("{ contry }", "--url", server.Address.ToString()));

    [Fact]
    public async Task A_path_without_GraphQL_is_refused_as_the_server_says_it()
    {
        var (code, output, error) = await Run("{ __typename }", "--url", $"{server.Address}nothing");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("There is nothing at this path.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task A_response_of_another_server_is_refused(string body)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var endpoint = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/graphql";
        var responding = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        });
        Assert.Equal(
            (1, "", $"{endpoint}: The response is not one of a GraphQL server (HTTP status 200).\n"),
            await Run("{ __typename }", "--url", endpoint));
        await responding;
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        var (code, output, error) = await Run("{ __typename }", "--url", $"http://127.0.0.1:{port}");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith($"http://127.0.0.1:{port}/graphql: No server responds. Start one with `serve`, or correct the address. (", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:5000")]
    [InlineData("ftp://localhost")]
    [InlineData("")]
    public async Task The_address_must_be_one_of_http(string url) => Assert.Equal(
        (2, "", $"`--url` must be an http or https address such as http://localhost:5000, but was {KnowledgeGraph.Planning.Excerpt.Of(url)}.\n"),
        await Run("{ __typename }", "--url", url));

    private static async Task<(int Code, string Output, string Error)> Run(string document, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var reader = new StringReader(document);
        var code = await Server.Program.Run(["query", "-", .. arguments], new Terminal(reader, output, error), CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
