using System.Collections.Immutable;
using System.Text;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Http;

/// <summary>What no request can bring about: a mistake of the program itself, so the endpoint is given no store; a store that is away for a time that is ours.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task The_client_learns_an_id_and_the_log_the_rest()
    {
        var log = new MemoryLog<GraphQLEndpoint>();
        using var runner = new OperationRunner(TestGraph.Schema, null!, PersistedOperations.None, new ServerOptions(), TimeProvider.System, NullLogger<OperationRunner>.Instance);
        var endpoint = new GraphQLEndpoint(TestGraph.Schema, runner, new ServerOptions(), log);
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.QueryString = new QueryString("?query=%7B__typename%7D");
        using var body = new MemoryStream();
        context.Response.Body = body;
        await endpoint.Handle(context);

        Assert.Equal(500, context.Response.StatusCode);
        var (exception, message) = Assert.Single(log.Entries);
        Assert.IsType<NullReferenceException>(exception);
        var id = message.Split(' ')[1];
        Assert.Equal(
            $$$"""{"errors":[{"message":"Internal server error. Log reference: {{{id}}}.","extensions":{"code":"INTERNAL_ERROR"}}]}""",
            Encoding.UTF8.GetString(body.ToArray()));
    }

    /// <summary>Every request meets the same: the log would have nothing else.</summary>
    [Fact]
    public async Task The_log_has_once_in_ten_seconds_why_the_store_is_away()
    {
        var (log, clock, store) = (new MemoryLog<OperationRunner>(), new SetClock(), new AwayStore());
        using var runner = new OperationRunner(TestGraph.Schema, store, PersistedOperations.None, new ServerOptions(), clock, log);
        async Task Ask(string reason, int seconds)
        {
            (store.Reason, clock.Seconds) = (reason, seconds);
            using var answer = new ResponseBuffer();
            var refused = await Assert.ThrowsAsync<StoreUnavailableException>(
                () => runner.Run(new GraphQLRequest { Query = "{ __typename }"u8.ToArray() }, answer, default).AsTask());
            Assert.Equal(RequestErrorCodes.StoreUnavailable, refused.Code);
        }
        await Ask("no answer", 0);
        await Ask("no answer", 9);
        await Ask("no room", 9);
        await Ask("no room", 18);
        await Ask("no room", 19);
        Assert.Equal(["no answer", "no room", "no room"], log.Entries.Select(e => e.Message.Split(": ")[1]));
    }

    [Fact]
    public async Task What_a_client_must_not_see_of_a_refusal_is_in_the_log()
    {
        var (log, store) = (new MemoryLog<OperationRunner>(), new AwayStore { Failure = new GraphErrorException("wrong", "A_CODE") { LogMessage = "country:PAN.name is wrong" } });
        using var runner = new OperationRunner(TestGraph.Schema, store, PersistedOperations.None, new ServerOptions(), TimeProvider.System, log);
        using var answer = new ResponseBuffer();
        var refused = await Assert.ThrowsAsync<GraphErrorException>(
            () => runner.Run(new GraphQLRequest { Query = "{ __typename }"u8.ToArray() }, answer, default).AsTask());
        Assert.Equal("wrong", Assert.Single(refused.Errors).Message);
        Assert.Equal("country:PAN.name is wrong", Assert.Single(log.Entries).Message);
    }

    private sealed class SetClock : TimeProvider
    {
        public int Seconds { get; set; }
        public override long GetTimestamp() => Seconds * TimestampFrequency;
    }

    private sealed class AwayStore : IGraphStore
    {
        public string Reason { get; set; } = "";
        public Exception? Failure { get; init; }
        public string Name => "away";
        public long? Version => null;
        public string? Bookmark => null;
        public bool IsPrepared(BoundPlan plan) => true;
        public ValueTask Prepare(BoundPlan plan, CancellationToken stop) => ValueTask.CompletedTask;
        public GraphSizes Sizes => GraphSizes.Unknown;
        public ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop) => throw new NotSupportedException();
        public ValueTask<CommittedChange> Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) => throw new NotSupportedException();
        public ValueTask<IReadOnlyList<long>> ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop) => throw new NotSupportedException();
        public ValueTask<IReadOnlyList<ListedProposal>> Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop) => throw new NotSupportedException();
        public ValueTask<GraphSnapshot> ReadSnapshot(CancellationToken stop) => throw new NotSupportedException();
        public ValueTask<StoreState> State(CancellationToken stop) => throw new NotSupportedException();
        public ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop) =>
            throw Failure ?? new StoreUnavailableException("away", new IOException(Reason));

        public void Dispose()
        {
            // It has nothing.
        }
    }

    private sealed class MemoryLog<T> : ILogger<T>
    {
        public List<(Exception? Exception, string Message)> Entries { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel level, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Add((exception, formatter(state, exception)));
    }
}
