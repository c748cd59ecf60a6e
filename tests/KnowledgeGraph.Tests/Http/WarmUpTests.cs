using System.Collections.Immutable;
using System.Net;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Http;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KnowledgeGraph.Tests.Http;

/// <summary>The operation that runs before the server is ready.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public async Task The_server_is_ready_after_it()
    {
        using var server = await TestServer.Start(_ => { });
        var warmUp = server.App.Services.GetRequiredService<WarmUp>();
        warmUp.Expect();
        Assert.Equal(
            (HttpStatusCode.ServiceUnavailable, """{"status":"not ready","reason":"The server is starting."}"""), await Ready(server));
        await warmUp.Run(CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, (await Ready(server)).Status);
        // Its plan is known to the requests that follow.
        Assert.True(server.App.Services.GetRequiredService<OperationRunner>().PlanBytes > 0);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_failure_does_not_keep_the_server_from_being_ready_and_is_logged_for_debugging_only()
    {
        var log = new LevelLog();
        using var server = await TestServer.Start(s => s.Wrap = store => new FailingStore(store));
        var services = server.App.Services;
        var warmUp = new WarmUp(
            TestGraph.Schema, new FailingStore(server.Store), server.Options, services.GetRequiredService<GraphQLEndpoint>(), services, TimeProvider.System, log);
        warmUp.Expect();
        await warmUp.Run(CancellationToken.None);
        Assert.False(warmUp.IsPending);
        Assert.Equal(LogLevel.Debug, Assert.Single(log.Levels));
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_question_is_that_of_the_README()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(SeedFolders.Tests, "..", "..", "README.md"));
        Assert.Contains(WarmUp.Question.Replace("\"", "\\\"", StringComparison.Ordinal), readme, StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> Ready(TestServer server)
    {
        var (status, _, body) = await server.Get("/health/ready");
        return (status, body);
    }

    private sealed class LevelLog : ILogger<WarmUp>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Levels.Add(logLevel);
    }

    private sealed class FailingStore(IGraphStore store) : IGraphStore
    {
        public string Name => store.Name;
        public long? Version => store.Version;
        public string? Bookmark => store.Bookmark;
        public GraphSizes Sizes => store.Sizes;
        public ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop) => store.Open(first, waiting, stop);
        public bool IsPrepared(BoundPlan plan) => false;
        public ValueTask Prepare(BoundPlan plan, CancellationToken stop) => throw new StoreUnavailableException("The store is not responding. Try again.");
        public ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop) => store.Answer(plan, today, answer, bookmark, stop);
        public ValueTask<CommittedChange> Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) => store.Commit(proposed, response, stop);
        public ValueTask<IReadOnlyList<long>> ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop) => store.ProposalNumbers(statuses, stop);
        public ValueTask<IReadOnlyList<ListedProposal>> Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop) => store.Proposals(numbers, withConflicts, stop);
        public ValueTask<GraphSnapshot> ReadSnapshot(CancellationToken stop) => store.ReadSnapshot(stop);
        public ValueTask<StoreState> State(CancellationToken stop) => store.State(stop);

        public void Dispose()
        {
            // The server disposes its own store.
        }
    }
}
