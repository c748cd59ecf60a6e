using KnowledgeGraph.Changes;
using KnowledgeGraph.Server.Stores;
using KnowledgeGraph.Server.Stores.Neo4j;
using KnowledgeGraph.Server.Stores.Neo4j.Staging;
using static KnowledgeGraph.Tests.Stores.Neo4j.Staging.StagedDatabase;
using static KnowledgeGraph.Tests.TestGraph;

namespace KnowledgeGraph.Tests.Stores.Neo4j.Staging;

/// <summary>Readers see a large change as a whole or not at all, on every server.</summary>
[Collection(StoreDatabase.Name)]
public sealed class ReadLeaseTests
{
    private const int Count = 60;
    private const string Document = "{ claims { totalCount } changes { totalCount } }";

    /// <summary>The servers do not ask by themselves here: a read asks when its lease has ended.</summary>
    private static readonly StagingLimits s_limits = InParts with
    {
        MaxRecords = 20,
        Lease = TimeSpan.FromMilliseconds(500),
        Notice = TimeSpan.FromMilliseconds(800),
        Poll = TimeSpan.FromHours(1),
    };

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_reader_sees_a_half(bool isEmpty)
    {
        var address = await StoreDatabase.Empty();
        using var writer = await Open(address, s_limits);
        if (!isEmpty)
            await writer.Commit(ProposedChange.Of(StoredGraph.Small), null, default);
        using var first = await Open(address, s_limits);
        using var second = await Open(address, s_limits);
        using var end = new CancellationTokenSource();
        var begun = Enumerable.Range(0, 3).Select(_ => new TaskCompletionSource()).ToList();
        var readers = new[] { first, second, writer }.Select((s, i) => Read(s, begun[i], end.Token)).ToList();
        var change = new ChangeSet { Nodes = [.. Enumerable.Range(0, Count).Select(i => Node("Claim", $"claim:many{i}", ("statement", $"{i}")))] };
        await Task.WhenAll(begun.Select(b => b.Task)).WaitAsync(TimeSpan.FromMinutes(1));
        await writer.Commit(ProposedChange.Of(change), null, default);
        await end.CancelAsync();

        var (claims, changes) = isEmpty ? (0, 0) : (2, 1);
        string[] expected = [Answer(claims, changes), Answer(claims + Count, changes + 1)];
        foreach (var reader in readers)
        {
            var (answers, refused) = await reader;
            Assert.Equal(expected, answers.Distinct());
            Assert.True(refused > 0);
        }
        foreach (var store in new[] { first, second, writer })
            Assert.Equal(expected[1], await store.Ask(Document));
    }

    private static string Answer(int claims, int changes) => $"{{\"data\":{{\"claims\":{{\"totalCount\":{claims}}},\"changes\":{{\"totalCount\":{changes}}}}}}}";

    private static async Task<(List<string> Answers, int Refused)> Read(Neo4jStore store, TaskCompletionSource begun, CancellationToken end)
    {
        var (answers, refused) = (new List<string>(), 0);
        while (!end.IsCancellationRequested)
            try
            {
                answers.Add(await store.Ask(Document, stop: CancellationToken.None));
                begun.TrySetResult();
            }
            catch (StoreUnavailableException)
            {
                refused++;
                await Task.Delay(10, CancellationToken.None);
            }
        // At the end, everybody sees the change.
        await Until(async () => (await store.State(default)).Reason is null);
        answers.Add(await store.Ask(Document, stop: CancellationToken.None));
        return (answers, refused);
    }
}
