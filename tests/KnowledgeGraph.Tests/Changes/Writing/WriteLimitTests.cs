using System.Globalization;
using KnowledgeGraph.Changes.Writing;
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
    public async Task Nobody_writes_without_the_scope_or_by_GET()
    {
        var input = new Dictionary<string, object?> { ["name"] = "Somewhere", ["kind"] = "TOWN" };
        Assert.Equal(RequestErrorCodes.NotAuthenticated, (await Assert.ThrowsAsync<RequestRefusedException>(() => Run(input, Caller.Nobody))).Code);
        Assert.Equal(RequestErrorCodes.NotAuthorized, (await Assert.ThrowsAsync<RequestRefusedException>(() => Run(input, With(Scope.Read, Scope.Propose)))).Code);
        Assert.Equal(RequestErrorCodes.MethodNotAllowed, (await Assert.ThrowsAsync<RequestRefusedException>(() => Run(input, With(Scope.Write), mayWrite: false))).Code);
    }
}
