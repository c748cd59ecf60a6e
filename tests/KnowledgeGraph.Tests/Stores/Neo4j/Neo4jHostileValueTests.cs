using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;

namespace KnowledgeGraph.Tests.Stores.Neo4j;

/// <summary>Values that would mean something where they do not belong, wherever a client may put one: the answer is the embedded store's, as of any unknown value.</summary>
[Collection(StoreDatabase.Name)]
public sealed class Neo4jHostileValueTests : IAsyncLifetime
{
    private static readonly string[] s_hostile =
    [
        "'", "\"", "`", "\\", "\\u0060", "\u0060", "'}) DETACH DELETE n //", "}) DETACH DELETE (n", "$p0", "\0", "a\0b", "\ud83d\ude00", new string('x', 1 << 20), "{{n}}", "/*", "\n",
    ];

    private readonly TemporaryFolder _folder = new();
    private EmbeddedStore? _embedded;
    private Neo4jStore? _store;
    private string _lacking = "";

    public async Task InitializeAsync()
    {
        (var address, _lacking) = await Neo4jServer.Found();
        if (address is null)
            return;
        await StoreDatabase.Empty(address);
        _store = new Neo4jStore(address, TestGraph.Model, new TemporaryFolder.StoppedClock());
        await _store.Open(() => new ProposedChange(StoredGraph.Small, _ => StoredGraph.Small), waiting: null, default);
        _embedded = _folder.Open();
        _embedded.Commit(StoredGraph.Small);
    }

    public Task DisposeAsync()
    {
        _store?.Dispose();
        _embedded?.Dispose();
        _folder.Dispose();
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task In_ids_codes_filters_searches_and_cursors_that_are_none()
    {
        const string Document = """
            query ($id: ID!, $text: String!, $after: String) {
              node(id: $id) { id }
              nodes(ids: [$id, "country:PAN"]) { id }
              country(code: $text) { id }
              countries(where: { or: [{ name: { eq: $text } }, { name: { contains: $text } }, { name: { folded: { startsWith: $text } } }, { aliases: { some: { eq: $text } } }] }, after: $after) { totalCount nodes { id } }
            }
            """;
        foreach (var text in s_hostile)
            foreach (var after in new[] { null, text })
                await AssertSame(Document, new() { ["id"] = text, ["text"] = text, ["after"] = after });
        await AssertWhole();
    }

    [SkippableFact]
    public async Task In_searches()
    {
        const string Document = """
            query ($text: String!, $after: String) {
              search(text: $text, first: 2, after: $after) { totalCount edges { cursor node { score node { id } matched { field text } } } pageInfo { hasNextPage hasPreviousPage } }
            }
            """;
        var at = CursorOf("{ search(text: \"pan\", first: 1) { pageInfo { startCursor } } }", "search");
        foreach (var text in s_hostile)
        {
            foreach (var searched in (string[])[text, $"pan {text}", text + "pan"])
                await AssertSame(Document, new() { ["text"] = searched, ["after"] = null });
            await AssertPages(Document, new() { ["text"] = "pan" }, "after", at, text, name: 1);
        }
        await AssertWhole();
    }

    [SkippableTheory]
    [InlineData("countries", "", 0)]
    [InlineData("countries", "{ name: DESC }", 0)]
    [InlineData("countries", "{ agreements: { count: DESC } }", -1)]
    [InlineData("countries", "{ recordedAt: ASC }", -1)]
    [InlineData("agreements", "{ signed: DESC }, { kind: ASC }", -1)]
    [InlineData("places", "{ latitude: ASC }", -1)]
    [InlineData("claims", "{ inferred: DESC }", -1)]
    public async Task In_cursors_of_an_order(string field, string order, int name)
    {
        var ordered = order.Length > 0 ? $"order: [{order}], " : "";
        var at = CursorOf($"{{ {field}({ordered}first: 1) {{ pageInfo {{ startCursor }} }} }}", field);
        foreach (var page in (string[])["first: 2, after: $at", "last: 2, before: $at"])
            foreach (var text in s_hostile)
                await AssertPages(
                    $"query ($at: String) {{ {field}({ordered}{page}) {{ totalCount edges {{ cursor node {{ id }} }} pageInfo {{ hasNextPage hasPreviousPage }} }} }}",
                    [], "at", at, text, name);
        await AssertWhole();
    }

    /// <summary>An order names what it goes by, so that none of these comes as far as a statement.</summary>
    [Fact]
    public void In_orders()
    {
        var operation = Operation.Parse(TestGraph.Schema, "query ($order: [CountrySortInput!]) { countries(order: $order) { nodes { id } } }", null);
        foreach (var text in s_hostile)
            foreach (var term in new[] { ("name", text), (text, "ASC") })
                Assert.Throws<GraphErrorException>(() => operation.Bind(new Dictionary<string, object?>
                {
                    ["order"] = new List<object?> { new Dictionary<string, object?> { [term.Item1] = term.Item2 } },
                }));
    }

    /// <summary>
    /// Cursors of the same order, with the text in the place of each of their values: where it is a name, the answers are the same; what a
    /// client made up in the place of a number, a date or an id stands anywhere in the order, but nothing fails.
    /// </summary>
    /// <param name="name">Which value is a name; -1: none.</param>
    private async Task AssertPages(string document, Dictionary<string, object?> variables, string variable, Cursor at, string text, int name)
    {
        var hostile = JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray();
        for (var place = 0; place < at.Values.Count; place++)
        {
            var bytes = new ArrayBufferWriter<byte>();
            Cursor.Start(bytes, at.Order);
            for (var i = 0; i < at.Values.Count; i++)
                Cursor.Append(bytes, i == place ? hostile : at.Values[i]);
            variables[variable] = Base64Url.EncodeToString(bytes.WrittenSpan);
            if (place == name)
                await AssertSame(document, variables);
            else
                await Ask(() => _store!.Ask(document, variables));
        }
    }

    private Cursor CursorOf(string document, string field)
    {
        Skip.If(_store is null, _lacking);
        return Cursor.Parse(JsonNode.Parse(_embedded!.Snapshot.Ask(document))!["data"]![field]!["pageInfo"]!["startCursor"]!.GetValue<string>())!;
    }

    private async Task AssertSame(string document, Dictionary<string, object?> variables)
    {
        Skip.If(_store is null, _lacking);
        var expected = await Ask(() => Task.FromResult(_embedded!.Snapshot.Ask(document, variables)));
        var found = await Ask(() => _store!.Ask(document, variables));
        if (expected != found)
            Assert.Fail($"{JsonSerializer.Serialize(variables)}\nexpected {expected}\nfound    {found}");
    }

    private async Task AssertWhole() =>
        Assert.Equal(new StoreState(1, StoredGraph.Small.Nodes.Length, StoredGraph.Small.Relationships.Length), await _store!.State(default));

    private static async Task<string> Ask(Func<Task<string>> ask)
    {
        try
        {
            return JsonNode.Parse(await ask())!.ToJsonString();
        }
        catch (GraphErrorException e)
        {
            return e.Errors[0].Code;
        }
    }
}
