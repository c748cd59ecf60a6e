using System.Net;
using System.Security.Cryptography;
using System.Text;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Tests.Http;

namespace KnowledgeGraph.Tests.Operations;

/// <summary>Operations by a hash or an id instead of their text.</summary>
public sealed class PersistedTests : IDisposable
{
    private const string Document = "query A($c: String) { country(code: $c) { name } }";
    private const string Panama = """{"data":{"country":{"name":"Panama"}}}""";
    private const string Manifest = """
        {"format":"apollo-persisted-query-manifest","version":1,"operations":[
          {"id":"apollo-1","name":"A","type":"query","body":"query A($c: String) { country(code: $c) { name } }"}]}
        """;

    private static readonly string s_hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Document)));
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Extensions(string hash) => $$$"""{"persistedQuery":{"version":1,"sha256Hash":"{{{hash}}}"}}""";
    private static string ByHash(string hash) => $$$"""{"extensions":{{{Extensions(hash)}}},"variables":{"c":"PA"}}""";
    private static string WithDocument(string hash) => $$$"""{"query":"{{{Document}}}","extensions":{{{Extensions(hash)}}},"variables":{"c":"PA"}}""";

    [Fact]
    public async Task A_hash_is_unknown_until_its_document_came_along()
    {
        using var server = await TestServer.Start(_ => { });
        Assert.Equal(
            (HttpStatusCode.OK, "application/json; charset=utf-8", """{"errors":[{"message":"PersistedQueryNotFound","extensions":{"code":"PERSISTED_QUERY_NOT_FOUND"}}]}"""),
            await server.Post(ByHash(s_hash)));
        Assert.Contains("PERSISTED_QUERY_HASH_MISMATCH", (await server.Post(WithDocument(s_hash.Replace(s_hash[0], s_hash[0] == 'a' ? 'b' : 'a')))).Body, StringComparison.Ordinal);
        Assert.Equal(Panama, (await server.Post(WithDocument(s_hash))).Body);
        Assert.Equal(Panama, (await server.Post(ByHash(s_hash))).Body);
        var (_, _, body) = await server.Get($"/graphql?extensions={Uri.EscapeDataString(Extensions(s_hash))}&variables={Uri.EscapeDataString("{\"c\":\"PA\"}")}");
        Assert.Equal(Panama, body);
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", (await server.Get($"/graphql?extensions={Uri.EscapeDataString(Extensions("0" + s_hash[1..]))}")).Body, StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Hashes_fill_no_more_than_their_room()
    {
        using var server = await TestServer.Start(s => s.Options.MaxOperations = 4);
        for (var i = 0; i < 20; i++)
        {
            var document = $"{{ a{i}: __typename }}";
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document)));
            await server.Post($$$"""{"query":"{{{document}}}","extensions":{{{Extensions(hash)}}}}""");
        }
        var first = Convert.ToHexStringLower(SHA256.HashData("{ a0: __typename }"u8));
        Assert.Contains("PERSISTED_QUERY_NOT_FOUND", (await server.Post(ByHash(first))).Body, StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"documentId":"relay-1","variables":{"c":"PA"}}""")]
    [InlineData("""{"doc_id":"relay-1","variables":{"c":"PA"}}""")]
    [InlineData("""{"id":"relay-1","variables":{"c":"PA"}}""")]
    [InlineData("""{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"apollo-1"}},"variables":{"c":"PA"}}""")]
    public async Task An_id_of_a_manifest_stands_for_its_document(string body)
    {
        foreach (var isOnly in new[] { false, true })
        {
            using var server = await TestServer.Start(s =>
            {
                s.Options.PersistedOnly = isOnly;
                s.Persisted = Load();
            });
            Assert.Equal(Panama, (await server.Post(body)).Body);
            Assert.Contains("PERSISTED_OPERATION_NOT_FOUND", (await server.Post("""{"id":"other"}""")).Body, StringComparison.Ordinal);
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Nothing_else_is_answered_where_only_these_are_allowed()
    {
        using var server = await TestServer.Start(s =>
        {
            s.Options.PersistedOnly = true;
            s.Persisted = Load();
        });
        foreach (var body in new[] { """{"query":"{ __typename }"}""", $$"""{"query":"{{Document}}"}""", WithDocument(s_hash), ByHash(s_hash) })
            Assert.Contains("PERSISTED_OPERATIONS_ONLY", (await server.Post(body)).Body, StringComparison.Ordinal);
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("{", "The JSON is not valid at line 1.")]
    [InlineData("[]", "This is not a manifest of Relay (an object of documents by their ids) or Apollo (apollo-persisted-query-manifest, version 1).")]
    [InlineData("""{"x":1}""", "This is not a manifest of Relay")]
    [InlineData("""{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}""", "This is not a manifest of Relay")]
    [InlineData("""{"bad":"{ nope }"}""", "bad: Cannot query field `nope` on type `Query`.")]
    public void A_wrong_manifest_stops_the_start(string json, string message)
    {
        _folder.Write("m.json", json);
        var error = Assert.Throws<ManifestException>(() => PersistedOperations.Load(_folder.Path, TestGraph.Schema, new OperationLimits()));
        Assert.StartsWith(Path.Combine(_folder.Path, "m.json") + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_id_has_one_document()
    {
        _folder.Write("a.json", """{"x":"{ __typename }"}""");
        _folder.Write("b.json", """{"x":"{ __typename }"}""");
        Assert.Equal(1, PersistedOperations.Load(_folder.Path, TestGraph.Schema, new OperationLimits()).Count);
        _folder.Write("c.json", """{"x":"{ b: __typename }"}""");
        Assert.Contains("Another manifest has the id x with another document.", Assert.Throws<ManifestException>(
            () => PersistedOperations.Load(_folder.Path, TestGraph.Schema, new OperationLimits())).Message, StringComparison.Ordinal);
    }

    private PersistedOperations Load()
    {
        _folder.Write("relay.json", $$"""{"relay-1":"{{Document}}"}""");
        _folder.Write("apollo.json", Manifest);
        return PersistedOperations.Load(_folder.Path, TestGraph.Schema, new OperationLimits());
    }
}
