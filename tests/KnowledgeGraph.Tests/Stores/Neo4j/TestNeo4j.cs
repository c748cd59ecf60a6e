using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Cypher.Compiling;
using KnowledgeGraph.Cypher.Layout;
using KnowledgeGraph.Cypher.Text;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Joining;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Neo4j for tests: one database, into which a test loads the graph that it asks. Tests that use it are in the collection <see cref="Name"/>;
/// tests without Neo4j go on meanwhile, and those of <see cref="StoreDatabase"/>, which write to the same database, come after all others.</summary>
[CollectionDefinition(Name)]
public sealed class TestNeo4j : ICollectionFixture<TestNeo4j>, IDisposable
{
    public const string Name = "Neo4j";

    private const int Batch = 2000;

    private readonly string _lacking;
    private readonly INeo4jClient? _client;
    /// <summary>Where a statement's plan is asked for.</summary>
    private readonly HttpClient? _http;
    private readonly StatementCompiler _compiler = new(TestGraph.Model);
    private string? _loaded;

    public TestNeo4j()
    {
        (var address, _lacking) = Neo4jServer.Found().GetAwaiter().GetResult();
        if (address is null)
            return;
        _client = INeo4jClient.To(address, TimeProvider.System);
        _http = new HttpClient { BaseAddress = new Uri(Neo4jServer.Found(Protocol.QueryApi).GetAwaiter().GetResult().Address!.Url, "/db/neo4j/query/v2") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{address.User}:{address.Password}")));
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
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
        if (snapshot.Log is Reference.NaiveLog log)
            foreach (var statement in log.Changes.SelectMany(c => HistoryStatements.Of(c, Batch)))
                Run(statement.Statement, statement.WriteParameters);
        _loaded = name;
    }

    public void Clear()
    {
        _loaded = null;
        Run(new Statement("empty", "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"));
        foreach (var statement in HistoryStatements.Prepare.Concat(SchemaStatements.Prepare(TestGraph.Model)))
            Run(statement);
        Run(SchemaStatements.AwaitIndexes);
    }

    /// <param name="changes">Valid and expanded.</param>
    public void Apply(ChangeSet changes, DateTimeOffset at)
    {
        foreach (var change in ChangeStatements.Of(TestGraph.Model, changes, at, Batch))
            Run(change.Statement, change.WriteParameters);
    }

    /// <summary>The answer of the graph that is loaded.</summary>
    public string Ask(BoundPlan bound, bool withExtensions = false)
    {
        var compiled = _compiler.Compile(bound);
        using var answer = new ResponseBuffer();
        var evidence = compiled.NeedsEvidence || bound.Lens.Evidence is not null
            ? new EvidenceFetch(_client!, TestGraph.Model).ReadAll([], CancellationToken.None).AsTask().GetAwaiter().GetResult() : null;
        answer.Evidence = bound.Lens.Evidence is { } lens ? evidence!.All.Under(lens).Count : null;
        var facts = new StatementFacts(TestGraph.Today, evidence, compiled.NeedsVocabulary ? Vocabulary() : null);
        Read(compiled.Statement, writer => compiled.WriteParameters(writer, bound, facts), new ResponseTarget(compiled, bound, answer));
        if (compiled.Joined is not null)
            AssertTwiceTheSame(compiled, bound, facts, answer);
        if (withExtensions)
            ExtensionsWriter.AddTo(answer, bound, withCost: false);
        return Encoding.UTF8.GetString(answer.Written.Span);
    }

    /// <summary>The statement that answers several requests gives each of them what the statement for one gives.</summary>
    private void AssertTwiceTheSame(CompiledPlan compiled, BoundPlan bound, StatementFacts facts, ResponseBuffer expected)
    {
        using var statement = new JoinedStatement();
        ResponseBuffer[] answers = [new(), new()];
        var reads = answers.Select(answer => new WaitingRead(compiled, bound, facts, [], answer)).ToList();
        reads.ForEach(statement.Add);
        Read(compiled.Joined!, statement.WriteParameters, statement);
        foreach (var (read, answer) in reads.Zip(answers))
        {
            read.End();
            Assert.True(read.Answered(CancellationToken.None).AsTask().GetAwaiter().GetResult());
            Assert.Equal(Encoding.UTF8.GetString(expected.Written.Span), Encoding.UTF8.GetString(answer.Written.Span));
            Assert.Equal(expected.HasUnknownIds, answer.HasUnknownIds);
            answer.Dispose();
        }
    }

    private IReadOnlyCollection<string> Vocabulary()
    {
        using var fetch = new VocabularyFetch(_client!);
        return fetch.Read([], CancellationToken.None).AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The operators of the plan that Neo4j makes for the statement, how many rows it expects of each, and from what lies below at most.</summary>
    public IReadOnlyList<(string Operator, double Rows, double RowsBelow)> OperatorsOf(BoundPlan bound)
    {
        var compiled = _compiler.Compile(bound);
        var response = Explain(compiled.Statement.Text, writer => compiled.WriteParameters(writer, bound, new StatementFacts(TestGraph.Today, null)));
        static double Rows(JsonElement plan) => plan.GetProperty("arguments").GetProperty("EstimatedRows").GetDouble();
        static IEnumerable<(string, double, double)> Operators(JsonElement plan) =>
            [(plan.GetProperty("operatorType").GetString()!.Split('@')[0], Rows(plan), plan.GetProperty("children").EnumerateArray().Select(Rows).DefaultIfEmpty().Max()), .. plan.GetProperty("children").EnumerateArray().SelectMany(Operators)];
        using var parsed = JsonDocument.Parse(response);
        return [.. Operators(parsed.RootElement.GetProperty("queryPlan"))];
    }

    private void Run(Statement statement, Action<Utf8JsonWriter>? writeParameters = null, ReadValue? read = null) =>
        _client!.Run(statement, writeParameters, read, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private void Read(Statement statement, Action<Utf8JsonWriter> writeParameters, IRowTarget target) =>
        _client!.Read(statement, writeParameters, [], target, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private byte[] Explain(string statement, Action<Utf8JsonWriter> parameters)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            writer.WriteString("statement", "EXPLAIN " + statement);
            writer.WritePropertyName("parameters");
            parameters(writer);
            writer.WriteEndObject();
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, "") { Content = new ReadOnlyMemoryContent(body.WrittenMemory) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = _http!.Send(request);
        using var stream = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(stream);
        var json = stream.ToArray();
        using var parsed = JsonDocument.Parse(json);
        if (parsed.RootElement.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0)
            throw new InvalidOperationException($"{errors}\n{statement}");
        return json;
    }

    public void Dispose()
    {
        _client?.Dispose();
        _http?.Dispose();
    }
}
