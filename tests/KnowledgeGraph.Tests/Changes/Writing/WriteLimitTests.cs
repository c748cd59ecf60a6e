using System.Collections.Immutable;
using System.Globalization;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Changes.Writing;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Tests.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Changes.Writing;

/// <summary>What no case of a mutation can show: who may write, and how much.</summary>
public sealed class WriteLimitTests
{
    private const string Create = "mutation($input: CreatePlaceInput!) { createPlace(input: $input) { place { id } errors { __typename } } }";

    private static async Task Run(IReadOnlyDictionary<string, object?> input, Caller caller, bool mayWrite = true)
    {
        using var folder = new TemporaryFolder();
        using var store = folder.Open();
        using var runner = new OperationRunner(
            TestGraph.Schema, store, PersistedOperations.None, new ServerOptions(), new TemporaryFolder.StoppedClock(), NullLogger<OperationRunner>.Instance);
        using var answer = new ResponseBuffer();
        var request = new GraphQLRequest
        {
            Query = System.Text.Encoding.UTF8.GetBytes(Create),
            Variables = new Dictionary<string, object?> { ["input"] = input },
            Caller = caller,
            MayWrite = mayWrite,
        };
        try
        {
            await runner.Run(request, answer, CancellationToken.None);
        }
        finally
        {
            Assert.Equal(0, store.Snapshot.Version);
        }
    }

    private static Caller With(params Scope[] scopes) => new("ana", null, [.. scopes], DateTimeOffset.MaxValue);

    [Fact]
    [Limit("TOO_MANY_ENTRIES")]
    public async Task An_operation_cannot_change_too_many_entries()
    {
        var places = Enumerable.Range(0, WriteOperation.MaxEntries).Select(i => (object?)new Dictionary<string, object?> { ["to"] = string.Create(CultureInfo.InvariantCulture, $"place:{i}") }).ToList();
        var input = new Dictionary<string, object?> { ["name"] = "Everywhere", ["kind"] = "REGION", ["within"] = places };
        var refused = await Assert.ThrowsAsync<GraphErrorException>(() => Run(input, With(Scope.Write)));
        Assert.Equal(ErrorCodes.TooManyEntries, Assert.Single(refused.Errors).Code);
        Assert.Equal("The operation changes 1001 nodes, relationships and claims, but at most 1000 are allowed.", refused.Errors[0].Message);
    }

    [Fact]
    [Limit("length of a name, of a text that tells relationships apart, and of any other text that a mutation writes")]
    public void A_text_cannot_be_too_long()
    {
        IReadOnlyList<string> Errors(int name, int text, int key) =>
        [
            .. TextLimits.Check(new()
            {
                Nodes = [TestGraph.Node("Objective", "objective:o", ("name", new string('x', name)), ("theme", new string('x', text)))],
                Relationships = [TestGraph.Link("HOLDS_OFFICE", "official:o", "country:PAN") with { Properties = new Dictionary<string, object> { ["title"] = new string('x', key) } }],
            }).Select(e => e.ToString()),
        ];
        Assert.Empty(Errors(1_000, 100_000, 250));
        Assert.Equal(
            [
                "objective:o: `name` must have at most 1000 characters, but has 1001.", "objective:o: `theme` must have at most 100000 characters, but has 100001.",
                "official:o HOLDS_OFFICE country:PAN: `title` must have at most 250 characters, but has 251.",
            ],
            Errors(1_001, 100_001, 251));
    }

    [Theory]
    [InlineData("mutation($text: String) @change(note: $text)", "note")]
    [InlineData("mutation($text: String) @propose(title: $text)", "title")]
    [InlineData("mutation($text: String) @propose(note: $text)", "note")]
    [Limit("NOTE_TOO_LONG")]
    public void A_note_cannot_be_too_long(string head, string argument)
    {
        var operation = Operation.Parse(TestGraph.Schema, head + " { deletePlace(input: { id: \"place:none\" }) { deletedId } }", null);
        BoundPlan Bind(int length) => operation.Bind(new Dictionary<string, object?> { ["text"] = new string('x', length) });
        Assert.NotNull(Bind(2_000));
        var error = Assert.Single(Assert.Throws<GraphErrorException>(() => Bind(2_001)).Errors);
        Assert.Equal((ErrorCodes.NoteTooLong, $"`{argument}` must have at most 2000 characters, but has 2001."), (error.Code, error.Message));
    }

