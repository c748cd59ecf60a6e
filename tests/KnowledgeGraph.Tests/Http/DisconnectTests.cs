using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KnowledgeGraph.Changes;
using KnowledgeGraph.Graph.Storage;
using KnowledgeGraph.History;
using KnowledgeGraph.Model;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgeGraph.Tests.Http;

/// <summary>A client disconnects while its operation is planned.</summary>
public sealed class DisconnectTests
{
    private const string Known = """{"query":"{ known: __typename }"}""";
    private const string New = """{"query":"{ new: __typename }"}""";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    /// <summary>Fields of one name under several types, level by level: planning it to its end would take hours.</summary>
    private static readonly string s_hard = $"{{ hard: node(id: \"x\") {{ {Level(9)} }} }}";

    private static string Level(int depth) => depth == 0 ? "id" : $"r: relationships {{ nodes {{ {Level(depth - 1)} }} }} "
        + string.Concat(Enumerable.Range(0, 6).Select(i => $"... on {TestGraph.Model.NodeTypes[i].Name} {{ r: relationships {{ nodes {{ {Chain(depth - 1, i)} }} }} }} "));

    private static string Chain(int depth, int i) => depth == 0 ? $"k{i}: id" : $"r: relationships {{ nodes {{ {Chain(depth - 1, i)} }} }}";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Limit("MaxConcurrentPlans", "MaxQueuedPlans", "SERVER_BUSY")]
    public async Task Planning_ends_and_its_turn_is_free(bool isReset)
    {
        var planned = new List<string>();
        var server = await TestServer.Start(s =>
        {
            (s.Options.MaxConcurrentPlans, s.Options.MaxQueuedPlans, s.Options.OperationSeconds) = (1, 0, 3_600);
            s.Options.Limits = new OperationLimits { Aliases = 1_000_000, Depth = 100, Fields = 1_000_000_000, Cost = double.MaxValue };
            s.Wrap = store => new WatchedStore(store, planned);
        });
        using var _ = server;
        try
        {
            var operations = server.App.Services.GetRequiredService<OperationRunner>();
            await server.Post(Known);
            using var client = await Send(server, JsonSerializer.Serialize(new { query = s_hard }));
            await Until(() => operations.IsPlanning);

            // Meanwhile a known operation is answered, and no new one is planned.
            Assert.Equal(HttpStatusCode.OK, (await server.Post(Known)).Status);
            var (status, _, body) = await server.Post(New);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains(RequestErrorCodes.ServerBusy, body, StringComparison.Ordinal);
            Assert.True(operations.IsPlanning);

            if (isReset)
                client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Close();
            await Until(() => !operations.IsPlanning);
            Assert.Equal(HttpStatusCode.OK, (await server.Post(New)).Status);
            Assert.Equal(["known", "new"], planned);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<Socket> Send(TestServer server, string body)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server.Address.Host, server.Address.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return socket;
    }

    private static async Task Until(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!holds())
            await Task.Delay(5, patience.Token);
    }

    /// <summary>Notes the first root field of each operation that was planned to its end.</summary>
    private sealed class WatchedStore(IGraphStore store, List<string> planned) : IGraphStore
    {
        public string Name => store.Name;
        public long? Version => store.Version;
        public string? Bookmark => store.Bookmark;
        public GraphSizes Sizes => store.Sizes;
        public bool IsPrepared(BoundPlan plan) => store.IsPrepared(plan);

        public ValueTask Prepare(BoundPlan plan, CancellationToken stop)
        {
            planned.Add(plan.Plan.Roots[0].Key.Name);
            return store.Prepare(plan, stop);
        }

        public ValueTask<bool> Open(Func<ProposedChange>? first, Action<string>? waiting, CancellationToken stop) => store.Open(first, waiting, stop);
        public ValueTask<CommittedChange> Commit(ProposedChange proposed, CommitResponse? response, CancellationToken stop) => store.Commit(proposed, response, stop);
        public ValueTask<IReadOnlyList<long>> ProposalNumbers(ImmutableArray<ProposalStatus> statuses, CancellationToken stop) => store.ProposalNumbers(statuses, stop);
        public ValueTask<IReadOnlyList<ListedProposal>> Proposals(IReadOnlyList<long> numbers, bool withConflicts, CancellationToken stop) => store.Proposals(numbers, withConflicts, stop);
        public ValueTask<GraphSnapshot> ReadSnapshot(CancellationToken stop) => store.ReadSnapshot(stop);
        public ValueTask<StoreState> State(CancellationToken stop) => store.State(stop);
        public ValueTask Answer(BoundPlan plan, DateOnly today, ResponseBuffer answer, string? bookmark, CancellationToken stop) => store.Answer(plan, today, answer, bookmark, stop);

        public void Dispose()
        {
            // The server's own store is disposed with the server.
        }
    }
}
