using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher;
using KnowledgeGraph.Graph;
using KnowledgeGraph.Planning;

namespace KnowledgeGraph.Tests.Neo4j;

/// <summary>Neo4j for tests: one database, into which a test loads the graph that it asks. Tests that use it are in the collection <see cref="Name"/>;
/// tests without Neo4j go on meanwhile, and those of <see cref="StoreDatabase"/>, which write to the same database, come after all others.</summary>
[CollectionDefinition(Name)]
public sealed class TestNeo4j : ICollectionFixture<TestNeo4j>, IDisposable
{
    public const string Name = "Neo4j";

    private const int Batch = 2000;

    private readonly string _lacking;
    private readonly HttpClient? _client;
    private readonly StatementCompiler _compiler = new(TestGraph.Model);
    private string? _loaded;

    public TestNeo4j()
    {
        (var address, _lacking) = Neo4jServer.Found.GetAwaiter().GetResult();
        if (address is null)
            return;
        _client = new HttpClient { BaseAddress = new Uri(address.Url, "/db/neo4j/query/v2") };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.User}:{address.Password}")));
        _client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
    }

    public void SkipIfAbsent() => Skip.If(_client is null, _lacking);

    /// <summary>Makes the database hold this graph and nothing else; a name that it holds already is not loaded again.</summary>
    public void Load(string name, Func<GraphSnapshot> graph)
    {
        if (_loaded == name)
            return;
        _loaded = null;
        Clear();
        var snapshot = graph();
        Apply(new ChangeSet { Nodes = [.. snapshot.AllNodes()], Relationships = [.. snapshot.AllRelationships()] }, TestGraph.RecordedAt);
        _loaded = name;
    }

    public void Clear()
    {
        _loaded = null;
        Send("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS", null);
        foreach (var statement in ChangeStatements.Prepare(TestGraph.Model))
            Send(statement.Text, null);
        Send(ChangeStatements.AwaitIndexes.Text, null);
    }

    /// <param name="changes">Valid and expanded.</param>
    public void Apply(ChangeSet changes, DateTimeOffset at)
    {
        foreach (var change in ChangeStatements.Of(TestGraph.Model, changes, at, Batch))
            Send(change.Statement.Text, change.WriteParameters);
    }

    /// <summary>The answer of the graph that is loaded.</summary>
    public string Ask(BoundPlan bound)
    {
        var compiled = _compiler.Compile(bound);
        var response = Send(compiled.Statement.Text, writer => compiled.WriteParameters(writer, bound, TestGraph.Today));
        var reader = new Utf8JsonReader(response);
        // {"data":{"fields":["data"],"values":[[ …
        while (reader.Read() && !(reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("values"u8)))
        {
        }
        for (var i = 0; i < 3; i++)
            reader.Read();
        using var answer = new AnswerBuffer();
        compiled.WriteAnswer(ref reader, bound, answer);
        return Encoding.UTF8.GetString(answer.Written.Span);
    }

    /// <summary>The operators of the plan that Neo4j makes for the statement, how many rows it expects of each, and from what lies below at most.</summary>
    public IReadOnlyList<(string Operator, double Rows, double RowsBelow)> OperatorsOf(BoundPlan bound)
    {
        var compiled = _compiler.Compile(bound);
        var response = Send("EXPLAIN " + compiled.Statement.Text, writer => compiled.WriteParameters(writer, bound, TestGraph.Today));
        static double Rows(JsonElement plan) => plan.GetProperty("arguments").GetProperty("EstimatedRows").GetDouble();
        static IEnumerable<(string, double, double)> Operators(JsonElement plan) =>
            [(plan.GetProperty("operatorType").GetString()!.Split('@')[0], Rows(plan), plan.GetProperty("children").EnumerateArray().Select(Rows).DefaultIfEmpty().Max()), .. plan.GetProperty("children").EnumerateArray().SelectMany(Operators)];
        using var parsed = JsonDocument.Parse(response);
        return [.. Operators(parsed.RootElement.GetProperty("queryPlan"))];
    }

    private byte[] Send(string statement, Action<Utf8JsonWriter>? parameters)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("statement", statement);
            if (parameters is not null)
            {
                writer.WritePropertyName("parameters");
                parameters(writer);
            }
            writer.WriteEndObject();
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new ReadOnlyMemoryContent(body.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = _client!.Send(request);
        using var stream = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(stream);
        var json = stream.ToArray();
        using var parsed = JsonDocument.Parse(json);
        if (parsed.RootElement.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
            throw new InvalidOperationException($"{errors}\n{statement}");
        return json;
    }

    public void Dispose() => _client?.Dispose();
}