    /// <summary>A deleted node takes its relationships along.</summary>
    [Fact]
    public void The_relationships_of_a_deleted_node_count()
    {
        var hub = new NodeRecord(TestGraph.Model.FindNodeType("Place")!, "place:hub", new Dictionary<string, object> { ["name"] = "Hub", ["kind"] = "REGION", ["aliases"] = ImmutableArray<string>.Empty });
        var reports = Enumerable.Range(0, WriteOperation.MaxEntries).Select(i => new NodeRecord(
            TestGraph.Model.Evidence.Report, string.Create(CultureInfo.InvariantCulture, $"report:{i}"), new Dictionary<string, object> { ["title"] = "R", ["kind"] = "NEWS" })).ToList();
        var about = TestGraph.Model.FindRelationshipType("ABOUT")!;
        var graph = GraphSnapshot.Empty(TestGraph.Model).Commit(new ChangeSet
        {
            Nodes = [hub, .. reports],
            Relationships = [.. reports.Select(r => new RelationshipRecord(about, r.Id, hub.Id))],
        });
        var delete = new WriteOperation(TestGraph.Model, [new Write(new WriteKind.DeleteNode(hub.Type), WriteInput.Of(new Dictionary<string, object?> { ["id"] = hub.Id }, 0))], new Author("ana", IsAdmin: false));
        Assert.Equal(WriteOperation.MaxEntries + 1, Assert.Throws<TooManyEntriesException>(() => delete.Propose(note: null).Decide(graph)).Found);
    }

    /// <summary>The errors of a node name it, and there can be one for each of its relationships.</summary>
    [Fact]
    public void A_long_id_is_refused_once_and_cut_in_the_message()
    {
        var links = Enumerable.Range(0, 500).Select(i => (object?)new Dictionary<string, object?> { ["to"] = "place:none" }).ToList();
        var input = new Dictionary<string, object?> { ["id"] = "place:" + new string('x', 100_000), ["name"] = "X", ["kind"] = "TOWN", ["within"] = links };
        var create = new WriteOperation(TestGraph.Model, [new Write(new WriteKind.CreateNode(TestGraph.Model.FindNodeType("Place")!), WriteInput.Of(input, 0))], new Author("ana", IsAdmin: false));
        var refused = Assert.Throws<ChangeRefusedException>(() => create.Propose(note: null).Decide(GraphSnapshot.Empty(TestGraph.Model)));
        Assert.Equal(ChangeErrorCode.InvalidId, Assert.Single(refused.Errors).Code);
        Assert.InRange(KnowledgeGraph.Planning.Writing.MutationError.Of(refused.Errors[0]).Message.Length, 200, Excerpt.MaxMessageLength);
    }

    [Fact]
    public void A_lens_outside_the_document_does_not_apply_to_a_mutation()
    {
        const string text = "mutation { createPlace(input: { name: \"X\", kind: TOWN }) { place { id } } }";
        var bound = Operation.Parse(TestGraph.Schema, text, null).Bind(new Dictionary<string, object?>(), lens: new LensSettings(AsOf: "2015", MinOrigins: 2));
        Assert.False(bound.IsUnderLens);
    }

    [Fact]
    public async Task Nobody_writes_without_the_scope_or_by_GET()
    {
        var input = new Dictionary<string, object?> { ["name"] = "Somewhere", ["kind"] = "TOWN" };
        Assert.Equal(RequestErrorCodes.NotAuthenticated, (await Assert.ThrowsAsync<RequestRefusedException>(() => Run(input, Caller.Nobody))).Code);
        Assert.Equal(RequestErrorCodes.NotAuthorized, (await Assert.ThrowsAsync<RequestRefusedException>(() => Run(input, With(Scope.Read, Scope.Propose)))).Code);
        Assert.Equal(RequestErrorCodes.MethodNotAllowed, (await Assert.ThrowsAsync<RequestRefusedException>(() => Run(input, With(Scope.Write), mayWrite: false))).Code);
    }
}
