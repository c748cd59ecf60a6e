using KnowledgeGraph.Server;
using KnowledgeGraph.Server.Operations;
using KnowledgeGraph.Server.Requests;
using KnowledgeGraph.Server.Stores;
using Microsoft.Extensions.Logging.Abstractions;

namespace KnowledgeGraph.Tests.Operations;

/// <summary>Operations take turns and end in time; the clock is ours, since no small graph has a slow question.</summary>
public sealed class TurnTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly EmbeddedStore _store;

    public TurnTests()
    {
        _store = EmbeddedStore.Open(_folder.Path, TestGraph.Model, TimeProvider.System);
        _store.Commit(KnowledgeGraph.Server.Seeding.Seeder.Propose(KnowledgeGraph.Server.Seeding.SeedReader.Read(TestGraph.Model, SeedFolders.Seed)).Resolve(TestGraph.Model, _store.Snapshot));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    [Limit("MaxConcurrentOperations", "MaxQueuedOperations")]
    public async Task Some_run_some_wait_and_those_beyond_are_refused()
    {
        var clock = new HeldClock();
        using var runner = new OperationRunner(
            TestGraph.Schema, _store, PersistedOperations.None, new ServerOptions { MaxConcurrentOperations = 1, MaxQueuedOperations = 1 }, clock,
            NullLogger<OperationRunner>.Instance);
        var running = Task.Run(() => Answer(runner, "{ a: __typename }"));
        await clock.IsHeld.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var waiting = Answer(runner, "{ b: __typename }");
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => Answer(runner, "{ c: __typename }"));
        Assert.Equal(
            (RequestErrorCodes.ServerBusy, "1 operations are running and 1 are waiting already. Try again soon."),
            (refusal.Code, refusal.Message));
        Assert.False(waiting.IsCompleted);
        clock.Go.SetResult();
        Assert.Equal("""{"data":{"a":"Query"}}""", await running);
        Assert.Equal("""{"data":{"b":"Query"}}""", await waiting);
    }

    [Fact]
    [Limit("OperationSeconds", "OPERATION_TIMEOUT")]
    public async Task One_that_takes_too_long_is_ended()
    {
        using var runner = new OperationRunner(TestGraph.Schema, _store, PersistedOperations.None, new ServerOptions { OperationSeconds = 7 }, new HastyClock(), NullLogger<OperationRunner>.Instance);
        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(
            () => Answer(runner, "{ a: claims(first: 500) { nodes { id } } b: claims(first: 500) { nodes { id } } c: claims(first: 500) { nodes { id } } }"));
        Assert.Equal(
            (RequestErrorCodes.OperationTimeout, "The operation took longer than 7 s. Ask for less, or send several operations."),
            (refusal.Code, refusal.Message));
    }

    private static async Task<string> Answer(OperationRunner runner, string document)
    {
        var request = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { query = document });
        await foreach (var answer in runner.Answers(RequestReader.Read(request, 100), CancellationToken.None))
            return System.Text.Encoding.UTF8.GetString(answer.Span);
        throw new InvalidOperationException();
    }

    /// <summary>Holds who asks for the time first, until told.</summary>
    private sealed class HeldClock : TimeProvider
    {
        public TaskCompletionSource IsHeld { get; } = new();
        public TaskCompletionSource Go { get; } = new();

        public override DateTimeOffset GetUtcNow()
        {
            if (IsHeld.TrySetResult())
                Go.Task.Wait();
            return base.GetUtcNow();
        }
    }

    /// <summary>On it all time is up at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
