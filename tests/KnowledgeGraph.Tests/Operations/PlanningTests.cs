using System.Net;
using System.Threading.RateLimiting;
using KnowledgeGraph.Planning;
using KnowledgeGraph.Responses;
using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Operations;

/// <summary>Planning takes turns, ends when it is stopped, and what is kept of it is bounded.</summary>
public sealed class PlanningTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedStore _store;

    public PlanningTests() => _store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_client_with_many_documents_delays_another_by_one()
    {
        var (busy, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));
        using var turns = new PlanningTurns(turns: 1, queued: 100);
        var current = await turns.Wait(busy, default);
        var waiting = Enumerable.Range(0, 50).Select(_ => turns.Wait(busy, default).AsTask()).ToList();
        var ofOther = turns.Wait(other, default).AsTask();
        for (var ended = 0; ended < 2; ended++)
        {
            current.Dispose();
            var next = await Task.WhenAny([.. waiting, ofOther]).WaitAsync(TimeSpan.FromMinutes(1));
            waiting.Remove(next);
            current = await next;
            if (next == ofOther)
                break;
        }
        Assert.True(ofOther.IsCompleted);
        Assert.True(waiting.Count >= 49, $"{waiting.Count} still wait");
        await Finish(current, waiting);
    }

    private static async Task Finish(RateLimitLease current, List<Task<RateLimitLease>> waiting)
    {
        current.Dispose();
        foreach (var task in waiting)
            (await task.WaitAsync(TimeSpan.FromMinutes(1))).Dispose();
    }

    [Fact]
    public async Task Those_beyond_the_queue_get_no_turn()
    {
        using var turns = new PlanningTurns(turns: 1, queued: 1);
        using var first = await turns.Wait(IPAddress.Loopback, default);
        var second = turns.Wait(IPAddress.Loopback, default).AsTask();
        using var third = await turns.Wait(IPAddress.Loopback, default);
        Assert.True(first.IsAcquired);
        Assert.False(second.IsCompleted);
        Assert.False(third.IsAcquired);
        first.Dispose();
        Assert.True((await second.WaitAsync(TimeSpan.FromMinutes(1))).IsAcquired);
    }

    [Fact]
    public void Planning_that_is_stopped_ends_at_once()
    {
        const string Document = "{ nodes(ids: [\"country:PAN\"]) { id relationships { totalCount } } }";
        using var stop = new CancellationTokenSource();
        var operation = Operation.Parse(TestGraph.Schema, Document, null, limits: null, stop.Token);
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => operation.Bind(new Dictionary<string, object?>(), stop: stop.Token));
        Assert.Throws<OperationCanceledException>(() => Operation.Parse(TestGraph.Schema, Document, null, limits: null, stop.Token));
    }

    [Fact]
    [Limit("MaxPlanBytes")]
    public async Task The_plans_that_are_kept_stay_within_their_bound()
    {
        const int Most = 4 << 20;
        using var runner = new OperationRunner(
            TestGraph.Schema, _store, PersistedOperations.None, new ServerOptions { MaxPlanBytes = Most }, TimeProvider.System, NullLogger<OperationRunner>.Instance);
        using var answer = new ResponseBuffer();
        for (var i = 0; i < 60; i++)
            foreach (var (a, b) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                var document = $"query($a: Boolean!, $b: Boolean!) {{ nodes(ids: [\"x{i}\"]) {{ id @include(if: $a) relationships @skip(if: $b) {{ nodes {{ id relationships {{ totalCount }} }} }} }} }}";
                await runner.Run(
                    new GraphQLRequest
                    {
                        Query = System.Text.Json.JsonEncodedText.Encode(document).EncodedUtf8Bytes.ToArray(),
                        Variables = new Dictionary<string, object?> { ["a"] = a, ["b"] = b },
                    },
                    answer, default);
                Assert.InRange(runner.PlanBytes, 1, Most);
            }
    }
}
